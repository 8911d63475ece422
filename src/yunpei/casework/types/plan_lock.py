"""The approved plan and the claim beside it, and each difference between them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from yunpei.casework.types.given import Facts
from yunpei.casework.types.words import Source
from yunpei.common.language import Text

Account = tuple[str, str]  # bank, account


class LockCode(StrEnum):
    """In what a claim differs from its approved plan."""

    ROSTER = "PL01"
    PROJECT = "PL02"
    HOURS = "PL03"
    DATES = "PL04"
    CHANNEL = "PL05"
    HEADCOUNT = "PL06"
    ACCOUNT = "PL07"
    MODE = "PL08"


class Side(StrEnum):
    """Who has to do something about it."""

    APPLICANT = "applicant"
    OFFICE = "office"


@dataclass(frozen=True, slots=True)
class LockedPlan:
    """The plan as it was approved. channels: name and link of each. account: None where none was on record that day."""

    project: str
    mode: str
    online_hours: int
    offline_hours: int
    channels: tuple[tuple[str, str], ...]
    headcount: int | None
    starts_on: date | None
    ends_on: date | None
    account: Account | None


@dataclass(frozen=True, slots=True)
class ClaimedLine:
    """One person of a claim, by the line's public id."""

    line: str
    person: str
    facts: Facts
    sources: Mapping[str, Source]


@dataclass(frozen=True, slots=True)
class Claimed:
    """What is claimed. mode: of the class as it is held. account: None where the money goes to the people themselves."""

    mode: str
    account: Account | None
    lines: Sequence[ClaimedLine]


@dataclass(frozen=True, slots=True)
class Mismatch:
    """One difference: what the plan says and what the claim says, as shown, and where each comes from. line "": the whole case."""

    code: LockCode
    line: str
    person: str
    planned: Text
    found: Text
    planned_source: Source
    found_source: Source


@dataclass(frozen=True, slots=True)
class MismatchRow:
    """A frozen mismatch as pages show it. standing: it keeps the claim from passing its first review.

    what: the difference in words. side, todo: who has to act, and how. accepted_*: the officer who let it stand, None if nobody did.
    """

    id: int
    found: Mismatch
    what: Text
    side: Side
    todo: Text
    standing: bool
    accepted_by: str = ""
    accepted_reason: str = ""
    accepted_at: datetime | None = None
