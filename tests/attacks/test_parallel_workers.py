"""Parallel workers: the same receipt goes to several workers of the server at the same moment, each with another claim.

Claim: a place in a session is taken once, whichever worker writes first; all others are answered with what was stored.
Asserts: of twelve heartbeats at once with different claims and answers one receipt comes of it, and 15 s of credit; guesses at a
challenge sent all at once are one guess.
Remains: nothing.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

from tests.attacks.harness import Answer, Learner, Running


def at_once(learner: Learner, claims: list[dict[str, Any]]) -> list[Answer]:
    """One receipt, many claims, as many connections."""
    body = {"receipt": learner.receipt, "secret": learner.secret, "state": "playing", "visible": True, "rate": 1}
    with ThreadPoolExecutor(len(claims)) as threads:
        return list(threads.map(lambda claim: learner.door.post("/study/heartbeat", {**body, **claim}), claims))


def test_one_receipt_comes_of_it(site: Running, cheat: Learner) -> None:
    site.passes(15)
    told = at_once(cheat, [{"position": 15_000 - n * 100} for n in range(12)])
    assert {answer.status for answer in told} == {200}
    assert len({answer.body["receipt"] for answer in told}) == 1
    total = site.total(cheat.person)
    assert total.elapsed_ms == 15_000
    assert total.credited_ms <= 15_000


def test_guesses_at_once_are_one_guess(site: Running, asked: Learner) -> None:
    site.passes(15)
    position = asked.position + 15_000
    told = at_once(asked, [{"position": position, "answer": f"guess {n}"} for n in range(8)])
    assert len({answer.body["receipt"] for answer in told}) == 1
    assert told[0].body["challenge"].endswith(".1")
