"""Records and papers used again."""

from __future__ import annotations

import random
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from tests.oversight.screening.folder import a_class, daily, enrolled, findings, severities


def moved(row: dict[str, Any], shift: timedelta) -> dict[str, Any]:
    return row | {at: (datetime.fromisoformat(row[at]) + shift).isoformat() for at in ("started_at", "ended_at")}


def test_a_record_moved_in_time_stops_the_copy_and_its_model_is_looked_at(tmp_path: Path) -> None:
    dice = random.Random(5)
    honest = [row for n in range(40) for row in daily(f"P{n}", 20, dice)]
    shift = timedelta(days=14, hours=3)
    copy = [moved(row, shift) | {"class_no": "C2", "person_id": "X"} for row in honest if row["person_id"] == "P3"]
    found = severities(tmp_path, "reused_records", sessions=honest + copy)
    assert found == {"X": "stop", "P3": "look"}


def test_the_same_people_under_another_project_are_looked_at(tmp_path: Path) -> None:
    people = [f"P{n}" for n in range(10)]
    later = {"class_start": "2020-05-01", "class_end": "2020-05-20"}
    classes = [a_class("C1", project="焊工"), a_class("C2", project="法律"), a_class("C3", project="法律", **later)]
    roster = [row for number in ("C1", "C2", "C3") for row in enrolled(*people, class_no=number)]
    assert severities(tmp_path, "reused_papers", classes=classes, roster=roster) == {"C1": "look", "C2": "look"}


def test_a_class_paid_already_under_another_name_stops(tmp_path: Path) -> None:
    dates = {"class_start": "2020-03-02", "class_end": "2020-03-27"}
    award = {"person_id": "P1", "programme": "x/y", "class_no": "C1", "project": "焊工", **dates}
    other = award | {"person_id": "P2", "class_no": "C9"}
    same = award | {"person_id": "P3", "project": "钳工"}
    files = {
        "classes": [a_class("C1", project="钳工")],
        "roster": enrolled("P1", "P2", "P3"),
        "awards": [award, other, same],
    }
    assert severities(tmp_path, "reused_papers", **files) == {"P1": "stop", "P2": "look"}
    (one, _) = findings(tmp_path, "reused_papers", **files)
    assert "焊工" in one["evidence"]
