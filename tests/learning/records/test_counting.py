"""What is counted of sources that overlap, may overlap, or cannot."""

from __future__ import annotations

import pytest

from yunpei.learning.records.counting import Piece, gains, least, most, unsure

HOUR = 3_600_000
DAY = 24 * HOUR
pytestmark = pytest.mark.req("R46")


def test_known_times_that_overlap_count_once() -> None:
    assert gains([Piece(0, HOUR, HOUR)], [Piece(HOUR // 2, 2 * HOUR, HOUR * 3 // 2)]) == [HOUR]


def test_of_two_totals_of_one_day_the_longer_one_is_sure() -> None:
    both = [Piece(0, DAY, 2 * HOUR), Piece(0, DAY, 3 * HOUR)]
    assert least(both) == 3 * HOUR
    assert unsure(both) == 2 * HOUR


def test_totals_of_different_days_add_up() -> None:
    both = [Piece(0, DAY, 2 * HOUR), Piece(DAY, 2 * DAY, 3 * HOUR)]
    assert least(both) == 5 * HOUR
    assert unsure(both) == 0


def test_a_day_never_has_more_than_24_hours() -> None:
    both = [Piece(0, DAY, 20 * HOUR), Piece(0, DAY, 20 * HOUR)]
    assert most(both) == DAY


def test_a_total_beside_a_known_time_counts_what_lies_outside_it() -> None:
    """Three of the day's hours are known; a total of five has at least two outside them."""
    assert gains([Piece(0, 3 * HOUR, 3 * HOUR)], [Piece(0, DAY, 5 * HOUR)]) == [2 * HOUR]


def test_one_total_for_a_month_does_not_hide_the_days_in_it() -> None:
    """Adding a source never takes away what was sure without it."""
    days = [Piece(n * DAY, (n + 1) * DAY, HOUR) for n in range(10)]
    month = Piece(0, 30 * DAY, 4 * HOUR)
    assert least(days) == 10 * HOUR
    assert gains(days, [month]) == [0]
    assert gains([month], days) == [0] * 4 + [HOUR] * 6


def test_a_window_holds_its_time() -> None:
    with pytest.raises(ValueError, match="fit"):
        Piece(0, HOUR, HOUR + 1)
