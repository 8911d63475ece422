"""What the paying office sees of cases."""

from __future__ import annotations

from dataclasses import dataclass

from yunpei.casework.types.words import CaseKind, CaseState


@dataclass(frozen=True, slots=True)
class WaitingCase:
    """A case of which money is set aside and not sent yet. lines: how many; payable: its state lets it be paid now."""

    number: str
    kind: CaseKind
    state: CaseState
    applicant: str
    fund: str
    region: str
    lines: int
    amount_fen: int
    payable: bool
