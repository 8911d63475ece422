"""Amendments (变更) of an approved plan as pages show them, and the plans that they replaced."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from yunpei.casework.types.given import PlanFields
from yunpei.casework.types.plan_lock import Side
from yunpei.common.language import Text


class AmendmentState(StrEnum):
    """Where an amendment stands."""

    PROPOSED = "proposed"  # the other side has to answer
    AGREED = "agreed"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    SUPERSEDED = "superseded"  # another proposal took its place, or the case ended before the answer


@dataclass(frozen=True, slots=True)
class PlanChange:
    """One thing of the plan that is to change: its field, what it is called, as it is and as it is to be."""

    field: str
    what: Text
    before: Text
    after: Text


@dataclass(frozen=True, slots=True)
class AmendmentCard:
    """An amendment. by: the side that proposed it. answer: the reason that the other side gave. may: events of the reader."""

    number: int
    by: Side
    state: AmendmentState
    changes: tuple[PlanChange, ...]
    reason: str
    proposed_by: str
    proposed_at: datetime
    answered_by: str = ""
    answered_at: datetime | None = None
    answer: str = ""
    may: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RevisionRow:
    """A plan that was in force until an amendment replaced it. account: masked, "" where none was on record."""

    number: int
    plan: PlanFields
    roster: Text
    account: str
    until: datetime
    amendment: int
