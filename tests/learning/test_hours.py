"""Milliseconds → whole class hours."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yunpei.learning.hours import Credit, class_hours, ms_to_next_hour
from yunpei.training.types import Accumulate

DAY = date(2020, 3, 2)
HOUR = 2700
CREDITS = st.lists(
    st.builds(
        Credit,
        lesson=st.integers(0, 3),
        day=st.integers(0, 3).map(lambda n: DAY + timedelta(days=n)),
        ms=st.integers(0, 5 * HOUR * 1000),
    ),
    max_size=12,
)


@pytest.mark.req("R17")
@pytest.mark.parametrize(("accumulate", "hours"), [(Accumulate.CLASS, 3), (Accumulate.LESSON, 2), (Accumulate.DAY, 1)])
def test_what_the_minutes_are_put_together_over(accumulate: Accumulate, hours: int) -> None:
    half = HOUR * 500
    earned = [
        Credit("a", DAY, half),
        Credit("a", DAY + timedelta(days=1), half),  # with the one above an hour by lesson
        Credit("b", DAY + timedelta(days=2), half),
        Credit("b", DAY + timedelta(days=2), half),  # with the one above an hour by lesson and by day
        Credit("c", DAY + timedelta(days=3), half),
        Credit("d", DAY + timedelta(days=4), half),
    ]
    assert class_hours(earned, seconds=HOUR, accumulate=accumulate) == hours


def test_one_millisecond_short_is_short() -> None:
    for ms, hours in ((HOUR * 1000 - 1, 0), (HOUR * 1000, 1)):
        assert class_hours([Credit("a", DAY, ms)], seconds=HOUR, accumulate=Accumulate.CLASS) == hours


@given(earned=CREDITS, seconds=st.integers(1, 7200))
def test_never_more_than_was_studied_and_class_is_the_most(earned: list[Credit], seconds: int) -> None:
    whole = sum(credit.ms for credit in earned)
    by = {way: class_hours(earned, seconds=seconds, accumulate=way) for way in Accumulate}
    assert by[Accumulate.CLASS] == whole // (seconds * 1000)
    assert all(0 <= hours <= by[Accumulate.CLASS] for hours in by.values())


@given(earned=CREDITS, more=st.builds(Credit, st.integers(0, 3), st.just(DAY), st.integers(0, 10**7)))
def test_more_study_is_never_fewer_hours_and_order_does_not_matter(earned: list[Credit], more: Credit) -> None:
    for way in Accumulate:
        hours = class_hours(earned, seconds=HOUR, accumulate=way)
        assert class_hours([*earned, more], seconds=HOUR, accumulate=way) >= hours
        assert class_hours(reversed(earned), seconds=HOUR, accumulate=way) == hours


@given(earned=CREDITS, seconds=st.integers(1, 7200))
def test_the_promise_of_the_next_hour_is_kept(earned: list[Credit], seconds: int) -> None:
    left = ms_to_next_hour(earned, seconds=seconds, accumulate=Accumulate.CLASS)
    assert left is not None
    now = class_hours(earned, seconds=seconds, accumulate=Accumulate.CLASS)
    for ms, hours in ((left - 1, now), (left, now + 1)):
        assert class_hours([*earned, Credit("z", DAY, ms)], seconds=seconds, accumulate=Accumulate.CLASS) == hours
    assert ms_to_next_hour(earned, seconds=seconds, accumulate=Accumulate.DAY) is None


def test_nonsense_is_refused() -> None:
    with pytest.raises(ValueError, match="length"):
        class_hours([], seconds=0, accumulate=Accumulate.CLASS)
    with pytest.raises(ValueError, match="negative"):
        class_hours([Credit("a", DAY, -1)], seconds=1, accumulate=Accumulate.CLASS)
