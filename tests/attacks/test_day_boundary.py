"""Day boundaries: gain hours from midnight, time zones, or a browser whose clock is set to yesterday.

Claim: a day is a calendar day in China by the server's clock, and its limit is for all lessons and devices together; the client sends
no time at all.
Asserts: a session over midnight earns the old day's rest and then the new day's, never more than the limit on either; opening again
does not renew a day; time that waits for an answer over midnight counts for the day of the answer; a body that names a time is refused.
Remains: nothing.
"""

from __future__ import annotations

from datetime import date

from tests.attacks.harness import Learner, Running
from yunpei.evidence import queries

DAY_MS, CHINA_MS = 86_400_000, 28_800_000


def to_midnight(site: Running) -> float:
    """Seconds until the next midnight in China."""
    with site.study.store.reading() as tx:
        return (DAY_MS - (tx.now + CHINA_MS) % DAY_MS) / 1000


def by_day(site: Running, person: str) -> dict[date, int]:
    days: dict[date, int] = {}
    for _, day, ms in queries.credited_days(person, "class-1", study=site.study):
        days[day] = days.get(day, 0) + ms
    return days


def test_a_days_limit_is_not_renewed(site: Running, cheat: Learner) -> None:
    site.passes(to_midnight(site) - 15 * 60)
    capped = site.learner(f"capped-{cheat.person}")  # ten minutes a day
    capped.open("long")
    site.watch(capped, 12 * 60, every=40)
    assert capped.open("lesson-1").status == 201
    site.watch(capped, 2 * 60, every=40)
    site.watch(capped, 8 * 60, every=40)
    days = by_day(site, capped.person)
    assert len(days) == 2
    first, second = days[min(days)], days[max(days)]
    assert first == 600_000
    assert 0 < second <= 9 * 60_000
    assert site.total(capped.person, "lesson-1").excluded_ms["daily_cap"] >= 120_000


def test_what_waits_over_midnight(site: Running, asked: Learner) -> None:
    before = site.total(asked.person, "long").credited_ms
    site.passes(to_midnight(site) - 20)
    site.door.post("/study/heartbeat", {})
    asked.open("long")
    for _ in range(2):
        site.watch(asked, 15)
    site.passes(15)
    assert asked.beat(asked.position + 15_000, answer=asked.answer).body["day_ms"] == 45_000
    assert site.total(asked.person, "long").credited_ms == before + 45_000
    assert by_day(site, asked.person)[max(by_day(site, asked.person))] == 45_000


def test_a_time_of_ones_own(cheat: Learner) -> None:
    assert cheat.beat(15_000, at=1).status == 400
