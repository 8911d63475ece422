"""Working days, and the ends of terms.

A weekday is worked and a weekend is not, unless the State Council's notice for that year says otherwise: holidays, and
weekends worked in exchange (调休). The notices come with the program (data/working_days.toml); rows that staff enter stand
on top of them. A year without a notice is not counted: the next one's holidays are not known before autumn, and a term whose
end was guessed would close somebody's case on a day that turns out wrong. Such a question raises CalendarEnds.

A term of days is counted from the day after the event (民法典第二百零一条).
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from typing import Any

from yunpei.common.language import Text

ONE_DAY = timedelta(days=1)
SATURDAY = 5


class CalendarEnds(Exception):
    """The table does not reach so far; nothing was guessed. year: the first one that is missing."""

    def __init__(self, year: int) -> None:
        self.year = year
        self.text = Text(
            f"截止日要等{year}年的放假安排公布后才能确定",
            f"the end awaits the calendar of {year}, which is not published or not entered yet",
        )
        super().__init__(str(self.text))


@dataclass(frozen=True, slots=True)
class Calendar:
    """Which days are worked. years: those whose notice is known. exceptions: days on which the weekday does not decide."""

    years: frozenset[int]
    exceptions: Mapping[date, bool] = field(default_factory=dict)

    def is_working(self, day: date) -> bool:
        """Whether people work on this day. Raises CalendarEnds."""
        if day.year not in self.years:
            raise CalendarEnds(day.year)
        return self.exceptions.get(day, day.weekday() < SATURDAY)

    def add_working_days(self, start: date, n: int) -> date:
        """Last day of a term of n working days (n ≥ 1) from an event on `start`, whatever day that was.

        Raises CalendarEnds, and ValueError for n < 1.
        """
        if n < 1:
            raise ValueError(f"a term has one day at least, not {n}")
        day, left = start, n
        while left:
            day += ONE_DAY
            left -= self.is_working(day)
        return day

    def working_days_between(self, start: date, end: date) -> int:
        """Working days after `start`, up to and with `end`; 0 when end ≤ start. Raises CalendarEnds."""
        days = (end - start).days
        return sum(self.is_working(start + ONE_DAY * step) for step in range(1, days + 1))


def add_days(start: date, n: int) -> date:
    """Last day of a term of n calendar days (n ≥ 1) from an event on `start`. Raises ValueError for n < 1."""
    if n < 1:
        raise ValueError(f"a term has one day at least, not {n}")
    return start + ONE_DAY * n


def add_working_days(start: date, n: int) -> date:
    """Last day of a term of n working days from an event on `start`, by this site's calendar. Raises CalendarEnds."""
    return load().add_working_days(start, n)


def load() -> Calendar:
    """The calendar of the site: the notices that come with the program, and on top of them what staff entered."""
    from yunpei.common.models import CalendarDay, CalendarYear

    shipped_calendar = shipped()
    entered = dict(CalendarDay.objects.order_by("day").values_list("day", "working"))
    years = CalendarYear.objects.order_by("year").values_list("year", flat=True)
    return Calendar(shipped_calendar.years | frozenset(years), {**shipped_calendar.exceptions, **entered})


@cache
def shipped() -> Calendar:
    """The calendar of data/working_days.toml alone."""
    text = files("yunpei.common").joinpath("data/working_days.toml").read_text(encoding="utf-8")
    notices = tomllib.loads(text)["notice"]
    exceptions: dict[date, bool] = {}
    for notice in notices:
        exceptions |= _days(notice)
    return Calendar(frozenset(notice["year"] for notice in notices), exceptions)


def _days(notice: Mapping[str, Any]) -> dict[date, bool]:
    return {
        first + ONE_DAY * step: working
        for key, working in (("off", False), ("worked", True))
        for _name, first, last in notice[key]
        for step in range((last - first).days + 1)
    }
