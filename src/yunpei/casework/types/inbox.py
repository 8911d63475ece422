"""The officers' inbox: what is looked for, and what is found."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from yunpei.casework.types.pages import CaseCard
from yunpei.casework.types.words import CaseKind, CaseState
from yunpei.common.language import Text


class Desk(StrEnum):
    """Whose next step a case waits for."""

    REVIEW = "review"
    PAY = "pay"
    INSPECT = "inspect"


class Clock(StrEnum):
    """How the office's time limit of a case stands. Without a known end nothing is guessed: NO_FIGURE, NO_CALENDAR."""

    NONE = "none"  # the programme sets none, it has not begun, or the office has answered
    RUNNING = "running"
    STOPPED = "stopped"  # while the case is given back to be corrected
    NO_FIGURE = "figure"  # the bureau has not set how long it is
    NO_CALENDAR = "calendar"  # the end lies in a year whose calendar is not entered yet


class Tab(StrEnum):
    """The inbox's tabs."""

    MINE = "mine"  # waits for the officer's desk
    HAND = "hand"  # handed to the officer in person
    OVERDUE = "overdue"
    SOON = "soon"
    STOPPED = "stopped"
    WAITING = "waiting"  # the end of the time limit is not known
    ALL = "all"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the inbox shows. text: the beginning of a number, or any part of the applicant's name. region: its six digits.

    assigned: an account's id. late_first False: the latest due date first.
    """

    tab: Tab = Tab.ALL
    state: CaseState | None = None
    kind: CaseKind | None = None
    programme: str = ""
    region: str = ""
    assigned: int | None = None
    text: str = ""
    soonest_first: bool = True


@dataclass(frozen=True, slots=True)
class InboxCard:
    """A case in the inbox, with its time limit. stopped_at, days_left: while the clock stands."""

    card: CaseCard
    clock: Clock
    due_on: date | None
    stopped_at: date | None
    days_left: int | None
    overdue: bool
    assigned_to: int | None


@dataclass(frozen=True, slots=True)
class InboxPage:
    """One page. before, after: keys of the pages beside it, "" where there is none. total: bounded, see `most`."""

    rows: tuple[InboxCard, ...]
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Workload:
    """What an officer of the office has in hand."""

    account_id: int
    open: int
    overdue: int


@dataclass(frozen=True, slots=True)
class BatchResult:
    """What became of one case of a batch. failed: why nothing was done to it, None where it was done."""

    number: str
    failed: Text | None
