"""Seek to the end: drag the slider, watch the last seconds, be done.

Claim: in a first viewing nothing ahead of what was watched counts, and no lesson earns more than was watched of it.
Asserts: time after a jump ahead is excluded until one goes back; watching one stretch over and over earns it once.
Remains: after a lost line the film may have run on by itself, so one may go on from there; what was missed stays a hole.
"""

from __future__ import annotations

from tests.attacks.harness import Learner, Running


def test_the_slider_at_the_end(site: Running, cheat: Learner) -> None:
    for position in (585_000, 600_000, 600_000):
        site.passes(15)
        cheat.beat(position)
    total = site.total(cheat.person)
    assert total.credited_ms == 0
    assert total.excluded_ms == {"seek": 45_000}
    assert total.furthest_ms <= 45_000 * 1.25


def test_the_slider_at_the_end_and_said_so(site: Running, cheat: Learner) -> None:
    site.passes(15)
    cheat.beat(600_000, start=585_000)
    assert site.total(cheat.person).credited_ms == 0


def test_closing_and_opening_does_not_move_the_wall(site: Running, cheat: Learner) -> None:
    site.passes(15)
    cheat.beat(590_000)
    assert cheat.open().body["position"] <= 18_750
    site.passes(10)
    cheat.beat(600_000, start=590_000)
    assert site.total(cheat.person).credited_ms == 0


def test_a_silence_in_place_of_the_film(site: Running, cheat: Learner) -> None:
    """Open, wait as long as the lesson is, watch the last minute."""
    site.passes(540)
    cheat.beat(540_000)
    site.watch(cheat, 60)
    total = site.total(cheat.person)
    assert total.credited_ms == 60_000
    assert total.excluded_ms == {"gap": 540_000}
    assert not total.finished


def test_the_first_ten_seconds_for_ever(site: Running, cheat: Learner) -> None:
    for _ in range(20):
        site.passes(10)
        cheat.beat(10_000, start=0)
    total = site.total(cheat.person)
    assert total.credited_ms <= 11_000
    assert total.excluded_ms["repeat"] >= 189_000
