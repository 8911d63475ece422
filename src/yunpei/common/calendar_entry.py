"""Staff enter the calendar: days that the weekday does not decide, and years whose arrangement is complete.

Terms were counted with the calendar as it was: rooms that keep their ends name a job here at start-up, and it is asked for in
the transaction of every change.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from yunpei.common import audit, jobs
from yunpei.common.actor import Actor
from yunpei.common.calendar import Calendar, load, shipped
from yunpei.common.errors import Conflict, Forbidden, Invalid, NotFound, Problem
from yunpei.common.language import Text
from yunpei.common.models import CalendarDay, CalendarYear

KEEPERS = ("ops",)
FIRST, LAST = 2000, 2100
_COUNTED_AGAIN: list[str] = []


def count_again(job: str) -> None:
    """Name a job that counts a room's terms again once the calendar changed. At start-up."""
    if job not in _COUNTED_AGAIN:
        _COUNTED_AGAIN.append(job)


@dataclass(frozen=True, slots=True)
class EnteredDay:
    """A day that the weekday does not decide. entered: by staff; else it came with the program."""

    day: date
    working: bool
    name: str
    source: str
    entered: bool


@dataclass(frozen=True, slots=True)
class Year:
    """A year of the calendar. complete: its days can be counted. source: who closed it, "" where the program came with it."""

    year: int
    complete: bool
    source: str
    entered: int


def years() -> list[Year]:
    """Years that are known or begun, the latest first. 2 queries."""
    closed = dict(CalendarYear.objects.order_by("year").values_list("year", "source"))
    entered: dict[int, int] = {}
    for day in CalendarDay.objects.order_by("day").values_list("day", flat=True):
        entered[day.year] = entered.get(day.year, 0) + 1
    ready = shipped().years
    found = sorted({*ready, *closed, *entered}, reverse=True)
    return [Year(one, one in ready or one in closed, closed.get(one, ""), entered.get(one, 0)) for one in found]


def days(year: int) -> list[EnteredDay]:
    """The days of a year that the weekday does not decide, in order. Raises NotFound for a year out of range. 1 query."""
    _need_year(year)
    rows = {row.day: row for row in CalendarDay.objects.filter(day__year=year).order_by("day")}
    kept = [EnteredDay(day, working, "", "", False) for day, working in _of(shipped(), year).items() if day not in rows]
    mine = [EnteredDay(row.day, row.working, row.name, row.source, True) for row in rows.values()]
    return sorted([*kept, *mine], key=lambda one: one.day)


@transaction.atomic
def day_put(*, day: date, working: bool, name: str, source: str, by: Actor, at: datetime) -> None:
    """Enter a holiday, or a day that is worked although the weekday says otherwise; the same day again replaces it.

    Whoever keeps the calendar. source: the notice that says so. Raises Forbidden; Invalid with all that is wrong.
    """
    _need_keeper(by)
    problems = []
    if not FIRST <= day.year <= LAST:
        problems.append(Problem("day", Text(f"年份须在{FIRST}至{LAST}之间", f"the year must lie in {FIRST}–{LAST}")))
    if len(name.strip()) > 64:
        problems.append(Problem("name", Text("名称最多64个字", "the name has at most 64 characters")))
    _need_sound([*problems, *_source_problems(source)])
    values = {"working": working, "name": name.strip(), "source": source.strip()}
    CalendarDay.objects.update_or_create(day=day, defaults=values)
    _changed("calendar_day_put", day.isoformat(), values, by, at)


@transaction.atomic
def day_remove(*, day: date, by: Actor, at: datetime) -> None:
    """Take back an entry; what came with the program for that day holds again. Raises Forbidden, NotFound."""
    _need_keeper(by)
    row = CalendarDay.objects.select_for_update().filter(day=day).first()
    if row is None:
        raise NotFound
    values = {"working": row.working, "name": row.name, "source": row.source}
    row.delete()
    _changed("calendar_day_remove", day.isoformat(), values, by, at)


@transaction.atomic
def year_close(*, year: int, source: str, by: Actor, at: datetime) -> None:
    """Say that a year's days are all entered: from now on terms are counted into it.

    Raises Forbidden, NotFound; Conflict where it is complete already, Invalid without a source or with no day entered.
    """
    _need_keeper(by)
    _need_year(year)
    if year in load().years:
        raise Conflict(Text(f"{year}年已经完整", f"{year} is complete already"))
    problems = _source_problems(source)
    if not CalendarDay.objects.filter(day__year=year, working=False).exists():
        problems.append(
            Problem(
                "", Text(f"{year}年还没有录入放假日期，请先录入", f"no holiday of {year} is entered yet; do that first")
            )
        )
    _need_sound(problems)
    CalendarYear.objects.create(year=year, source=source.strip())
    _changed("calendar_year_close", str(year), {"source": source.strip()}, by, at)


@transaction.atomic
def year_reopen(*, year: int, by: Actor, at: datetime) -> None:
    """Take that back: nothing is counted into the year any more. Raises Forbidden; NotFound where staff did not close it."""
    _need_keeper(by)
    if not CalendarYear.objects.filter(year=year).delete()[0]:
        raise NotFound
    _changed("calendar_year_reopen", str(year), {}, by, at)


def _changed(verb: str, what: str, detail: Mapping[str, object], by: Actor, at: datetime) -> None:
    audit.record(by=by, at=at, verb=verb, subject_type="calendar", subject_id=what, detail=dict(detail))
    for job in _COUNTED_AGAIN:
        jobs.enqueue(job, at=at)


def _of(calendar: Calendar, year: int) -> dict[date, bool]:
    return {day: working for day, working in calendar.exceptions.items() if day.year == year}


def _need_keeper(by: Actor) -> None:
    if not by.is_system and not by.has(*KEEPERS):
        raise Forbidden


def _need_year(year: int) -> None:
    if not FIRST <= year <= LAST:
        raise NotFound


def _source_problems(source: str) -> list[Problem]:
    if not source.strip():
        return [Problem("source", Text("请写明依据的通知文号", "name the notice that says so"))]
    if len(source.strip()) > 128:
        return [Problem("source", Text("依据最多128个字", "the source has at most 128 characters"))]
    return []


def _need_sound(problems: list[Problem]) -> None:
    if problems:
        raise Invalid(problems)
