"""The cases behind a figure."""

from __future__ import annotations

from dataclasses import dataclass

from yunpei.casework.types.words import CaseState


@dataclass(frozen=True, slots=True)
class CaseBehind:
    """A case with the heads and the fen that it adds to a figure."""

    number: str
    applicant: str
    programme: str
    state: CaseState
    people: int
    amount_fen: int
