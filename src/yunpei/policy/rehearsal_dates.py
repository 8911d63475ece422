"""A version's dates read some whole years earlier, so that it is in force for lines of a time before it (ADR 0017).

Periods, dated figures, and dates set for the run move; facts of lines do not. Days that follow one another still do: a figure
until 28 February and the next from 1 March leave no 29 February between them.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import polars as pl

from yunpei.policy.deciding import Plan
from yunpei.policy.parameters import Setting
from yunpei.policy.rehearsal_types import AsIf, Run
from yunpei.policy.types import ParameterValue

_DAY = timedelta(days=1)


def as_if_in_force(plan: Plan, days: pl.Series, years: int | None = None) -> Run:
    """The plan with its dates read `years` earlier; None: so many that the line in the middle falls into its time.

    days: each line's first date of the fold. A version in force on the middle line's day is left as it is; else it begins on
    its own day and month, the last time on or before that day. Its time begins with the first date that it names.
    """
    start, until, day = _start(plan), plan.pack.until, middle(days)
    if years is None:
        years = 0 if day is None else _years(start, until, day)
    since = _since(start, years)
    end = None if until is None else _until(until, years)
    first, last = days.dt.min(), days.dt.max()
    assert first is None or isinstance(first, date)
    assert last is None or isinstance(last, date)
    as_if = AsIf(years, since, end, first, last, int(days.is_between(since, end or date.max).sum()))
    settings = plan.settings if not years else {name: _moved(one, years) for name, one in plan.settings.items()}
    return Run(plan, replace(plan, settings=settings), as_if)


def middle(days: pl.Series) -> date | None:
    """The day of the line in the middle, by date; None if there are no lines."""
    known = days.drop_nulls().sort()
    return None if known.is_empty() else known[(len(known) - 1) // 2]


def _start(plan: Plan) -> date:
    """The first day that the version knows of: a period may begin before the text that grants it."""
    dates = [plan.pack.version]
    for one in plan.settings.values():
        values = [one.override] if one.override is not None else [value.value for value in one.values]
        dates += [value for value in values if isinstance(value, date)]
    return min(dates)


def _years(start: date, until: date | None, middle: date) -> int:
    if start <= middle and (until is None or middle <= until):
        return 0
    years = start.year - middle.year
    return years if _since(start, years) <= middle else years + 1


def _moved(one: Setting, years: int) -> Setting:
    override = _value(one.override, years)
    return replace(one, values=tuple(_moved_value(value, years) for value in one.values), override=override)


def _moved_value(one: ParameterValue, years: int) -> ParameterValue:
    since = None if one.since is None else _since(one.since, years)
    until = None if one.until is None else _until(one.until, years)
    value = _value(one.value, years)
    assert value is not None
    return replace(one, value=value, since=since, until=until)


def _value(value: int | date | None, years: int) -> int | date | None:
    if not isinstance(value, date):
        return value
    return _since(value, years) if (value.month, value.day) != (2, 29) else _until(value, years)


def _since(day: date, years: int) -> date:
    """The same day of an earlier year; 1 March where that year has no 29 February."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return date(day.year - years, 3, 1)


def _until(day: date, years: int) -> date:
    """The last day before the one after it."""
    return _since(day + _DAY, years) - _DAY
