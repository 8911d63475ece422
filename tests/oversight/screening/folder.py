"""A folder of a few invented rows, screened."""

from __future__ import annotations

import csv
import random
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import polars as pl

from yunpei.oversight.screening.files import FILES
from yunpei.oversight.screening.findings import told
from yunpei.oversight.screening.reading import read_folder
from yunpei.oversight.screening.screening import screen

Rows = Sequence[dict[str, Any]]
MONDAY = datetime(2020, 3, 2, 12, 30)


def write(folder: Path, **files: Rows) -> Path:
    """One CSV a file, with all its columns."""
    for name, rows in files.items():
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(FILES[name].columns))
            writer.writeheader()
            writer.writerows(rows)
    return folder


def findings(folder: Path, rule: str, **files: Rows) -> list[dict[str, Any]]:
    """What one rule finds, in order."""
    found = screen(read_folder(write(folder, **files)).tables).findings
    return told(found.filter(pl.col("rule") == rule)).to_dicts()


def severities(folder: Path, rule: str, **files: Rows) -> dict[str, str]:
    """person_id (or class_no of a finding about a class) → severity."""
    return {one["person_id"] or one["class_no"]: one["severity"] for one in findings(folder, rule, **files)}


def a_class(class_no: str = "C1", **more: Any) -> dict[str, Any]:
    """A class of March 2020."""
    return {"class_no": class_no, "employer_id": "E1", "class_start": "2020-03-02", "class_end": "2020-03-27"} | more


def enrolled(*people: str, class_no: str = "C1", **more: Any) -> list[dict[str, Any]]:
    """Roster rows."""
    return [{"class_no": class_no, "person_id": person, "employer_id": "E1"} | more for person in people]


def studied(person: str, at: datetime, seconds: int = 2700, *, class_no: str = "C1", **more: Any) -> dict[str, Any]:
    """One session, all of it credited."""
    return {
        "class_no": class_no,
        "person_id": person,
        "started_at": at.isoformat(),
        "ended_at": (at + timedelta(seconds=seconds)).isoformat(),
        "credited_s": seconds,
    } | more


def daily(
    person: str, days: int, dice: random.Random, *, spread: float = 40, anchor: datetime = MONDAY, class_no: str = "C1"
) -> list[dict[str, Any]]:
    """A session each day around the same time, as people are punctual, of about the same length."""
    rows = []
    for day in range(days):
        at = anchor + timedelta(days=day, seconds=round(dice.gauss(0, spread)))
        rows.append(studied(person, at, 2700 + dice.randrange(200), class_no=class_no))
    return rows
