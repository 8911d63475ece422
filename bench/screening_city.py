"""An invented city for the screening bench: honest classes of many habits, and frauds of every kind from mild to gross.

Nobody in it exists: persons are numbered, not named. The same seed makes the same city.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import polars as pl

LESSON_S = 2700
SESSIONS = 20
ITEMS = 24
FIRST = date(2020, 3, 2)
TRADES = (("焊工", "钢结构制造与安装"), ("中式烹调师", "餐饮服务；食品销售"), ("养老护理员", "养老服务；家政服务"),
          ("电子商务师", "网上零售；信息咨询"), ("缝纫工", "服装制造与销售"), ("安全生产", "房地产开发"))  # fmt: skip
FOREIGN = {"焊工": "美容美发服务", "中式烹调师": "软件开发", "养老护理员": "塑料制品加工", "电子商务师": "矿山开采",
           "缝纫工": "物业管理；保安服务", "安全生产": ""}  # fmt: skip
Row = dict[str, Any]


@dataclass
class City:
    """Rows of every file, and who is planted: kind of fraud → (class_no, person_id) or (class_no, ""), with its level 1 to 3."""

    random: random.Random
    files: dict[str, list[Row]] = field(default_factory=lambda: defaultdict(list))
    planted: dict[str, dict[tuple[str, str], int]] = field(default_factory=lambda: defaultdict(dict))
    persons: int = 0
    by_class: dict[str, list[Row]] = field(default_factory=dict)
    sessions: dict[tuple[str, str], list[Row]] = field(default_factory=dict)
    answers: dict[tuple[str, str], list[Row]] = field(default_factory=dict)
    classes: dict[str, Row] = field(default_factory=dict)

    def person(self) -> str:
        """A new person's number."""
        self.persons += 1
        return f"P{self.persons:07d}"

    def plant(self, kind: str, class_no: str, person: str, level: int) -> None:
        """Remember a fraud."""
        self.planted[kind][class_no, person] = level

    def write(self, folder: Path) -> None:
        """Every file as Parquet (sessions, answers) or CSV."""
        folder.mkdir(parents=True, exist_ok=True)
        self.files["classes"] = list(self.classes.values())
        self.files["roster"] = [row for rows in self.by_class.values() for row in rows]
        self.files["sessions"] = [row for rows in self.sessions.values() for row in rows]
        self.files["answers"] = [row for rows in self.answers.values() for row in rows]
        for name, rows in self.files.items():
            frame = pl.DataFrame(rows, infer_schema_length=None)
            if name == "sessions":
                clock = [
                    pl.from_epoch(pl.col(at), time_unit="s").dt.strftime("%Y-%m-%dT%H:%M:%SZ")
                    for at in ("started_at", "ended_at")
                ]
                frame = frame.with_columns(clock)
            if name in ("sessions", "answers"):
                frame.write_parquet(folder / f"{name}.parquet")
            else:
                frame.write_csv(folder / f"{name}.csv")


