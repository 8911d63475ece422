"""What a rehearsal comes to: frozen figures that a terminal, a workbook, a page or a machine can show. Money in fen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from yunpei.common.language import Text
from yunpei.policy.deciding import Plan
from yunpei.policy.types import Check, Outcome


@dataclass(frozen=True)
class AsIf:
    """How a version's dates are read for a rehearsal.

    years: how many years earlier than written, 0 = as written, negative = later. since, until: the version's time so read
    (until None = open end). first, last: of the lines, None where there are none; inside: lines in the version's time.
    """

    years: int
    since: date
    until: date | None
    first: date | None
    last: date | None
    inside: int


@dataclass(frozen=True)
class Run:
    """A version as it decided the lines: its plan as written, the same with its dates as they were read, and how that was."""

    written: Plan
    plan: Plan
    as_if: AsIf


@dataclass(frozen=True, slots=True)
class Award:
    """What one side gives: money, and how many lines, persons and employers it goes to. employers None: not in the roster."""

    fen: int
    lines: int
    persons: int
    employers: int | None


@dataclass(frozen=True, slots=True)
class Group:
    """All lines (value ""), or those that share one value of a dimension. value None: the roster does not say.

    before is None where there is nothing to compare with, and then nobody gains or loses. Gaining and losing are persons, by
    all their lines in this group together: money that only moves from one line of a person to another is no gain. A person
    with a line that is undetermined or at discretion, on either side, is `open` instead: nobody knows yet. Persons and
    employers with lines in two groups stand in both, so these alone need not add up to the whole; lines and money do.
    """

    value: str | None
    lines: int
    persons: int
    employers: int | None
    after: Award
    before: Award | None
    gaining: int
    gained_fen: int
    losing: int
    lost_fen: int
    open: int

    @property
    def change_fen(self) -> int | None:
        """After less before: what is gained, less what is lost, and the change for those who are open."""
        return None if self.before is None else self.after.fen - self.before.fen


@dataclass(frozen=True, slots=True)
class Breakdown:
    """The groups of one dimension, a column of the roster, in the order in which they are shown."""

    dimension: str
    groups: tuple[Group, ...]


@dataclass(frozen=True, slots=True)
class OutcomeCount:
    """Lines of one outcome, and the money: due, or due should an officer allow it. before None: not decided by a version."""

    outcome: Outcome
    after: int
    after_fen: int
    before: int | None
    before_fen: int | None


@dataclass(frozen=True, slots=True)
class Failure:
    """A check that fails: in how many lines, in how many of the refused ones, and where no other `must` check fails."""

    check: Check
    lines: int
    refused: int
    alone: int


@dataclass(frozen=True, slots=True)
class Lack:
    """A column or parameter that undetermined lines are missing."""

    name: str
    after: int
    before: int


@dataclass(frozen=True)
class Rehearsal:
    """One rehearsal. baseline None and paid None: there was nothing to compare with.

    paid: what the money of the baseline is, where no version worked it out. left_out: lines without a date by which one of the
    versions orders them; they are in no other figure.
    """

    run: Run
    baseline: Run | None
    paid: Text | None
    left_out: int
    total: Group
    outcomes: tuple[OutcomeCount, ...]
    failures: tuple[Failure, ...]
    lacks: tuple[Lack, ...]
    breakdowns: tuple[Breakdown, ...]
