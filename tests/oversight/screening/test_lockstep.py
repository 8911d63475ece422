"""Scripts that begin together or on the dot, and people who sit down together."""

from __future__ import annotations

import random
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.oversight.screening.folder import MONDAY, daily, findings, severities, studied


@pytest.mark.parametrize("spread", [4, 10, 40])
def test_a_class_that_sits_down_together_is_honest(tmp_path: Path, spread: float) -> None:
    for seed in range(3):
        dice = random.Random(seed)
        sessions = [row for n in range(30) for row in daily(f"P{n}", 20, dice, spread=spread)]
        found = [one for one in findings(tmp_path, "lockstep", sessions=sessions) if one["severity"] == "stop"]
        assert found == []


@pytest.mark.parametrize("people", [3, 12, 30])
def test_a_ring_among_people_who_sit_down_together(tmp_path: Path, people: int) -> None:
    dice = random.Random(people)
    honest = [row for n in range(30 - people) for row in daily(f"P{n}", 20, dice)]
    model = daily("model", 20, dice)
    ring = [{**row, "person_id": f"R{n}"} for n in range(people) for row in model]
    found = severities(tmp_path, "lockstep", sessions=honest + ring)
    assert {person: severity for person, severity in found.items() if severity == "stop"} == {
        f"R{n}": "stop" for n in range(people)
    }


def on_the_dot(seconds: int) -> list[dict[str, Any]]:
    return [studied(f"P{n}", MONDAY + timedelta(days=day), seconds) for n in range(10) for day in range(20)]


def test_times_that_a_platform_rounds_to_minutes_stop_nobody(tmp_path: Path) -> None:
    assert set(severities(tmp_path, "lockstep", sessions=on_the_dot(2700)).values()) == {"look"}
    assert findings(tmp_path, "clockwork", sessions=on_the_dot(2700)) == []


def test_whole_minutes_at_the_start_alone_are_no_rounding(tmp_path: Path) -> None:
    assert set(severities(tmp_path, "lockstep", sessions=on_the_dot(2711)).values()) == {"stop"}


def test_the_same_second_each_day_stops_and_a_punctual_person_is_honest(tmp_path: Path) -> None:
    dice = random.Random(3)
    anchor = MONDAY.replace(second=17)
    sessions = daily("P1", 20, dice, spread=0, anchor=anchor) + daily("P2", 20, dice, spread=5, anchor=anchor)
    assert severities(tmp_path, "clockwork", sessions=sessions) == {"P1": "stop"}