def build(classes: int, size: int = 30, seed: int = 1) -> City:
    """A city of so many classes."""
    city = City(random.Random(seed))
    for number in range(classes):
        _class(
            city, f"C{number:05d}", size, ("alone", "alone", "lunch", "night", "bell", "workshop", "family")[number % 7]
        )
    _registers(city)
    from bench.screening_frauds import FRAUDS

    names = sorted(city.classes)
    city.random.shuffle(names)
    each = max(3, classes // (len(FRAUDS) * 8))
    free = iter(names)
    for kind, fraud in FRAUDS.items():
        for place in range(each):
            fraud(city, kind, next(free), place % 3 + 1, next(free))
    return city


def _class(city: City, class_no: str, size: int, habit: str) -> None:
    dice = city.random
    employer, project = f"E{class_no[1:]}", dice.choice(TRADES)
    start = FIRST + timedelta(days=dice.randrange(60))
    city.classes[class_no] = {
        "class_no": class_no, "employer_id": employer, "provider_id": f"V{dice.randrange(60):03d}", "project": project[0],
        "class_start": start.isoformat(), "class_end": (start + timedelta(days=27)).isoformat(), "teacher_id": f"T{class_no[1:]}",
        "planned_hours": 24, "employer_scope": project[1],
    }  # fmt: skip
    people = [city.person() for _ in range(size)]
    phones = [f"1990{city.persons + n:07d}" for n in range(size)]
    if habit == "family":
        phones[:7] = [phones[0]] * 7
    accounts = [f"62{city.persons + n:014d}" for n in range(size)]
    if dice.random() < 0.3:
        accounts[1] = accounts[0]  # a couple
    shared = f"D{class_no}"
    base = {"lunch": 12.5, "night": 22.8, "bell": 19.0}.get(habit)
    days = sorted(dice.sample(range(27), SESSIONS))
    anchors = [_at(start, day, base) for day in days] if base else None
    for place, person in enumerate(people):
        city.by_class.setdefault(class_no, []).append(
            {"class_no": class_no, "person_id": person, "person_name": "虚构", "employer_id": employer,
             "bank_account": accounts[place], "phone": phones[place], "worker_kind": "employee"}
        )  # fmt: skip
        ip = f"10.{place}.1.1" if habit != "workshop" else "10.200.1.1"
        city.sessions[class_no, person] = _study(city, class_no, person, start, anchors, habit, f"D{person}", ip)
        city.answers[class_no, person] = sit(city, class_no, person, project[0], dice.gauss(1.3, 0.8))
    if habit == "family":
        _family_device(city, class_no, people[:4], shared)
    if habit == "alone" and dice.random() < 0.5:
        _twins(city, class_no, people[0], people[1])


def _at(start: date, day: int, hour: float) -> int:
    local = datetime.combine(start, datetime.min.time(), UTC) + timedelta(days=day, hours=hour - 8)
    return int(local.timestamp())


def _study(
    city: City, class_no: str, person: str, start: date, anchors: list[int] | None, habit: str, device: str, ip: str
) -> list[Row]:
    dice, rows = city.random, []
    evening = dice.uniform(17, 22)
    days = sorted(dice.sample(range(27), SESSIONS))
    for lesson in range(SESSIONS):
        if anchors is None:
            at = _at(start, days[lesson], evening) + int(dice.gauss(0, 1500))
        else:
            spread = {"lunch": 40.0, "night": 25.0, "bell": 7.0}[habit]
            at = anchors[lesson] + int(dice.gauss(0, spread))
        rows.append(session(city, class_no, person, lesson, at, device, ip))
    return rows


def session(
    city: City, class_no: str, person: str, lesson: int, at: int, device: str, ip: str, seconds: int = LESSON_S
) -> Row:
    """One honest session: a few pauses, a little not credited."""
    length = seconds + int(abs(city.random.gauss(0, 90)))
    return {
        "class_no": class_no, "person_id": person, "lesson": f"L{lesson:02d}", "started_at": at, "ended_at": at + length,
        "credited_s": seconds - city.random.randrange(20), "device": device, "ip": ip,
    }  # fmt: skip


def sit(city: City, class_no: str, person: str, project: str, ability: float) -> list[Row]:
    """An honest sheet: who is able is right more often; of the wrong answers one is common."""
    dice, rows = city.random, []
    for item in range(ITEMS):
        hard = ((item * 7) % 11) / 5 - 1
        right = dice.random() < 1 / (1 + 2.718 ** -(ability - hard))
        answer = "A" if right else dice.choices("BCD", (5, 3, 2))[0]
        rows.append(
            {"class_no": class_no, "person_id": person, "item": f"{project}-{item:02d}", "answer": answer,
             "correct": int(right), "answered_at": "2020-05-30T10:00:00"}
        )  # fmt: skip
    return rows


def _family_device(city: City, class_no: str, people: list[str], device: str) -> None:
    """Four of a family take turns on one phone, a minute apart."""
    for lesson in range(SESSIONS):
        at = city.sessions[class_no, people[0]][lesson]["started_at"]
        for person in people:
            row = session(city, class_no, person, lesson, at, device, "10.9.9.9")
            city.sessions[class_no, person][lesson] = row
            at = row["ended_at"] + 40 + city.random.randrange(200)


def _twins(city: City, class_no: str, one: str, other: str) -> None:
    """Two who learn side by side, sit down together, and make some of the same mistakes."""
    for lesson in range(SESSIONS):
        at = city.sessions[class_no, one][lesson]["started_at"] + int(city.random.gauss(0, 12))
        city.sessions[class_no, other][lesson] = session(city, class_no, other, lesson, at, f"D{other}", "10.8.8.8")
    for mine, theirs in zip(city.answers[class_no, one], city.answers[class_no, other], strict=True):
        if not mine["correct"] and city.random.random() < 0.3:
            theirs.update(answer=mine["answer"], correct=0)


def _registers(city: City) -> None:
    """Everyone insured where they work; some changed jobs, graduated or retired around the class, honestly."""
    dice = city.random
    for class_no, rows in city.by_class.items():
        start = date.fromisoformat(city.classes[class_no]["class_start"])
        for row in rows:
            since = start - timedelta(days=dice.randrange(100, 3000))
            luck = dice.random()
            if luck < 0.02:  # came from another firm not long ago
                moved = start - timedelta(days=dice.randrange(1, 90))
                city.files["insured"].append(
                    _span(row["person_id"], moved - timedelta(900), moved, employer_id="E-other")
                )
                since = moved
            elif luck < 0.03:  # graduated before the class
                until = start - timedelta(days=dice.randrange(1, 200))
                city.files["students"].append(
                    _span(row["person_id"], until - timedelta(1400), until, school="虚构学院")
                )
            city.files["insured"].append(_span(row["person_id"], since, None, employer_id=row["employer_id"]))


def _span(person: str, since: date, until: date | None, **more: str) -> Row:
    return {"person_id": person, **more, "from": since.isoformat(), "until": until.isoformat() if until else None}


Fraud = Callable[[City, str, str, int, str], None]
