"""What time it is, on a real site, a demo, and inside a test."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytest_django.fixtures import Settings

from yunpei.common import clock

AT = datetime(2020, 6, 1, 16, 30, tzinfo=UTC)  # half past midnight on 2 June in China


def test_the_day_is_chinas() -> None:
    assert clock.FixedClock(AT).today() == date(2020, 6, 2)
    assert clock.start_of(date(2020, 6, 2)) == datetime(2020, 6, 1, 16, 0, tzinfo=UTC)


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)))
def test_a_day_begins_where_the_one_before_ends(day: date) -> None:
    start = clock.start_of(day)
    assert clock.day_of(start) == day
    assert clock.day_of(start - timedelta(microseconds=1)) == day - timedelta(days=1)


def test_a_time_without_its_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="zone"):
        clock.FixedClock(AT.replace(tzinfo=None))
    with pytest.raises(ValueError, match="zone"):
        clock.day_of(AT.replace(tzinfo=None))


def test_a_real_site_goes_by_the_machine() -> None:
    before = datetime.now(UTC)
    assert before <= clock.current().now() <= datetime.now(UTC)


def test_a_held_clock_stands_and_lets_go() -> None:
    with clock.holding(AT):
        assert clock.current().now() == AT
        with pytest.raises(KeyError), clock.holding(AT + timedelta(days=1)):
            raise KeyError
        assert clock.current().now() == AT
    assert clock.current().now() != AT


@pytest.mark.django_db
def test_a_demos_clock_is_moved_and_stands(settings: Settings) -> None:
    settings.YUNPEI_DEMO = True
    assert isinstance(clock.current(), clock.SystemClock)
    clock.move(AT)
    clock.move(AT + timedelta(days=5))
    assert clock.current().now() == AT + timedelta(days=5)
    assert clock.current().now() == clock.current().now()


@pytest.mark.django_db
def test_a_real_clock_cannot_be_moved() -> None:
    with pytest.raises(RuntimeError, match="demo"):
        clock.move(AT)
