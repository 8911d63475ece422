"""A flood of heartbeats: many a second, in the hope that each earns its least.

Claim: heartbeats closer than 5 s earn nothing, and one session cannot fill the store.
Asserts: heartbeats 1 s apart earn 0 ms; without pause they are refused after thirty.
Remains: many sessions of many accounts can still be flooded with; the server in front has to limit by address.
"""

from __future__ import annotations

import time

from tests.attacks.harness import Learner, Running
from yunpei.evidence import queries


def test_one_a_second(site: Running, cheat: Learner) -> None:
    for n in range(1, 6):
        site.passes(1)
        cheat.beat(n * 1_000)
    total = site.total(cheat.person)
    assert total.credited_ms == 0
    assert set(total.excluded_ms) == {"spacing"}


def test_without_pause(site: Running, cheat: Learner) -> None:
    since = time.monotonic()
    statuses = [cheat.beat(0).status for _ in range(120)]
    workers_and_seconds = 2 * (30 + time.monotonic() - since)
    assert statuses.count(200) <= workers_and_seconds + 1
    assert 429 in statuses
    assert len(queries.receipts(cheat.person, "class-1", study=site.study)) <= workers_and_seconds + 2
