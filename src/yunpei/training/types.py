"""What other rooms may name: classes, plans, roster rows, facts for a claim."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from yunpei.common.language import Text


class Mode(StrEnum):
    """Where a class is held, as its filed plan says."""

    ONLINE = "online"
    OFFLINE = "offline"
    BLENDED = "blended"


class ClassState(StrEnum):
    """Planned until its first day, open while it is studied, closed or cancelled for good."""

    PLANNED = "planned"
    OPEN = "open"
    CLOSED = "closed"
    CANCELLED = "cancelled"


class Accumulate(StrEnum):
    """Over what the minutes of one person add up before whole class hours are counted."""

    CLASS = "class"
    LESSON = "lesson"
    DAY = "day"


class HourSource(StrEnum):
    """Who says how long a class hour is: the circular's text, the bureau for this class, or nobody (45 minutes taken)."""

    CIRCULAR = "circular"
    BUREAU = "bureau"
    ASSUMED = "assumed"


@dataclass(frozen=True, slots=True)
class HourRule:
    """How credited time becomes class hours (课时) in one class; frozen when the class is made.

    seconds: length of a class hour. clause: the circular's, None where its text leaves the length open.
    """

    seconds: int
    accumulate: Accumulate
    source: HourSource
    clause: str | None


@dataclass(frozen=True, slots=True)
class RosterRow:
    """One person of a list as read: `row` is the row of the sheet, 0 for one typed in; `person_id` the full ID number.

    worker_kind is empty on a staff list, department on a roster.
    """

    row: int
    person_id: str
    name: str
    worker_kind: str
    post: str = ""
    department: str = ""

    def __repr__(self) -> str:
        """Without the ID number: representations end up in logs."""
        return f"RosterRow(row={self.row})"


class UploadState(StrEnum):
    """Of a file on its way to be a roster: until it is taken over whole, or refused whole."""

    WAITING = "waiting"
    CHECKING = "checking"
    WRITING = "writing"
    TAKEN = "taken"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class RosterChanges:
    """What taking over a file did to a roster: lines that are new, differ in name, kind or post, are no longer on it."""

    people: int
    added: int
    changed: int
    removed: int
    renamed: tuple[int, ...] = ()  # rows of the file whose person's name here now follows it


@dataclass(frozen=True, slots=True)
class ShownRow:
    """A bad row as pages show it: name and masked number as far as they can be shown, and each fault with its column."""

    row: int
    name: str
    id_masked: str
    faults: tuple[tuple[str, Text], ...]


@dataclass(frozen=True, slots=True)
class UploadFacts:
    """A file on its way to be a roster, as its page shows it.

    rows: read so far. shown: the first bad rows, of bad_rows. marked: public id of the file given back with all of them.
    why: the file as a whole could not be used. uploaded_by: account, None = the program.
    """

    public_id: str
    case_number: str
    organisation_id: int
    roster_id: int | None
    name: str
    state: UploadState
    rows: int
    bad_rows: int
    shown: tuple[ShownRow, ...]
    warnings: tuple[Text, ...]
    marked: str | None
    why: Text | None
    added: int
    changed: int
    removed: int
    uploaded_by: int | None

    @property
    def ended(self) -> bool:
        """Whether nothing more happens to it."""
        return self.state in (UploadState.TAKEN, UploadState.REFUSED)


@dataclass(frozen=True, slots=True)
class PlanFacts:
    """The approved plan of a class filing: all that a class is made of (开班备案).

    number: class number as filed, once per organisation. case_number: the filing's. pack_version: the pack's in-force day.
    roster_id: what `roster_put` gave. required_hours: class hours a person needs for the certificate, None = planned_hours.
    hour_seconds, accumulate: the bureau's choice for this class where the circular leaves it open, else None.
    """

    number: str
    case_number: str
    organisation_id: int
    programme: str
    pack_version: date
    course_id: int
    project: str
    mode: Mode
    planned_hours: int
    starts_on: date
    ends_on: date
    filed_on: date
    roster_id: int
    converted: bool = False
    required_hours: int | None = None
    hour_seconds: int | None = None
    accumulate: Accumulate | None = None


@dataclass(frozen=True, slots=True)
class ClassFacts:
    """A class as it stands; `people` is the number of roster lines."""

    id: int
    public_id: str
    number: str
    case_number: str
    organisation_id: int
    programme: str
    pack_version: date
    course_id: int
    project: str
    mode: Mode
    converted: bool
    planned_hours: int
    required_hours: int
    starts_on: date
    ends_on: date
    filed_on: date
    hour: HourRule
    state: ClassState
    roster_id: int
    people: int

    def runs_on(self, day: date) -> bool:
        """Whether study of that day counts: open, from the first day to the last, both included."""
        return self.state is ClassState.OPEN and self.starts_on <= day <= self.ends_on


@dataclass(frozen=True, slots=True)
class RosterLineFacts:
    """One line of a roster as lists show it: name and masked number as they were filed.

    filed: on the roster that was approved; False: added later, which the claim must show. signed_in_at: 签到注册.
    person: public id, by which the study clock knows them.
    """

    id: int
    person_id: int
    name: str
    id_masked: str
    worker_kind: str
    post: str
    filed: bool
    signed_in_at: datetime | None
    person: str


@dataclass(frozen=True, slots=True)
class MeetingPlan:
    """What is announced of a meeting on the spot. Times are aware."""

    topic: str
    place: str
    teacher: str
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class MeetingFacts:
    """A meeting as it stands. attended: how many are signed in. files: public ids of its photos and videos that stand."""

    id: int
    public_id: str
    class_id: int
    topic: str
    place: str
    teacher: str
    starts_at: datetime
    ends_at: datetime
    planned_at: datetime
    voided_at: datetime | None
    void_reason: str
    attended: int
    files: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AttendanceFacts:
    """One person of the roster at one meeting: from when on, how long it counts; voided_at and why."""

    line_id: int
    at: datetime
    ms: int
    voided_at: datetime | None
    void_reason: str


@dataclass(frozen=True, slots=True)
class Attended:
    """Time that a person was at a meeting of a class, as hours are counted from it. person: public id."""

    line_id: int
    person: str
    meeting: int
    starts_at: datetime
    ends_at: datetime


class FactSource(StrEnum):
    """Where a fact of a claim comes from, as officers see it beside the fact."""

    FILING = "filing"  # the approved plan
    ROSTER = "roster"  # the approved roster
    CLOCK = "clock"  # measured by the server's study clock
    PLATFORM = "platform"  # a filed platform's export, beside what was measured
    PAPER = "paper"  # screenshots, video, sign-in sheets that an officer accepted
    EXAM = "exam"  # marked on the server
    CERTIFICATE = "certificate"  # our own register of certificates
    SIGN_IN = "sign_in"


@dataclass(frozen=True, slots=True)
class Fact:
    """A value under the policy's column name, and where it comes from; `note` says how it was worked out."""

    value: Any
    source: FactSource
    note: Text | None = None


@dataclass(frozen=True, slots=True)
class PersonFacts:
    """What one room knows of one roster line, column name → fact."""

    line_id: int
    person_id: int
    facts: dict[str, Fact]
