"""What other rooms may name of findings, holds, draws, inspections, complaints and penalties."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from yunpei.common.language import Text


class RegisterKind(StrEnum):
    """Registers that a bureau has of people; the names of `screening.files`."""

    RETIRED = "retired"
    STUDENTS = "students"
    PAYROLL = "payroll"
    INSURED = "insured"
    DECEASED = "deceased"


class Severity(StrEnum):
    """What a finding does: hold money, or be looked at."""

    STOP = "stop"
    LOOK = "look"


class HoldSource(StrEnum):
    """Why money waits: found by a rule, said by someone, seen on the spot."""

    SCREENING = "screening"
    COMPLAINT = "complaint"
    INSPECTION = "inspection"


class HoldState(StrEnum):
    """Whether it still waits."""

    PLACED = "placed"
    RELEASED = "released"


class DrawState(StrEnum):
    """How far a double-random draw is."""

    DRAFT = "draft"
    COMMITTED = "committed"
    DRAWN = "drawn"
    CANCELLED = "cancelled"


class InspectionState(StrEnum):
    """How far the inspection of one enterprise is."""

    ASSIGNED = "assigned"
    REPORTED = "reported"
    PUBLISHED = "published"


class InspectionResult(StrEnum):
    """What an inspection came to, in the words of 双随机一公开."""

    SOUND = "sound"  # nothing found
    MENDED = "mended"  # small things, put right on the spot
    MEND = "mend"  # to be put right by a day
    SERIOUS = "serious"  # holds and penalties follow
    ABSENT = "absent"  # could not be found, or would not be inspected


class ComplaintState(StrEnum):
    """How far a complaint is."""

    RECEIVED = "received"
    ACCEPTED = "accepted"
    ANSWERED = "answered"
    DECLINED = "declined"


class PenaltyKind(StrEnum):
    """The ladder, mildest first."""

    REMINDER = "reminder"
    RECOVERY = "recovery"
    SUSPENSION = "suspension"
    LISTED = "listed"  # on the list of the dishonest


class PenaltyState(StrEnum):
    """Where a penalty stands."""

    PROPOSED = "proposed"
    IN_FORCE = "in_force"
    APPEALED = "appealed"
    REPAIR_ASKED = "repair_asked"
    LIFTED = "lifted"  # an appeal was right, or it was never due
    REPAIRED = "repaired"
    EXPIRED = "expired"
    DROPPED = "dropped"


BINDING = (PenaltyState.IN_FORCE, PenaltyState.APPEALED, PenaltyState.REPAIR_ASKED)  # it holds until decided otherwise


@dataclass(frozen=True, slots=True)
class RegisterCard:
    """A register as it was handed in. region: whose cases it is held against, with all below it."""

    id: int
    kind: RegisterKind
    region: str
    as_of: date
    rows: int
    uploaded_at: datetime


@dataclass(frozen=True, slots=True)
class FindingRow:
    """What a rule found of a case. person "": of the class. held: whether it holds something now."""

    id: int
    rule: str
    title: Text
    why: Text
    severity: Severity
    class_number: str
    person: str
    id_masked: str
    line: str
    evidence: Text
    score: float
    found_at: datetime
    rules_digest: str
    standing: bool
    held: bool


@dataclass(frozen=True, slots=True)
class HoldRow:
    """A hold on a case (line "": all of it). said: the words that the applicant reads, too."""

    id: int
    case: str
    line: str
    person: str
    source: HoldSource
    said: Text
    state: HoldState
    placed_at: datetime
    placed_by: str
    released_at: datetime | None
    released_by: str
    release_reason: str


@dataclass(frozen=True, slots=True)
class CaseOversight:
    """All that a case's page shows of this room. screened_at None: not screened yet. left_out: rules without their data."""

    screened_at: datetime | None
    findings: tuple[FindingRow, ...]
    holds: tuple[HoldRow, ...]
    left_out: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class DrawCard:
    """A double-random draw. published: what anyone may download and replay, {} while it is a draft."""

    id: str
    number: str
    title: str
    region: str
    state: DrawState
    seed_rule: str
    seed_not_before: date
    enterprises: int
    inspectors: int
    wanted_enterprises: int
    wanted_inspectors: int
    commitment: str
    committed_at: datetime | None
    seed: str
    drawn_at: datetime | None
    organised_by: int | None
    published: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class InspectionCard:
    """The inspection of one enterprise that was drawn. inspectors: names; photos: public ids of files."""

    id: str
    draw: str
    title: str
    enterprise: str
    credit_code: str
    inspectors: tuple[str, ...]
    state: InspectionState
    visited_on: date | None
    found: str
    result: str
    mend_by: date | None
    photos: tuple[str, ...]
    published_at: datetime | None
    mine: bool = False


@dataclass(frozen=True, slots=True)
class ComplaintCard:
    """A complaint as officers see it. name and contact are empty where it was made without."""

    id: str
    number: str
    region: str
    about: str
    text: str
    name: str
    contact: str
    made_at: datetime
    state: ComplaintState
    accept_by: date | None
    answer_by: date | None
    overdue: bool
    answer: str
    answered_at: datetime | None


@dataclass(frozen=True, slots=True)
class ComplaintStanding:
    """A complaint as whoever has its receipt code sees it."""

    number: str
    made_at: datetime
    state: ComplaintState
    answer_by: date | None
    answer: str
    answered_at: datetime | None


@dataclass(frozen=True, slots=True)
class PenaltyCard:
    """A penalty with all that was said about it. until: the last day of its term, None where it has none."""

    id: str
    number: str
    kind: PenaltyKind
    state: PenaltyState
    organisation_id: int
    organisation: str
    credit_code: str
    region: str
    case: str
    facts: str
    basis: str
    proposed_at: datetime
    imposed_at: datetime | None
    from_day: date | None
    until: date | None
    appeal_by: date | None
    said: str
    answer: str
    ended_at: datetime | None
    events: tuple[str, ...] = ()
