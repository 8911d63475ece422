"""Frauds as they are planted in the invented city. level: 1 mild, 2, 3 gross. other: a class to copy from or to meet."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from bench.screening_city import FOREIGN, LESSON_S, SESSIONS, City, Fraud, Row, session


def _people(city: City, class_no: str, count: int) -> list[str]:
    """The last persons of a class: the first may be a family or twins."""
    return [row["person_id"] for row in city.by_class[class_no]][-count:]


def _start(city: City, class_no: str) -> date:
    return date.fromisoformat(city.classes[class_no]["class_start"])


def _registered(file: str, **words: str) -> Fraud:
    def fraud(city: City, kind: str, class_no: str, level: int, _other: str) -> None:
        for person in _people(city, class_no, level * 2):
            since = (_start(city, class_no) - timedelta(days=200 * level)).isoformat()
            if file == "insured":
                city.files[file] = [row for row in city.files[file] if row["person_id"] != person]
            day = {"retired": "since", "deceased": "on"}.get(file)
            dates: Row = {day: since} if day else {"from": since, "until": None}
            city.files[file].append({"person_id": person, **words, **dates})
            city.plant(kind, class_no, person, level)

    return fraud


def _parallel(city: City, kind: str, class_no: str, level: int, other: str) -> None:
    for person in _people(city, class_no, 3):
        for row in city.sessions[class_no, person][: 2 * level]:
            copy = session(city, other, person, 0, row["started_at"] + 1800 // level, f"D{person}", row["ip"])
            city.sessions.setdefault((other, person), []).append(copy)
        city.by_class[other].append({**city.by_class[class_no][0], "class_no": other, "person_id": person, "phone": None,
                                     "bank_account": None})  # fmt: skip
        city.plant(kind, class_no, person, level)


def _device(city: City, kind: str, class_no: str, level: int, _other: str) -> None:
    people = _people(city, class_no, (3, 8, 25)[level - 1])
    for lesson in range(SESSIONS):
        at = city.sessions[class_no, people[0]][lesson]["started_at"]
        for person in people:
            late = at + city.random.randrange(20, 900)
            city.sessions[class_no, person][lesson] = session(
                city, class_no, person, lesson, late, f"X{class_no}", "10.1.1.1"
            )
    for person in people:
        city.plant(kind, class_no, person, level)


def _relay(city: City, kind: str, class_no: str, level: int, _other: str) -> None:
    people = _people(city, class_no, (6, 9, 14)[level - 1])
    for lesson in range(SESSIONS):
        at = city.sessions[class_no, people[0]][lesson]["started_at"]
        for person in people:
            row = session(city, class_no, person, lesson, at, f"X{class_no}", "10.1.1.1", LESSON_S // len(people))
            city.sessions[class_no, person][lesson] = row
            at = row["ended_at"] + city.random.randrange(1, (14, 9, 4)[level - 1])
    for person in people:
        city.plant(kind, class_no, person, level)


def _lockstep(city: City, kind: str, class_no: str, level: int, _other: str) -> None:
    people = _people(city, class_no, (3, 10, 30)[level - 1])
    for lesson in range(SESSIONS):
        at = city.sessions[class_no, people[0]][lesson]["started_at"]
        for person in people:
            late = at + city.random.randrange(-2, 3) * (level == 1)
            city.sessions[class_no, person][lesson] = session(
                city, class_no, person, lesson, late, f"D{person}", "10.2.2.2"
            )
    for person in people:
        city.plant(kind, class_no, person, level)


def _clockwork(city: City, kind: str, class_no: str, level: int, _other: str) -> None:
    for person in _people(city, class_no, 3):
        for lesson, row in enumerate(city.sessions[class_no, person]):
            day = row["started_at"] // 86_400 * 86_400 + 39_613
            late = day + (city.random.randrange(0, 900) if level == 1 and lesson % 3 == 0 else city.random.randrange(2))
            city.sessions[class_no, person][lesson] = session(
                city, class_no, person, lesson, late, f"D{person}", row["ip"]
            )
        city.plant(kind, class_no, person, level)


def _marathon(city: City, kind: str, class_no: str, level: int, _other: str) -> None:
    for person in _people(city, class_no, 3):
        rows = city.sessions[class_no, person]
        at = rows[0]["started_at"] // 86_400 * 86_400 - 7 * 3600
        for lesson in range(SESSIONS):
            seconds = (2400, 3000, 3900)[level - 1]
            rows[lesson] = session(city, class_no, person, lesson, at, f"D{person}", rows[0]["ip"], seconds)
            at = rows[lesson]["ended_at"] + 60
        city.plant(kind, class_no, person, level)


def _copied(city: City, kind: str, class_no: str, level: int, _other: str) -> None:
    model, *copies = _people(city, class_no, (3, 8, 20)[level - 1])
    for person in copies:
        for mine, theirs in zip(city.answers[class_no, model], city.answers[class_no, person], strict=True):
            if city.random.random() < (0.8, 0.95, 1)[level - 1]:
                theirs.update(answer=mine["answer"], correct=mine["correct"])
    for person in (model, *copies):
        city.plant(kind, class_no, person, level)


def _sharing(what: str, counts: tuple[int, int, int]) -> Fraud:
    def fraud(city: City, kind: str, class_no: str, level: int, _other: str) -> None:
        for row in city.by_class[class_no][-counts[level - 1] :]:
            row[what] = f"{what}-{class_no}"
            city.plant(kind, class_no, row["person_id"], level)

    return fraud


def _teacher(city: City, kind: str, class_no: str, level: int, other: str) -> None:
    mine, theirs = city.classes[class_no], city.classes[other]
    start = date.fromisoformat(mine["class_start"]) + timedelta(days=(20, 10, 0)[level - 1])
    theirs.update(
        teacher_id=mine["teacher_id"], class_start=start.isoformat(), class_end=(start + timedelta(27)).isoformat()
    )
    city.plant(kind, class_no, "", level)


def _foreign(city: City, kind: str, class_no: str, level: int, _other: str) -> None:
    row = city.classes[class_no]
    if FOREIGN[row["project"]]:
        row["employer_scope"] = FOREIGN[row["project"]]
        city.plant(kind, class_no, "", level)


def _burst(city: City, kind: str, class_no: str, level: int, _other: str) -> None:
    """One person with several certificates within days."""
    for person in _people(city, class_no, 2):
        end = date.fromisoformat(city.classes[class_no]["class_end"])
        for n in range(1 + level):
            made = f"{class_no}-{person}-{n}"
            span = {"class_start": (end - timedelta(5)).isoformat(), "class_end": (end - timedelta(n)).isoformat()}
            city.classes[made] = {**city.classes[class_no], **span, "class_no": made, "teacher_id": None}
            city.by_class[made] = [{**city.by_class[class_no][0], "class_no": made, "person_id": person, "phone": None,
                                    "bank_account": None}]  # fmt: skip
        city.plant(kind, class_no, person, level)


def _dormant(city: City, kind: str, class_no: str, level: int, _other: str) -> None:
    people = {row["person_id"] for row in city.by_class[class_no]}
    start, end = (date.fromisoformat(city.classes[class_no][name]) for name in ("class_start", "class_end"))
    for row in city.files["insured"]:
        if row["person_id"] in people and row["employer_id"] != "E-other":
            row["from"] = (start - timedelta(days=10)).isoformat()
            row["until"] = (end + timedelta(days=20)).isoformat() if level > 1 else None
    city.plant(kind, class_no, "", level)


def _reused(city: City, kind: str, class_no: str, level: int, other: str) -> None:
    people = _people(city, class_no, 5 * level)
    for person, model in zip(people, _people(city, other, 5 * level), strict=True):
        shift = 86_400 * 7 + 3600
        kept = city.sessions[other, model][: (6, 10, SESSIONS)[level - 1]]
        city.sessions[class_no, person] = [
            {**row, "class_no": class_no, "person_id": person, "device": f"D{person}", "started_at": row["started_at"] + shift,
             "ended_at": row["ended_at"] + shift} for row in kept
        ]  # fmt: skip
        city.plant(kind, class_no, person, level)


def _papers(city: City, kind: str, class_no: str, level: int, _other: str) -> None:
    row = city.classes[class_no]
    made = {**row, "class_no": f"{class_no}-2", "project": "法律知识", "teacher_id": None}
    city.classes[made["class_no"]] = made
    city.by_class[made["class_no"]] = [
        {**person, "class_no": made["class_no"], "bank_account": None, "phone": None}
        for person in city.by_class[class_no]
    ]
    city.plant(kind, class_no, "", level)


FRAUDS: Mapping[str, Fraud] = {
    "retired": _registered("retired"),
    "student": _registered("students", school="虚构大学"),
    "deceased": _registered("deceased"),
    "public staff": _registered("payroll", body="虚构局"),
    "insured elsewhere": _registered("insured", employer_id="E-other"),
    "two classes at once": _parallel,
    "one device at once": _device,
    "one device in turn": _relay,
    "in step": _lockstep,
    "same second each day": _clockwork,
    "impossible hours": _marathon,
    "copied answers": _copied,
    "one bank account": _sharing("bank_account", (3, 6, 25)),
    "one phone": _sharing("phone", (5, 12, 30)),
    "teacher in two places": _teacher,
    "outside the business": _foreign,
    "certificates in a burst": _burst,
    "dormant firm": _dormant,
    "records used again": _reused,
    "papers used again": _papers,
}
