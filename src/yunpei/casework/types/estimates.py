"""What would be due: a calculator's answer, of which nothing is kept. Money is whole fen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from yunpei.casework.types.pages import LineDetail
from yunpei.common.language import Text
from yunpei.policy.intake import BadCell


@dataclass(frozen=True, slots=True)
class Estimate:
    """So many people in the same situation. if_open_fen: for each, should what is open turn out right; None: not to be said yet.

    assumed: what nobody stated and the figures rest on.
    """

    detail: LineDetail
    people: int
    if_open_fen: int | None
    assumed: tuple[Text, ...]

    @property
    def amount_fen(self) -> int:
        """What is due for all of them."""
        return self.detail.card.amount_fen * self.people

    @property
    def all_if_open_fen(self) -> int | None:
        """The same for all, should what is open turn out right."""
        return None if self.if_open_fen is None else self.if_open_fen * self.people


@dataclass(frozen=True, slots=True)
class EstimatedRow:
    """One line of a roster. if_open_fen as in Estimate."""

    row: int
    name: str
    id_masked: str
    outcome: str
    amount_fen: int
    if_open_fen: int | None
    reasons: Text


@dataclass(frozen=True, slots=True)
class RosterEstimate:
    """A roster decided, or every bad cell of it and then nothing was. totals: lines by outcome, and the money in fen."""

    rows: tuple[EstimatedRow, ...]
    totals: Mapping[str, int]
    assumed: tuple[Text, ...]
    bad: tuple[BadCell, ...]
    warnings: tuple[Text, ...]
