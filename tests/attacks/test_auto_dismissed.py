"""Auto-dismissed pop-ups: a script closes every dialog, or claims that there was none, and lets the film run on.

Claim: a challenge is settled by its answer alone; what the page shows or hides does not matter.
Asserts: a quarter of an hour of playing on without answering earns 0 ms after the first challenge, and a new one stands whenever
one runs out; a late answer earns nothing for the time before its deadline; answering in time credits what is pending, no more.
Remains: a script that knows the question bank can answer for somebody: a question shows that the page is attended, not by whom.
Signing in again and identity checks are for that.
"""

from __future__ import annotations

from tests.attacks.harness import Learner, Running


def test_dismissing_every_one(site: Running, asked: Learner) -> None:
    before = site.total(asked.person, "long")
    numbers = set()
    for _ in range(20):
        site.watch(asked, 45, every=45)
        numbers.add(asked.challenge)
    total = site.total(asked.person, "long")
    assert total.credited_ms == before.credited_ms
    assert total.excluded_ms.get("challenge", 0) + total.pending_ms == 900_000
    assert len(numbers) >= 4


def test_a_late_answer(site: Running, asked: Learner) -> None:
    before = site.total(asked.person, "long").credited_ms
    site.watch(asked, 180)
    late = asked.answer
    site.passes(15)
    answered = asked.beat(asked.position + 15_000, answer=late)
    assert answered.body["credited_ms"] == before
    assert answered.body["excluded_ms"] == {"challenge": 195_000}
    assert answered.body["challenge"]


def test_the_answer_credits_what_is_pending(site: Running, asked: Learner) -> None:
    before = site.total(asked.person, "long").credited_ms
    site.watch(asked, 30)
    site.passes(15)
    answered = asked.beat(asked.position + 15_000, answer=asked.answer).body
    assert (answered["challenge"], answered["pending_ms"], answered["excluded_ms"]) == ("", 0, {})
    assert answered["credited_ms"] == before + 45_000
