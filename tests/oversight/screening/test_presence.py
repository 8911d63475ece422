"""Two things at once, more time than passed, no rest; and the honest who come close."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.oversight.screening.folder import MONDAY, enrolled, findings, severities, studied


@pytest.mark.parametrize(("overlap", "severity"), [(30, None), (120, "look"), (900, "stop")])
def test_the_same_hour_in_two_classes(tmp_path: Path, overlap: int, severity: str | None) -> None:
    second = MONDAY + timedelta(seconds=2700 - overlap)
    sessions = [studied("P1", MONDAY), studied("P1", second, class_no="C2"), studied("P2", second)]
    found = severities(tmp_path, "parallel_study", sessions=sessions)
    assert found == ({"P1": severity} if severity else {})


def test_a_session_left_open_that_was_not_credited_twice_is_honest(tmp_path: Path) -> None:
    left_open = studied("P1", MONDAY, 7200, credited_s=1800)
    sessions = [left_open, studied("P1", MONDAY + timedelta(seconds=3600), 2700, class_no="C2")]
    assert findings(tmp_path, "parallel_study", sessions=sessions) == []


def test_more_credited_than_passed(tmp_path: Path) -> None:
    sessions = [studied("P1", MONDAY, 600, credited_s=2700), studied("P2", MONDAY, 600, credited_s=630)]
    assert severities(tmp_path, "credited_beyond_elapsed", sessions=sessions) == {"P1": "stop"}


@pytest.mark.parametrize(("hours", "severity"), [(10, None), (13, "look"), (17, "stop")])
def test_hours_of_one_day(tmp_path: Path, hours: int, severity: str | None) -> None:
    first = MONDAY.replace(hour=1)
    sessions = [studied("P1", first + timedelta(hours=1.3 * n), 3600) for n in range(hours)]
    assert severities(tmp_path, "impossible_day", sessions=sessions) == ({"P1": severity} if severity else {})


def test_a_night_over_two_days_counts_for_each_day_what_is_of_it(tmp_path: Path) -> None:
    late = MONDAY.replace(hour=16)
    sessions = [studied("P1", late, 16 * 3600)]
    assert findings(tmp_path, "impossible_day", sessions=sessions) == []
    assert severities(tmp_path, "no_rest", sessions=sessions) == {"P1": "look"}


def _device(people: int, step: int, seconds: int = 2700, days: int = 3) -> list[dict[str, Any]]:
    return [
        studied(f"P{n}", MONDAY + timedelta(days=day, seconds=n * step), seconds, device="D1")
        for day in range(days)
        for n in range(people)
    ]


def test_one_device_at_the_same_time(tmp_path: Path) -> None:
    people = [f"P{n}" for n in range(4)]
    found = severities(tmp_path, "device_parallel", sessions=_device(4, 60), roster=enrolled(*people))
    assert found == dict.fromkeys(people, "stop")


def test_a_family_that_takes_turns_is_honest(tmp_path: Path) -> None:
    sessions = _device(5, 2760)
    assert findings(tmp_path, "device_parallel", sessions=sessions, roster=enrolled("P0")) == []
    assert findings(tmp_path, "device_shared", sessions=sessions) == []


def test_a_device_handed_on_faster_than_people_can(tmp_path: Path) -> None:
    found = severities(tmp_path, "device_shared", sessions=_device(7, 2703, days=2))
    assert set(found.values()) == {"stop"}


def test_a_workshop_whose_computer_is_handed_on_at_leisure_is_looked_at(tmp_path: Path) -> None:
    found = severities(tmp_path, "device_shared", sessions=_device(8, 2700 + 90, days=2))
    assert set(found.values()) == {"look"}


def test_a_name_that_many_firms_people_have_is_no_device(tmp_path: Path) -> None:
    sessions = _device(12, 60)
    roster = [row for n in range(12) for row in enrolled(f"P{n}", employer_id=f"E{n}")]
    assert findings(tmp_path, "device_parallel", sessions=sessions, roster=roster) == []
