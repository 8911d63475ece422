"""Statements that are made once: each run has its own values, and finds what the query set would."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest
from django.db.models import BooleanField, DateField, F, UUIDField
from pytest_django import DjangoAssertNumQueries

from yunpei.common.identifiers_db import new_id
from yunpei.common.models import CalendarDay
from yunpei.common.statements import Given, Statement
from yunpei.people.models import Office

pytestmark = pytest.mark.django_db
DAYS = [date(2020, 5, day) for day in range(1, 6)]


def days() -> None:
    CalendarDay.objects.bulk_create(CalendarDay(day=one, working=one.day % 2 == 0, source="国办") for one in DAYS)


def test_each_run_has_its_own_values(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    days()
    found = Statement(
        lambda: (
            CalendarDay.objects.filter(
                day__gte=Given("first", DateField()), working=Given("working", BooleanField()), source="国办"
            )
            .order_by("-day")
            .values_list("day", "working", F("source"))
        )
    )
    for first, working in [(DAYS[0], True), (DAYS[2], False), (DAYS[4], True)]:
        with django_assert_num_queries(1):
            rows = found.rows(first=first, working=working)
        wanted = CalendarDay.objects.filter(day__gte=first, working=working).order_by("-day")
        assert [tuple(row) for row in rows] == [(one.day, one.working, "国办") for one in wanted]


def test_the_query_set_is_built_once_and_not_before_it_is_asked_for() -> None:
    built = []

    def build() -> object:
        built.append(1)
        return CalendarDay.objects.values_list("day")

    found = Statement(build)  # type: ignore[arg-type]
    assert not built
    assert (found.rows(), found.rows(), built) == ([], [], [1])


def test_values_are_brought_into_the_databases_form_and_back() -> None:
    """A UUID is text in SQLite."""
    office = Office.objects.create(public_id=new_id(), name="锡山区", region="320205", kind="review")
    found = Statement(
        lambda: Office.objects.filter(public_id=Given("one", UUIDField())).values_list("name", "public_id")
    )
    [(name, public_id)] = found.rows(one=office.public_id)
    assert (name, public_id) == ("锡山区", office.public_id)
    assert isinstance(public_id, UUID)
    assert found.rows(one=new_id()) == []


def test_a_value_that_is_not_given_is_a_fault() -> None:
    found = Statement(lambda: CalendarDay.objects.filter(day=Given("day", DateField())).values_list("day"))
    with pytest.raises(KeyError, match="day"):
        found.rows()
