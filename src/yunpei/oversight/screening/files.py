"""The files that a screening reads: their columns, which of them must be there, and what a cell holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

# What a cell holds. `time` is ISO 8601 (no offset: Asia/Shanghai); `day` a date; `name` any text, blanks around it dropped.
NAME, TIME, DAY, NUMBER, YES_NO = "name", "time", "day", "number", "yes_no"


@dataclass(frozen=True, slots=True)
class Column:
    """One column. must: the file is unusable without it. filled: none of its cells may be empty."""

    kind: str = NAME
    must: bool = False
    filled: bool = False


@dataclass(frozen=True, slots=True)
class File:
    """One file of the folder. names: how it may be called, without its ending. key: of rows alike in it the first is kept."""

    columns: Mapping[str, Column]
    names: tuple[str, ...] = ()
    key: tuple[str, ...] = ()


KEY = Column(must=True, filled=True)
TEXT, DATE = Column(), Column(DAY)
_SINCE = {"from": Column(DAY, must=True, filled=True), "until": DATE}

FILES: Mapping[str, File] = {
    "roster": File(
        {
            "class_no": KEY,
            "person_id": KEY,
            "person_name": TEXT,
            "employer_id": TEXT,
            "bank_account": TEXT,
            "phone": TEXT,
            "worker_kind": TEXT,
        },
        key=("class_no", "person_id"),
    ),
    "sessions": File(
        {
            "class_no": KEY,
            "person_id": KEY,
            "lesson": TEXT,
            "started_at": Column(TIME, must=True, filled=True),
            "ended_at": Column(TIME, must=True, filled=True),
            "credited_s": Column(NUMBER),
            "device": TEXT,
            "ip": TEXT,
        }
    ),
    "answers": File(
        {
            "class_no": KEY,
            "person_id": KEY,
            "item": KEY,
            "answer": Column(must=True),
            "correct": Column(YES_NO, must=True),
            "answered_at": Column(TIME),
        }
    ),
    "classes": File(
        {
            "class_no": KEY,
            "employer_id": TEXT,
            "provider_id": TEXT,
            "project": TEXT,
            "class_start": DATE,
            "class_end": DATE,
            "teacher_id": TEXT,
            "planned_hours": Column(NUMBER),
            "employer_scope": TEXT,
        },
        key=("class_no",),
    ),
    "awards": File(
        {
            "person_id": KEY,
            "programme": TEXT,
            "employer_id": TEXT,
            "class_no": TEXT,
            "project": TEXT,
            "class_start": DATE,
            "class_end": DATE,
            "amount": TEXT,
        }
    ),
    "retired": File({"person_id": KEY, "since": Column(DAY, must=True, filled=True)}),
    "students": File({"person_id": KEY, "school": TEXT, **_SINCE}),
    "payroll": File({"person_id": KEY, "body": TEXT, **_SINCE}, names=("payroll", "public_staff")),
    "insured": File({"person_id": KEY, "employer_id": KEY, **_SINCE}),
    "deceased": File({"person_id": KEY, "on": Column(DAY, must=True, filled=True)}),
}
ENDINGS = (".parquet", ".csv")


def names_of(file: str) -> tuple[str, ...]:
    """How a file may be called, without its ending."""
    return FILES[file].names or (file,)
