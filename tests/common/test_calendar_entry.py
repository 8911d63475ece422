"""The calendar as staff keep it: with a source, audited, and every room that keeps ends told."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from yunpei.common import calendar_entry
from yunpei.common.actor import Actor
from yunpei.common.calendar import CalendarEnds, add_working_days, load
from yunpei.common.errors import Conflict, Forbidden, Invalid, NotFound
from yunpei.common.models import AuditRow, Job

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 20, tzinfo=UTC)
OPS = Actor(account_id=1, roles=frozenset({"ops"}))
NOTICE = "国办发明电〔2031〕虚构1号"
YEAR = 2032


def put(day: date, *, working: bool = False, source: str = NOTICE, by: Actor = OPS) -> None:
    calendar_entry.day_put(day=day, working=working, name="虚构节", source=source, by=by, at=AT)


def test_a_year_is_entered_and_closed() -> None:
    friday = date(YEAR, 1, 2)
    with pytest.raises(CalendarEnds):
        add_working_days(friday, 1)
    with pytest.raises(Invalid):
        calendar_entry.year_close(year=YEAR, source=NOTICE, by=OPS, at=AT)
    put(date(YEAR, 1, 5))
    put(date(YEAR, 1, 5), working=True)
    put(date(YEAR, 1, 5))
    put(date(YEAR, 1, 10), working=True)
    with pytest.raises(CalendarEnds):  # begun is not complete
        add_working_days(friday, 1)
    with pytest.raises(Invalid):
        calendar_entry.year_close(year=YEAR, source=" ", by=OPS, at=AT)
    calendar_entry.year_close(year=YEAR, source=NOTICE, by=OPS, at=AT)
    assert add_working_days(friday, 1) == date(YEAR, 1, 6)
    assert load().is_working(date(YEAR, 1, 10))
    assert [(one.day.day, one.working, one.entered) for one in calendar_entry.days(YEAR)] == [
        (5, False, True),
        (10, True, True),
    ]
    first = calendar_entry.years()[0]
    assert (first.year, first.complete, first.source, first.entered) == (YEAR, True, NOTICE, 2)
    with pytest.raises(Conflict):
        calendar_entry.year_close(year=YEAR, source=NOTICE, by=OPS, at=AT)
    calendar_entry.year_reopen(year=YEAR, by=OPS, at=AT)
    with pytest.raises(CalendarEnds):
        add_working_days(friday, 1)


def test_what_came_with_the_program_holds_again_once_an_entry_is_removed() -> None:
    day = date(2020, 5, 1)
    put(day, working=True)
    assert load().is_working(day)
    calendar_entry.day_remove(day=day, by=OPS, at=AT)
    assert not load().is_working(day)
    with pytest.raises(NotFound):
        calendar_entry.day_remove(day=day, by=OPS, at=AT)
    with pytest.raises(NotFound):
        calendar_entry.year_reopen(year=2020, by=OPS, at=AT)
    with pytest.raises(Conflict):
        calendar_entry.year_close(year=2020, source=NOTICE, by=OPS, at=AT)
    with pytest.raises(NotFound):
        calendar_entry.days(1900)


def test_each_change_is_audited_and_terms_are_counted_again() -> None:
    put(date(YEAR, 1, 5))
    calendar_entry.year_close(year=YEAR, source=NOTICE, by=OPS, at=AT)
    calendar_entry.year_reopen(year=YEAR, by=OPS, at=AT)
    calendar_entry.day_remove(day=date(YEAR, 1, 5), by=OPS, at=AT)
    rows = AuditRow.objects.filter(subject_type="calendar").order_by("id")
    assert [(row.verb, row.subject_id) for row in rows] == [
        ("calendar_day_put", "2032-01-05"),
        ("calendar_year_close", "2032"),
        ("calendar_year_reopen", "2032"),
        ("calendar_day_remove", "2032-01-05"),
    ]
    assert rows[0].detail["source"] == NOTICE
    assert Job.objects.filter(name="casework.due_count_again").count() == 4


def test_who_keeps_it_and_with_what() -> None:
    for who in (Actor(account_id=2, roles=frozenset({"officer_review"})), Actor(account_id=None)):
        with pytest.raises(Forbidden):
            put(date(YEAR, 1, 5), by=who)
        with pytest.raises(Forbidden):
            calendar_entry.day_remove(day=date(YEAR, 1, 5), by=who, at=AT)
        with pytest.raises(Forbidden):
            calendar_entry.year_close(year=YEAR, source=NOTICE, by=who, at=AT)
        with pytest.raises(Forbidden):
            calendar_entry.year_reopen(year=YEAR, by=who, at=AT)
    for day, source in ((date(1800, 1, 1), NOTICE), (date(YEAR, 1, 5), " "), (date(YEAR, 1, 5), "x" * 129)):
        with pytest.raises(Invalid):
            put(day, source=source)
    assert not AuditRow.objects.exists()
