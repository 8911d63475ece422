"""16× speed: extensions that play a film faster than the player offers.

Claim: content faster than 1.25× earns nothing; up to 1.25× it earns the time that really passed.
Asserts: 16×, said or hidden, earns 0 ms and marks nothing as watched; at 1.25× credit equals wall time.
Remains: nothing.
"""

from __future__ import annotations

from typing import Any

import pytest

from tests.attacks.harness import Learner, Running


@pytest.mark.parametrize("claim", [{"rate": 16}, {"rate": 1}, {"rate": 1, "start": 0}])
def test_sixteen_times(site: Running, cheat: Learner, claim: dict[str, Any]) -> None:
    for n in range(1, 3):
        site.passes(15)
        cheat.beat(n * 240_000, **claim)
    total = site.total(cheat.person)
    assert total.credited_ms == 0
    assert total.watched == 0


def test_a_little_faster_than_allowed(site: Running, cheat: Learner) -> None:
    """1.5× told as 1×: passes while it is within what a bad line explains, then no more."""
    for n in range(1, 13):
        site.passes(15)
        cheat.beat(n * 22_500)
    total = site.total(cheat.person)
    assert total.credited_ms <= total.elapsed_ms
    assert total.credited_ms <= 30_000


def test_a_quarter_faster_earns_wall_time(site: Running, cheat: Learner) -> None:
    for n in range(1, 5):
        site.passes(15)
        cheat.beat(n * 18_750, rate=1.25)
    assert site.total(cheat.person).credited_ms == 60_000
