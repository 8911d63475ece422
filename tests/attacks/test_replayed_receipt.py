"""Replayed receipts: the same heartbeat again and again.

Claim: a heartbeat counts once; sent again it gets the same answer, whatever it says then.
Asserts: a hundred repeats add 0 ms and no row; a repeat with another position is answered as the first was.
Remains: nothing.
"""

from __future__ import annotations

from tests.attacks.harness import Learner, Running
from yunpei.evidence import queries


def test_the_same_heartbeat_many_times(site: Running, cheat: Learner) -> None:
    before = cheat.receipt
    site.passes(15)
    first = cheat.beat(15_000)
    rows = len(queries.receipts(cheat.person, "class-1", study=site.study))
    for _ in range(100):
        site.passes(15)
        again = cheat.beat(15_000, receipt=before)
        assert again.status in (200, 429)
        assert again.status == 429 or again.body["receipt"] == first.body["receipt"]
    assert site.total(cheat.person).credited_ms == 15_000
    assert len(queries.receipts(cheat.person, "class-1", study=site.study)) == rows


def test_the_same_place_with_another_story(site: Running, cheat: Learner) -> None:
    before = cheat.receipt
    site.passes(15)
    first = cheat.beat(0, state="paused")
    site.passes(15)
    second = cheat.beat(30_000, receipt=before)
    assert second.body["receipt"] == first.body["receipt"]
    assert site.total(cheat.person).credited_ms == 0
