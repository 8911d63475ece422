"""Reopening before each challenge: close and open the lesson, take another lesson, take another device, so that none is ever due.

Claim: the schedule runs over what a person was credited in a class, whatever they opened; a challenge that was left stands at once in
the next session, and its pending time is lost.
Asserts: reopening every minute brings the challenge no later; after leaving it by closing, by another lesson or by another device it
stands in the first receipt; without an answer no session earns a second more.
Remains: nothing.
"""

from __future__ import annotations

from itertools import cycle

from tests.attacks.harness import Learner, Running


def test_reopening_brings_it_no_later(site: Running, cheat: Learner) -> None:
    one, other = site.learner(f"asked-calm-{cheat.person}"), site.learner(f"asked-restless-{cheat.person}")
    for learner, lessons in ((one, cycle(["long"])), (other, cycle(["long", "lesson-1", "lesson-2"]))):
        learner.open(next(lessons))
        for n in range(1, 11):
            if learner is other and n > 1 and not learner.challenge:
                learner.open(next(lessons))
            site.watch(learner, 30, every=30)
    for learner in (one, other):
        studied = site.totals(learner.person)
        assert learner.challenge
        assert 60_000 <= sum(total.credited_ms for total in studied) <= 120_000 + 30_000


def test_what_was_left_stands_at_once(site: Running, asked: Learner) -> None:
    earned = sum(total.credited_ms for total in site.totals(asked.person))
    site.watch(asked, 30)
    for leave in ("close", "lesson", "device"):
        if leave == "close":
            assert asked.beat(leave=True).body["closed"] == "left"
        asked.device = "e" * 40 if leave == "device" else asked.device
        opened = asked.open("lesson-1" if leave == "lesson" else "long")
        assert opened.body["challenge"].startswith("question.")
        assert opened.body["pending_ms"] == 0
        site.watch(asked, 60)
        assert asked.challenge
    asked.beat(leave=True)
    totals = site.totals(asked.person)
    assert sum(total.credited_ms for total in totals) == earned
    assert sum(total.excluded_ms.get("challenge", 0) for total in totals) == 30_000 + 3 * 60_000
