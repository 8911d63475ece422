"""Ahead of what is sent: a live lesson is claimed on while the teacher's line is down, or before the teacher has come that far.

Claim: of a live lesson nothing counts that had not been sent when the heartbeat came, whatever the player says.
Asserts: who claims to play on at the end of what was sent is credited up to there and not a second more; a leap ahead earns nothing.
Remains: what was sent a while ago can be claimed as if it were played now, at the speed of time, though the list no longer has it.
"""

from __future__ import annotations

import pytest

from tests.attacks.harness import Learner, Running
from tests.attacks.server import SENT


@pytest.fixture
def watcher(site: Running, cheat: Learner) -> Learner:
    """The cheat, in the live lesson from twenty seconds before the end of what was sent."""
    assert cheat.open("live").status == 201
    site.passes(15)
    cheat.beat(SENT - 5_000, start=SENT - 20_000)
    return cheat


def test_playing_on_while_nothing_is_sent(site: Running, watcher: Learner) -> None:
    for n in range(1, 5):
        site.passes(15)
        watcher.beat(SENT - 5_000 + n * 15_000)
    total = site.total(watcher.person, "live")
    assert total.credited_ms == 20_000
    assert total.excluded_ms == {"paused": 55_000}
    assert total.position_ms == SENT


def test_a_leap_ahead(site: Running, watcher: Learner) -> None:
    site.passes(15)
    watcher.beat(SENT + 115_000, start=SENT + 100_000)
    total = site.total(watcher.person, "live")
    assert total.credited_ms == 15_000
    assert total.watched.bit_count() == 15
