"""Forged duration: one request says that everything was watched.

Claim: no credit faster than the server's own time, whatever position, rate or count a heartbeat names.
Asserts: a jump of the position earns 0 ms; values outside the form are refused and earn 0 ms; a forged receipt is refused.
Remains: nothing is gained. Time that really passes while a film plays for nobody is the matter of challenges.
"""

from __future__ import annotations

import pytest

from tests.attacks.harness import Learner, Running


def test_the_whole_lesson_in_one_heartbeat(site: Running, cheat: Learner) -> None:
    site.passes(15)
    assert cheat.beat(600_000).status == 200
    total = site.total(cheat.person)
    assert total.credited_ms == 0
    assert total.excluded_ms == {"seek": 15_000}


def test_played_from_the_start_in_no_time(site: Running, cheat: Learner) -> None:
    site.passes(15)
    assert cheat.beat(600_000, start=0).status == 200
    assert site.total(cheat.person).credited_ms == 0


@pytest.mark.parametrize(
    "claim",
    [
        {"position": -1},
        {"position": 1e9},
        {"position": "600000"},
        {"position": True},
        {"rate": 0},
        {"rate": -1},
        {"rate": 1e300},
        {"state": "finished"},
        {"visible": 1},
        {"credited_ms": 600_000},
        {"elapsed": 600},
        {"answer": {"a": 1}},
    ],
)
def test_other_words_are_refused(site: Running, cheat: Learner, claim: dict[str, object]) -> None:
    site.passes(15)
    assert cheat.beat(**claim).status == 400  # type: ignore[arg-type]
    assert site.total(cheat.person).elapsed_ms == 0


def test_a_receipt_written_by_oneself(site: Running, cheat: Learner) -> None:
    parts = cheat.receipt.split("|")
    parts[15] = parts[18] = "600000"
    assert cheat.beat(0, receipt="|".join(parts)).status == 403
    assert site.total(cheat.person).credited_ms == 0
