from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from yunpei.interfaces.study_recent import Recent


def test_what_was_written_last_is_found() -> None:
    recent = Recent[int](keep=3)
    for value in range(20):
        recent.put("often", value)
        recent.put(f"once-{value}", value)
        assert recent.get("often") == value
    assert recent.get("once-0") is None
    assert recent.get("never") is None


@given(st.lists(st.integers(0, 12), max_size=60))
def test_the_last_ones_are_kept_and_memory_is_bounded(names: list[int]) -> None:
    recent = Recent[int](keep=4)
    for turn, name in enumerate(names):
        recent.put(str(name), turn)
    last = {name: turn for turn, name in enumerate(names)}
    held = {name for name in last if recent.get(str(name)) is not None}
    assert set(sorted(last, key=last.__getitem__)[-4:]) <= held
    assert len(held) <= 8
    assert all(recent.get(str(name)) == last[name] for name in held)
