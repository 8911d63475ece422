"""Dropped challenges: the answer of the server that carries a challenge is thrown away, and the receipt before it used again.

Claim: a challenge is part of the stored receipt; who goes back before it meets the same one, with the same deadline.
Asserts: sending the earlier receipt again, with another claim or an answer, returns the stored receipt with its challenge; what is
shown is the same each time, and needs receipt and secret.
Remains: nothing.
"""

from __future__ import annotations

from tests.attacks.harness import Learner, Running


def test_going_back_before_it(site: Running, asked: Learner) -> None:
    asked.beat(leave=True)
    asked.open("long")
    site.passes(15)
    asked.beat(asked.position + 15_000, answer=asked.answer)
    before = asked.receipt
    while not asked.challenge:
        before = asked.receipt
        site.watch(asked, 15)
    carried = asked.receipt
    site.passes(15)
    for state, more in (("playing", {}), ("paused", {}), ("playing", {"answer": "4"})):
        again = asked.beat(None, receipt=before, state=state, **more)
        assert (again.status, again.body["receipt"]) == (200, carried)
        assert again.body["challenge"] == asked.challenge


def test_what_is_shown(site: Running, asked: Learner) -> None:
    keys = {"receipt": asked.receipt, "secret": asked.secret}
    first, second = (site.door.post("/study/challenge", keys) for _ in range(2))
    assert first == second
    assert first.status == 200
    assert site.door.post("/study/challenge", {**keys, "secret": "x" * 40}).status == 403
    site.passes(15)
    asked.beat(asked.position + 15_000, answer=asked.answer)
    later = site.door.post("/study/challenge", {"receipt": asked.receipt, "secret": asked.secret})
    assert (later.status, later.body["error"]) == (409, "no_challenge")
