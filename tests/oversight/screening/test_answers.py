"""Copied sheets, and people who know and err alike."""

from __future__ import annotations

import math
import random
from datetime import timedelta
from pathlib import Path
from typing import Any

from tests.oversight.screening.folder import MONDAY, findings, severities

ITEMS = 24


def sheet(person: str, dice: random.Random, ability: float = 1.2) -> list[dict[str, Any]]:
    """An honest sheet: three wrong answers to each item, one of them common."""
    rows = []
    for item in range(ITEMS):
        right = dice.random() < 1 / (1 + math.exp(-(ability - ((item * 7) % 11) / 5 + 1)))
        answer = "A" if right else dice.choices("BCD", (5, 3, 2))[0]
        rows.append(
            {"class_no": "C1", "person_id": person, "item": f"Q{item:02d}", "answer": answer, "correct": int(right)}
        )
    return rows


def whole_class(dice: random.Random, people: int = 30) -> list[list[dict[str, Any]]]:
    return [sheet(f"P{n}", dice, dice.gauss(1.3, 0.8)) for n in range(people)]


def as_(person: str, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{**row, "person_id": person} for row in rows]


def flat(sheets: list[list[dict[str, Any]]]) -> list[dict[str, Any]]:
    return [row for rows in sheets for row in rows]


def test_honest_classes_are_not_stopped(tmp_path: Path) -> None:
    for seed in range(5):
        answers = flat(whole_class(random.Random(seed)))
        for rule in ("copied_answers", "identical_sheets"):
            assert "stop" not in severities(tmp_path, rule, answers=answers).values()


def test_copies_of_one_sheet_are_found(tmp_path: Path) -> None:
    sheets = whole_class(random.Random(7))
    weak = sheet("weak", random.Random(8), 0)
    answers = flat(sheets) + flat([as_(f"X{n}", weak) for n in range(4)])
    stopped = {f"X{n}": "stop" for n in range(4)}
    assert severities(tmp_path, "identical_sheets", answers=answers) == stopped
    found = severities(tmp_path, "copied_answers", answers=answers)
    assert {person: severity for person, severity in found.items() if person in stopped} == stopped


def test_all_right_on_an_easy_test_is_no_evidence(tmp_path: Path) -> None:
    perfect = [{**row, "answer": "A", "correct": 1} for row in sheet("P", random.Random(1))]
    answers = flat([as_(f"P{n}", perfect) for n in range(30)])
    assert findings(tmp_path, "copied_answers", answers=answers) == []
    assert findings(tmp_path, "identical_sheets", answers=answers) == []


def test_answers_faster_than_one_can_read_are_looked_at_and_a_sheet_sent_as_a_whole_is_not(tmp_path: Path) -> None:
    def timed(person: str, each: float) -> list[dict[str, Any]]:
        rows = sheet(person, random.Random(1))
        return [
            {**row, "answered_at": (MONDAY + timedelta(seconds=each * n)).isoformat()} for n, row in enumerate(rows)
        ]

    answers = timed("bot", 0.5) + timed("whole", 0) + timed("human", 15)
    assert severities(tmp_path, "answers_too_fast", answers=answers) == {"bot": "look"}
