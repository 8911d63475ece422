"""Terms that a programme sets and the program counts: when they began, when they end, and what they still wait for."""

from __future__ import annotations

from collections.abc import Sequence

from yunpei.casework.applicants import applicant_of
from yunpei.casework.due import Step, counted, steps_of
from yunpei.casework.models import Case
from yunpei.casework.programmes import plan_of
from yunpei.casework.types import Clock, LimitRow, OpenFigure
from yunpei.common.calendar import load
from yunpei.common.clock import day_of
from yunpei.common.language import Text
from yunpei.policy.terms import TimeLimit, time_limits
from yunpei.policy.types import Pack

ANSWERS = ("approve", "approve_unpublished", "refuse")  # the office has answered
NOT_SET = Text("人社部门尚未设定期限", "the bureau has not set this yet")
WAITS = {
    Clock.STOPPED: Text("退回补正期间不计时", "the clock stands while it is given back"),
    Clock.NO_CALENDAR: Text("截止日要等下一年放假安排录入后确定", "the end awaits next year's calendar"),
}
NOT_BEGUN = {
    "submitted": Text("自提交的次日起算", "runs from the day after it is submitted"),
    "accepted": Text("自受理的次日起算", "runs from the day after it is taken in"),
}


def limits_of(case: Case, pack: Pack) -> tuple[LimitRow, ...]:
    """The terms of a case as its programme lists them. Nothing is guessed: what is open is said. 3 queries at most."""
    if not any(item.term for item in pack.deadlines):
        return ()
    steps = steps_of(case)
    settings = plan_of(pack, applicant_of(case).region).settings
    first = day_of(case.submitted_at or case.opened_at)
    return tuple(_row(one, pack, steps) for one in time_limits(pack, settings, first))


def _row(one: TimeLimit, pack: Pack, steps: Sequence[Step]) -> LimitRow:
    counted_now = counted(one, steps, load())
    ended = max((day_of(at) for event, at in steps if event in ANSWERS), default=None) if one.by == "office" else None
    waits = NOT_SET if one.days is None else None if counted_now.due_on else _waits(one, counted_now.clock)
    missing = tuple(pack.parameters[name].text for name in one.missing)
    return LimitRow(one.text, one.clause, one.by, one.days, one.unit, counted_now.due_on, ended, missing, waits)


def _waits(one: TimeLimit, clock: Clock) -> Text:
    return NOT_BEGUN[one.after] if clock is Clock.NONE else WAITS[clock]


def unset_figures(pack: Pack, region: str) -> tuple[OpenFigure, ...]:
    """Figures that the circular leaves to the bureau, and that it has not set for a region yet. 1 query."""
    settings = plan_of(pack, region).settings
    return tuple(
        OpenFigure(name, parameter.text, parameter.why)
        for name, parameter in pack.parameters.items()
        if parameter.set_by_bureau and settings[name].value is None
    )
