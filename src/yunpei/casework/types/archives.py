"""Cases as an archive keeps them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from yunpei.casework.types.words import CaseKind, CaseState


@dataclass(frozen=True, slots=True)
class KeptCase:
    """A case with how long its papers are kept. ended_on, keep_until None: it is not over, so nothing of it may go.

    years: of the circular, else what every archive keeps. class_id: of training, None where it has no class; held: its public id.
    """

    number: str
    kind: CaseKind
    state: CaseState
    programme: str
    region: str
    applicant: str
    class_id: int | None
    class_number: str
    held: str
    years: int
    ended_on: date | None
    keep_until: date | None
