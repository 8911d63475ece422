"""Working days and terms, held against the notices' own words and against counting day by day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from yunpei.common.calendar import Calendar, CalendarEnds, add_days, add_working_days, load, shipped
from yunpei.common.models import CalendarDay, CalendarYear

DAY = timedelta(days=1)
KNOWN = st.dates(date(2019, 1, 1), date(2021, 12, 31))


@pytest.mark.parametrize(
    ("day", "working"),
    [
        (date(2020, 1, 19), True),  # a Sunday worked for the Spring Festival
        (date(2020, 1, 31), False),  # the Friday that the epidemic added
        (date(2020, 2, 1), False),  # a Saturday that was to be worked, and was not
        (date(2020, 2, 2), False),
        (date(2020, 2, 3), True),  # work begins
        (date(2020, 5, 5), False),
        (date(2020, 5, 9), True),
        (date(2020, 6, 28), True),
        (date(2020, 10, 8), False),
        (date(2020, 10, 10), True),
        (date(2019, 5, 3), False),  # added by the second notice of 2019
        (date(2019, 4, 28), True),
        (date(2021, 2, 20), True),
        (date(2021, 9, 20), False),
        (date(2020, 3, 7), False),
        (date(2020, 3, 9), True),
    ],
)
def test_days_are_as_the_notices_say(day: date, working: bool) -> None:
    assert shipped().is_working(day) is working


@pytest.mark.parametrize(("year", "days"), [(2019, 250), (2020, 249), (2021, 250)])
def test_years_have_the_working_days_that_are_commonly_counted(year: int, days: int) -> None:
    # 11 statutory days off a year, the rest is moved about; 2020 lost one more to the epidemic, 31 January, and one
    # worked Saturday, 1 February.
    counted = shipped().working_days_between(date(year, 1, 1), date(year, 12, 31))  # 1 January is a holiday
    assert counted == days


def test_a_notice_of_five_working_days_ends_as_staff_count_it() -> None:
    # Put up on Thursday 30 April 2020: 1–5 May are a holiday, Saturday the 9th is worked.
    assert shipped().add_working_days(date(2020, 4, 30), 5) == date(2020, 5, 11)
    # Put up on the last Thursday before the long Spring Festival.
    assert shipped().add_working_days(date(2020, 1, 23), 1) == date(2020, 2, 3)


@given(start=KNOWN, n=st.integers(1, 60))
def test_a_term_has_exactly_its_days_and_ends_on_a_worked_one(start: date, n: int) -> None:
    try:
        end = shipped().add_working_days(start, n)
    except CalendarEnds:
        assume(False)
    days = [start + DAY * step for step in range(1, (end - start).days + 1)]
    assert shipped().is_working(end)
    assert sum(shipped().is_working(day) for day in days) == n == shipped().working_days_between(start, end)
    assert start not in days  # the first day is the day after the event


@given(start=KNOWN, n=st.integers(1, 30), m=st.integers(1, 30))
def test_terms_add_up(start: date, n: int, m: int) -> None:
    try:
        whole = shipped().add_working_days(start, n + m)
    except CalendarEnds:
        assume(False)
    assert shipped().add_working_days(shipped().add_working_days(start, n), m) == whole


@given(start=KNOWN, n=st.integers(1, 400))
def test_nothing_is_guessed_past_the_end(start: date, n: int) -> None:
    left = sum(shipped().is_working(start + DAY * step) for step in range(1, (date(2021, 12, 31) - start).days + 1))
    if left >= n:
        assert shipped().add_working_days(start, n) <= date(2021, 12, 31)
        return
    with pytest.raises(CalendarEnds) as ended:
        shipped().add_working_days(start, n)
    assert ended.value.year == 2022


def test_the_year_before_the_table_is_not_guessed_either() -> None:
    with pytest.raises(CalendarEnds, match="2018"):
        shipped().is_working(date(2018, 12, 31))


@given(start=KNOWN, n=st.integers(1, 400))
def test_calendar_days_begin_the_day_after_and_need_no_table(start: date, n: int) -> None:
    assert (add_days(start, n) - start).days == n


@pytest.mark.parametrize("n", [0, -1])
def test_a_term_has_a_day(n: int) -> None:
    with pytest.raises(ValueError, match="one day at least"):
        shipped().add_working_days(date(2020, 3, 2), n)
    with pytest.raises(ValueError, match="one day at least"):
        add_days(date(2020, 3, 2), n)


def test_a_weekend_is_off_without_a_word() -> None:
    assert not Calendar(frozenset({2030})).is_working(date(2030, 1, 5))


@pytest.mark.django_db
def test_what_staff_enter_stands_on_top() -> None:
    with pytest.raises(CalendarEnds):
        add_working_days(date(2021, 12, 31), 1)
    CalendarYear.objects.create(year=2022, source="国办发明电〔2021〕11号")
    CalendarDay.objects.create(day=date(2022, 1, 3), working=False, name="元旦", source="国办发明电〔2021〕11号")
    assert add_working_days(date(2021, 12, 31), 1) == date(2022, 1, 4)
    CalendarDay.objects.create(day=date(2020, 5, 9), working=False, source="a correction")
    assert not load().is_working(date(2020, 5, 9))
    assert shipped().is_working(date(2020, 5, 9))
