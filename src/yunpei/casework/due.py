"""Until when the office has to answer a case: the programme's term, counted by the calendar, with a clock that can stand.

The first day is the day after the event that the term runs after. While a case is given back to be corrected the clock stands:
the day on which it is given back is the last that counts, the day after it is handed in again is the next. A refused case
that is taken up again has its whole term anew.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time

from yunpei.casework.applicants import applicant_of
from yunpei.casework.models import Case, Intake
from yunpei.casework.programmes import pack_of, plan_of
from yunpei.casework.types import DECIDED, CaseState, Clock
from yunpei.common.calendar import Calendar, CalendarEnds, add_days, load
from yunpei.common.clock import SHANGHAI, day_of
from yunpei.common.errors import Conflict
from yunpei.policy.terms import TimeLimit, time_limits

S = CaseState
NOON = time(12)
OPEN = (S.SUBMITTED, S.RETURNED, S.ACCEPTED, S.FIRST_REVIEW, S.SECOND_REVIEW, S.PUBLIC_NOTICE, S.HELD)
STARTS = {"submitted": "submit", "accepted": "accept"}  # what a term runs after → the event of the case


@dataclass(frozen=True, slots=True)
class Due:
    """How a time limit stands. stopped_at, days_left: while the clock stands; days_left is 0 or less once it has run out."""

    clock: Clock
    due_on: date | None = None
    stopped_at: date | None = None
    days_left: int | None = None


NONE = Due(Clock.NONE)
Step = tuple[str, datetime]


def due_of(case: Case) -> Due:
    """The office's time limit that ends first. Without one, or once the office has answered: Clock.NONE. 5 queries at most."""
    if case.kind not in DECIDED or case.state not in OPEN:
        return NONE
    try:
        pack = pack_of(case)
    except Conflict:  # the pack is gone: every page of the case says so, and no day is guessed here
        return NONE
    if not any(item.term and item.term.by == "office" for item in pack.deadlines):
        return NONE
    settings = plan_of(pack, applicant_of(case).region).settings
    first = day_of(case.submitted_at or case.opened_at)
    steps = steps_of(case)
    limits = [one for one in time_limits(pack, settings, first) if one.by == "office"]
    found = [counted(one, steps, load()) for one in limits]
    return min(found, key=lambda one: (one.due_on is None, one.due_on or date.max, one.clock is Clock.NONE))


def received_at(case: Case) -> datetime | None:
    """When the paper behind a case came in: noon of that day; None where there is none. 1 query."""
    day = Intake.objects.filter(case=case).values_list("received_on", flat=True).first()
    return None if day is None else datetime.combine(day, NOON, SHANGHAI)


def steps_of(case: Case) -> list[Step]:
    """The events of a case, oldest first, as terms count them: what came in on paper was handed in when it came. 1 query."""
    found: list[Step] = []
    for event, at in case.steps.order_by("id").values_list("event", "at"):
        first = event == "hand_in" and not any(before == "submit" for before, _ in found)
        when = case.submitted_at if first and case.submitted_at is not None else at
        found.append(("submit" if event == "hand_in" else event, when))
    return found


def counted(limit: TimeLimit, steps: Iterable[Step], calendar: Calendar) -> Due:
    """One time limit over the events of a case, oldest first."""
    legs = _legs(STARTS[limit.after], steps)
    if not legs:
        return NONE
    if limit.days is None:
        return Due(Clock.NO_FIGURE)
    try:
        return _run(legs, limit.days, calendar if limit.unit == "working" else None)
    except CalendarEnds:
        return Due(Clock.NO_CALENDAR)


def _legs(starts: str, steps: Iterable[Step]) -> list[tuple[date, date | None]]:
    """The stretches in which the clock ran: the days of the events at both ends; the last is open while it runs."""
    legs: list[tuple[date, date | None]] = []
    for event, at in steps:
        day = day_of(at)
        if event == "reopen":
            legs = [(day, None)] if starts == "submit" else []
        elif event == starts and not legs:
            legs = [(day, None)]
        elif event == "return" and legs:
            legs[-1] = (legs[-1][0], day)
        elif event == "submit" and legs and legs[-1][1] is not None:
            legs.append((day, None))
    return legs


def _run(legs: list[tuple[date, date | None]], days: int, calendar: Calendar | None) -> Due:
    left, ran_out = days, None
    for start, stop in legs:
        if stop is None:
            return Due(Clock.RUNNING, ran_out or _end(start, left, calendar))
        used = calendar.working_days_between(start, stop) if calendar else (stop - start).days
        if ran_out is None and used >= left:
            ran_out = _end(start, left, calendar)
        left -= used
    return Due(Clock.STOPPED, None, legs[-1][1], left)


def _end(start: date, days: int, calendar: Calendar | None) -> date:
    return calendar.add_working_days(start, days) if calendar else add_days(start, days)
