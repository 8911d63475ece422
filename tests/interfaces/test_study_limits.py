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
