"""The tables of a case, as `yunpei screen` reads them from files: people under opaque ids, classes under their filings' numbers.

Bounded: the case's own class and, of its people, its firm and its teacher, the classes of the months around it, nearest first;
and who else is paid to the accounts of its people.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import polars as pl

from yunpei.casework import queries as casework
from yunpei.casework.types import CaseSubject
from yunpei.evidence import queries as evidence
from yunpei.funds import queries as funds
from yunpei.learning import queries as learning
from yunpei.oversight import registers
from yunpei.oversight.holders import Holder, holders, taught_by
from yunpei.oversight.screening.files import FILES
from yunpei.oversight.screening.reading import TYPES, Tables
from yunpei.people import queries as people
from yunpei.training import queries as training
from yunpei.training.types import ClassFacts, ClassState, RosterLineFacts

AROUND = timedelta(days=92)
MOST_CLASSES = 40
MOST_PAYEES = 500  # other lines that are paid to the accounts of a case


@dataclass(frozen=True)
class Gathered:
    """The tables of a case, and what its findings are read back with."""

    tables: Tables
    class_number: str  # under which the case's class stands in the tables; "" for an application
    persons: dict[str, int]  # opaque id → person, of the case's lines


def gather(case: CaseSubject) -> Gathered:
    """All that is known of a case's people and class. Raises BadReceipt where a stored receipt was changed, StoreDown."""
    held = training.class_of(case.class_id) if case.class_id is not None else None
    ids = sorted({one.person_id for one in case.lines if one.person_id is not None})
    persons = people.persons(ids)
    keys = {card.public_id: card.id for card in persons.values()}
    near = _classes(held, ids)
    held_by = holders(near)
    more = [] if held is None else taught_by(held_by[held.id], but=near, within=_around(held))
    classes, held_by = [*near, *more], held_by | holders(more)
    rosters = training.lines_of_rosters(one.roster_id for one in classes)
    firms = people.organisations({one.organisation_id for one in classes} | ({case.organisation_id or 0} - {0}))
    phones = {card.public_id: card.phone for card in persons.values()}
    tables: dict[str, pl.DataFrame] = {}
    if held is None:
        firm = firms.get(case.organisation_id or 0)
        employer = firm.credit_code if firm else None
        roster = _applied(case, persons, employer)
    else:
        roster = _rostered(classes, rosters, firms, phones)
        tables["classes"] = _frame("classes", _class_rows(classes, firms, held_by))
        tables["sessions"] = _frame("sessions", _sessions(near, held, set(keys)))
        tables["answers"] = _frame("answers", _answers(held))
    tables["roster"] = _frame(
        "roster", _with_accounts(case, held.case_number if held else case.number, roster, persons)
    )
    tables["awards"] = _frame("awards", _awards(case, {card.id: card.public_id for card in persons.values()}))
    blinds = people.person_blinds(ids)
    codes = {one.credit_code for one in firms.values()}
    tables |= registers.tables(
        case.region, {blind: persons[one].public_id for one, blind in blinds.items() if one in persons}, codes
    )
    return Gathered(tables, held.case_number if held else "", keys)


def _around(held: ClassFacts) -> tuple[date, date]:
    return held.starts_on - AROUND, held.ends_on + AROUND


def _classes(held: ClassFacts | None, ids: Sequence[int]) -> list[ClassFacts]:
    """The class, then its people's and its firm's other ones around it, the nearest first."""
    if held is None:
        return []
    first, last = _around(held)
    others = {one.id: one for one in training.classes_of_people(ids, first=first, last=last)}
    for one in training.classes_of_organisation(held.organisation_id):
        if one.starts_on <= last and one.ends_on >= first and one.state is not ClassState.CANCELLED:
            others.setdefault(one.id, one)
    others.pop(held.id, None)
    near = sorted(others.values(), key=lambda one: (abs((one.starts_on - held.starts_on).days), one.id))
    return [held, *near[: MOST_CLASSES - 1]]


def _rostered(
    classes: Iterable[ClassFacts], rosters: dict[int, list[RosterLineFacts]], firms: Any, phones: dict[str, str]
) -> list[dict[str, Any]]:
    return [
        {
            "class_no": held.case_number,
            "person_id": line.person,
            "employer_id": firms[held.organisation_id].credit_code,
            "phone": phones.get(line.person) or None,
            "worker_kind": line.worker_kind,
        }
        for held in classes
        for line in rosters.get(held.roster_id, [])
    ]


