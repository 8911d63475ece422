"""Parallel tabs: several lessons at once on one account.

Claim: a person studies in one place; opening a second ends the first by a receipt of its own.
Asserts: two tabs earn together no more than the time that passed; the older tab earns nothing after the second opened, also when
both are opened by several workers at the same moment.
Remains: two people sharing a film on one screen, or one person with two registered names: real-name registration and identity
checks stand against these, not the clock.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from tests.attacks.harness import Door, Learner, Running


def test_two_lessons_at_once(site: Running, honest: Learner) -> None:
    other = site.learner(honest.person)
    assert other.open("lesson-2").status == 201
    for n in range(1, 5):
        site.passes(15)
        late = honest.beat(60_000 + n * 15_000)
        assert (late.status, late.body["reason"]) == (409, "device")
        assert other.beat(n * 15_000).status == 200
    assert site.total(honest.person, "lesson-1").credited_ms == 60_000
    assert site.total(honest.person, "lesson-2").credited_ms == 60_000


def test_opened_at_the_same_moment(site: Running, cheat: Learner) -> None:
    tabs = [Learner(Door(site.port), cheat.person) for _ in range(6)]
    with ThreadPoolExecutor(6) as threads:
        assert {answer.status for answer in threads.map(Learner.open, tabs)} == {201}
    for n in range(1, 4):
        site.passes(15)
        assert sorted(tab.beat(n * 15_000).status for tab in tabs) == [200] + [409] * 5
    assert site.total(cheat.person).credited_ms == 45_000


def test_tabs_taking_turns(site: Running, cheat: Learner) -> None:
    """Reopening again and again earns no more than staying."""
    for n in range(8):
        assert cheat.open(f"lesson-{n % 2 + 1}").status == 201
        site.passes(5)
        assert cheat.beat(cheat.position + 5_000).status == 200
    earned = [site.total(cheat.person, lesson).credited_ms for lesson in ("lesson-1", "lesson-2")]
    assert earned == [20_000, 20_000]
