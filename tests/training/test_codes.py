"""The code on the teacher's screen: of one meeting, one place, a few seconds."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yunpei.training.codes import KEPT, WINDOW, code_at, code_window, window_of

KEY = b"k" * 32
AT = datetime(2020, 3, 10, 2, tzinfo=UTC)
ROOM = {"meeting": "m1", "place": "一楼"}

pytestmark = pytest.mark.req("R14")


@given(st.integers(0, 10**6), st.integers(0, WINDOW * KEPT))
def test_a_code_is_taken_while_it_is_shown_and_just_after(start: int, later: int) -> None:
    shown = AT + timedelta(seconds=start)
    code = code_at(KEY, at=shown, **ROOM)
    assert code.isdecimal()
    assert len(code) == 6
    assert code_window(KEY, f" {code} ", at=shown + timedelta(seconds=later), **ROOM) == window_of(shown)


def test_a_photographed_code_is_useless_after_seconds() -> None:
    code = code_at(KEY, at=AT, **ROOM)
    over = AT + timedelta(seconds=20)
    assert code_window(KEY, code, at=over - timedelta(seconds=1), **ROOM) is not None
    assert code_window(KEY, code, at=over, **ROOM) is None
    assert code_window(KEY, code, at=AT - timedelta(seconds=1), **ROOM) is None


@pytest.mark.parametrize(
    ("key", "meeting", "place"), [(b"x" * 32, "m1", "一楼"), (KEY, "m2", "一楼"), (KEY, "m1", "二楼")]
)
def test_a_code_is_of_one_meeting_at_one_place(key: bytes, meeting: str, place: str) -> None:
    code = code_at(KEY, at=AT, **ROOM)
    assert code_window(key, code, meeting=meeting, place=place, at=AT) is None
    assert code_window(KEY, "八", at=AT, **ROOM) is None