def _applied(case: CaseSubject, persons: Any, employer: str | None) -> list[dict[str, Any]]:
    return [
        {
            "class_no": case.number,
            "person_id": persons[line.person_id].public_id,
            "employer_id": employer,
            "phone": persons[line.person_id].phone or None,
        }
        for line in case.lines
        if line.person_id in persons
    ]


def _with_accounts(case: CaseSubject, own: str, roster: list[dict[str, Any]], persons: Any) -> list[dict[str, Any]]:
    """The roster with the marks of the accounts that its people are paid to, and everyone else who is paid to one of these."""
    marks = funds.account_marks(one.id for one in case.lines)
    if not marks:
        return roster
    of = {persons[one.person_id].public_id: marks.get(one.id) for one in case.lines if one.person_id in persons}
    rows = [row | {"bank_account": of.get(row["person_id"]) if row["class_no"] == own else None} for row in roster]
    alike = funds.lines_paid_to(marks.values(), most=MOST_PAYEES)
    elsewhere = casework.people_of_lines(alike.keys() - marks.keys())
    others = people.persons({person for _, _, person, _ in elsewhere})
    firms = people.organisations({firm for *_, firm in elsewhere if firm is not None})
    return rows + [
        {
            "class_no": number,
            "person_id": others[person].public_id,
            "employer_id": firms[firm].credit_code if firm is not None else None,
            "bank_account": alike[line],
        }
        for line, number, person, firm in elsewhere
    ]


def _class_rows(classes: Iterable[ClassFacts], firms: Any, held_by: dict[int, Holder]) -> list[dict[str, Any]]:
    return [
        {
            "class_no": one.case_number,
            "employer_id": firms[one.organisation_id].credit_code,
            "provider_id": held_by[one.id].provider or None,
            "project": one.project,
            "class_start": one.starts_on,
            "class_end": one.ends_on,
            "teacher_id": held_by[one.id].teacher or None,
            "planned_hours": float(one.planned_hours),
            "employer_scope": firms[one.organisation_id].business_scope,
        }
        for one in classes
    ]


def _sessions(classes: Sequence[ClassFacts], held: ClassFacts, ours: set[str]) -> list[dict[str, Any]]:
    """All of the class; of other classes those of the case's people."""
    return [
        {
            "class_no": one.case_number,
            "person_id": span.person,
            "lesson": span.lesson,
            "started_at": span.opened,
            "ended_at": span.ended,
            "credited_s": span.credited / 1000,
            "device": span.device,
        }
        for one in classes
        for span in evidence.studied(one.public_id)
        if one.id == held.id or span.person in ours
    ]


def _answers(held: ClassFacts) -> list[dict[str, Any]]:
    return [
        {
            "class_no": held.case_number,
            "person_id": one.person,
            "item": one.item,
            "answer": one.answer,
            "correct": one.right,
            "answered_at": int(one.at.timestamp() * 1000),
        }
        for one in learning.answers_given(held.id)
    ]


def _awards(case: CaseSubject, keys: dict[int, str]) -> list[dict[str, Any]]:
    return [
        {
            "person_id": keys[person],
            "programme": programme,
            "class_no": facts.get("class_no"),
            "project": facts.get("project"),
            "class_start": _day(facts.get("class_start")),
            "class_end": _day(facts.get("class_end")),
        }
        for person, facts, programme, _at in casework.awards_of(keys, but=case.number)
    ]


def _day(kept: Any) -> date | None:
    """A frozen fact's day; "there is none" is kept as an object."""
    return datetime.fromisoformat(kept).date() if isinstance(kept, str) else None


def _frame(name: str, rows: list[dict[str, Any]]) -> pl.DataFrame:
    """Rows as the file's table: every column there, keys once."""
    file = FILES[name]
    data = {header: [row.get(header) for row in rows] for header in file.columns}
    frame = pl.DataFrame(data, schema={header: TYPES[column.kind] for header, column in file.columns.items()})
    return frame.unique(subset=file.key, keep="first", maintain_order=True) if file.key else frame
