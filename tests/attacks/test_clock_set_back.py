"""The clock goes backwards: the server's time is set back, by mistake or on purpose, so that hours are lived twice.

Claim: study time never goes back; where the clock does, it stands still until it has caught up.
Asserts: an hour set back earns 0 ms, and heartbeats are answered all the same; client clocks are never asked.
Remains: a server clock set forward counts as time passed: readiness compares it with the worker's own, and checkpoints
carry time-stamps from outside where an authority is configured.
"""

from __future__ import annotations

from tests.attacks.harness import Learner, Running


def test_an_hour_set_back(site: Running, honest: Learner) -> None:
    site.passes(-3_600)
    try:
        for n in range(1, 4):
            site.passes(15)
            assert honest.beat(60_000 + n * 15_000).status == 200
        assert site.total(honest.person).credited_ms == 60_000
    finally:
        site.passes(3_600 - 45)
