from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from yunpei.evidence.watched import from_text, marked, stretches, to_text


def test_touching_stretches_share_no_second() -> None:
    assert stretches(marked(marked(0, 0, 14_300), 14_300, 29_300)) == [(0, 29)]
    assert marked(0, 14_300, 29_300) & marked(0, 0, 14_300) == 0


def test_texts_are_readable() -> None:
    assert to_text(0) == ""
    assert to_text(marked(0, 0, 120_000)) == "0-120"
    assert to_text(marked(marked(0, 0, 120_000), 180_000, 240_000)) == "0-120,180-240"


def test_a_lesson_full_of_holes_stays_short() -> None:
    full_of_holes = sum(1 << n for n in range(0, 6 * 3600, 2))
    assert to_text(full_of_holes).startswith("x")
    assert len(to_text(full_of_holes)) < 4_000


@given(st.integers(min_value=0, max_value=(1 << 400) - 1))
def test_texts_are_read_back(watched: int) -> None:
    assert from_text(to_text(watched)) == watched
    assert sum(end - start for start, end in stretches(watched)) == watched.bit_count()
