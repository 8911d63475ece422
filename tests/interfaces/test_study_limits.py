from __future__ import annotations

import pytest

from yunpei.interfaces.study_limits import Buckets


def test_a_bucket_fills_again(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [100.0]
    monkeypatch.setattr("yunpei.interfaces.study_limits.time.monotonic", lambda: now[0])
    buckets = Buckets(burst=2, per_second=0.5)
    assert [buckets.take("a") for _ in range(3)] == [True, True, False]
    assert buckets.take("b")
    now[0] += 2
    assert [buckets.take("a") for _ in range(2)] == [True, False]


def test_memory_is_bounded() -> None:
    buckets = Buckets(burst=1, per_second=0, keep=10)
    assert all(buckets.take(str(n)) for n in range(100))
    assert len(buckets._left) == 10
    assert not buckets.take("99")
