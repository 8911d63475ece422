"""Time from several sources is counted once: held against every way in which the sources may lie."""

from __future__ import annotations

from itertools import combinations, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yunpei.learning.records.counting import Piece, gains, least, most, unsure

pytestmark = pytest.mark.req("R46")

LONGEST = 6


@st.composite
def piece(draw: st.DrawFn) -> Piece:
    start = draw(st.integers(0, LONGEST - 1))
    end = draw(st.integers(start + 1, LONGEST))
    return Piece(start, end, draw(st.integers(0, end - start)))


pieces = st.lists(piece(), max_size=3)


def possible(given: list[Piece]) -> set[int]:
    """How much was studied in all, for every way in which each source's time may lie in its window, unit by unit."""
    ways = [list(combinations(range(one.start, one.end), one.ms)) for one in given]
    return {len(set().union(*chosen)) for chosen in product(*ways)}


@given(pieces)
@settings(max_examples=150, deadline=None)
def test_never_more_than_can_be_sure_and_never_less_than_may_be(given: list[Piece]) -> None:
    found = possible(given)
    assert least(given) <= min(found)
    assert most(given) >= max(found)
    assert 0 <= unsure(given) <= most(given) - least(given)


@given(pieces, pieces)
@settings(max_examples=200, deadline=None)
def test_each_piece_adds_what_all_have_together(before: list[Piece], more: list[Piece]) -> None:
    added = gains(before, more)
    assert all(one >= 0 for one in added)
    assert least(before) + sum(added) == least([*before, *more])
    assert all(gain <= one.ms for gain, one in zip(added, more, strict=True))


@given(pieces)
@settings(max_examples=100, deadline=None)
def test_the_same_source_again_adds_nothing_that_its_window_does_not_hold(given: list[Piece]) -> None:
    whole = [Piece(one.start, one.end, one.end - one.start) for one in given]
    assert gains(whole, given) == [0] * len(given)
    assert unsure(whole) == 0


@given(st.lists(piece(), max_size=8))
@settings(max_examples=100, deadline=None)
def test_a_day_holds_no_more_than_it_has(given: list[Piece]) -> None:
    assert least(given) <= LONGEST
    assert most(given) <= LONGEST
