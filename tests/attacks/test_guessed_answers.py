"""Guessed answers: try them all until one is right.

Claim: a challenge takes two wrong answers; then only the next one can be answered, three minutes later, and what is pending is lost.
Asserts: after two wrong answers the right one changes nothing until the deadline; an answer counts for the challenge of its own
receipt only; an answer sent where nothing is asked earns nothing.
Remains: two guesses at four options are right every second time: guessing costs a tenth to a fifth of the time, and shows in the
receipts as wrong answers. Several right options, signing in again or an identity check leave nothing to guess.
"""

from __future__ import annotations

from tests.attacks.harness import Learner, Running


def test_after_two_wrong_answers(site: Running, asked: Learner) -> None:
    before = site.total(asked.person, "long").credited_ms
    right, first = asked.answer, asked.challenge
    for guess in ("a", "b", "c", right, right):
        site.passes(15)
        assert asked.beat(asked.position + 15_000, answer=guess).status == 200
    assert asked.challenge == f"{first[:-2]}.2"
    site.watch(asked, 120)
    assert asked.challenge != first
    total = site.total(asked.person, "long")
    assert total.credited_ms == before
    assert total.excluded_ms["challenge"] == 195_000


def test_the_answer_of_an_earlier_challenge(site: Running, asked: Learner) -> None:
    earlier = asked.answer
    site.passes(15)
    assert asked.beat(asked.position + 15_000, answer=earlier).body["challenge"] == ""
    site.watch_until_asked(asked)
    site.passes(15)
    again = asked.beat(asked.position + 15_000, answer=earlier).body
    assert again["challenge"].endswith(".1")
    assert again["pending_ms"] == 15_000


def test_an_answer_to_nothing(site: Running, cheat: Learner) -> None:
    site.passes(15)
    answered = cheat.beat(15_000, answer="1").body
    assert (answered["credited_ms"], answered["challenge"]) == (15_000, "")
