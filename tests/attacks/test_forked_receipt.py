"""Forked receipts: two players go on from one receipt and both want their time.

Claim: a session is one line; of two heartbeats after the same receipt one counts.
Asserts: ten players sharing every receipt, at once, earn what one earns.
Remains: nothing.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from tests.attacks.harness import Door, Learner, Running


def test_ten_players_on_one_receipt(site: Running, cheat: Learner) -> None:
    doors = [Door(site.port) for _ in range(5)]
    for n in range(1, 5):
        site.passes(15)

        def play(door: Door, position: int = n * 15_000) -> str:
            twin = Learner(door, cheat.person)
            twin.secret, twin.receipt = cheat.secret, cheat.receipt
            answer = twin.beat(position)
            return str(answer.body.get("receipt", answer.status))

        with ThreadPoolExecutor(5) as threads:
            told = set(threads.map(play, doors))
        assert len(told - {"429"}) == 1
        cheat.receipt = (told - {"429"}).pop()
    total = site.total(cheat.person)
    assert total.credited_ms == total.elapsed_ms == 60_000
