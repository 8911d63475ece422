"""What is done to rosters: put one up whole for a filing, add someone later in plain sight."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from datetime import date, datetime

from django.db import IntegrityError, transaction

from yunpei.common import audit
from yunpei.common.actor import Actor
from yunpei.common.errors import Conflict, Invalid, NotFound, Problem
from yunpei.common.identifiers import mask_person_id, person_id_problem
from yunpei.common.language import Text
from yunpei.people import actions as people
from yunpei.people import queries as people_queries
from yunpei.policy.words import WORKER_KINDS
from yunpei.training.access import require_organisation
from yunpei.training.models import Roster, RosterLine, TrainingClass
from yunpei.training.roster import MOST_ROWS, BadCell, RosterRead, check_people
from yunpei.training.states import CLASS
from yunpei.training.types import RosterRow


@transaction.atomic
def roster_put(*, organisation_id: int, rows: Sequence[RosterRow], first_day: date, by: Actor, at: datetime) -> int:
    """Take over a roster whole, for a class filing, and return its id; nothing of it is kept when one row is bad.

    rows: as `roster.read` gives them. first_day: of the class, nobody may be under 16 then. People not known yet are
    entered and get their account when they register. The organisation's administrators.
    Raises NotFound, Forbidden; Invalid with every bad row, its field being `row N`.
    """
    require_organisation(by, organisation_id, "org_admin")
    if problems := _problems(rows, first_day):
        raise Invalid(problems)
    made = Roster.objects.create(organisation_id=organisation_id, made_at=at)
    _add_lines(made, rows, by, at, filed=True)
    detail = {"organisation": organisation_id, "people": len(rows)}
    audit.record(by=by, at=at, verb="roster_put", subject_type="roster", subject_id=made.public_id, detail=detail)
    return made.pk


@transaction.atomic
def roster_add(*, class_id: int, rows: Sequence[RosterRow], by: Actor, at: datetime) -> None:
    """Add people to a class after its plan was approved: their lines say so, and the claim shows it (PL01).

    The organisation's administrators, while the class is planned or open. Raises NotFound, Forbidden, Conflict, Invalid.
    """
    held = TrainingClass.objects.select_for_update().filter(pk=class_id).first()
    if held is None:
        raise NotFound
    require_organisation(by, held.organisation_id, "org_admin")
    CLASS.row(held.state, "add_person")
    if problems := _problems(rows, held.starts_on):
        raise Invalid(problems)
    roster = Roster.objects.get(pk=held.roster_id)
    if roster.lines.count() + len(rows) > MOST_ROWS:
        raise Invalid([Problem("rows", Text(f"一个班最多{MOST_ROWS}人", f"a class has at most {MOST_ROWS} people"))])
    _add_lines(roster, rows, by, at, filed=False)
    detail = {"people": len(rows), "id_masked": [mask_person_id(row.person_id) for row in rows]}
    audit.record(by=by, at=at, verb="roster_add", subject_type="class", subject_id=held.public_id, detail=detail)


def check_names(found: RosterRead) -> None:
    """Add to what was read the rows whose number is known here under another name, so that all faults are told at once.

    The name that is known is not told: who typed a number learns nothing about its owner. 1 query.
    """
    known = people_queries.persons_by_id_numbers([row.person_id for row in found.rows])
    index = found.columns.get("person_name")
    for row in found.rows:
        card = known.get(row.person_id)
        if card is not None and _plain(card.name) != _plain(row.name):
            header = found.header[index] if index is not None else "姓名"
            found.bad.append(BadCell(row.row, header, index, _NAME_DIFFERS))


_NAME_DIFFERS = Text(
    "姓名与该身份证号码已登记的姓名不一致；请对照证件检查姓名和号码",
    "the name is not the one known with this ID number; check both against the card",
)


def _plain(name: str) -> str:
    return "".join(one for one in unicodedata.normalize("NFKC", name) if one.isalnum())


def lock(roster_id: int, *, organisation_id: int, at: datetime) -> Problem | None:
    """Bind a roster to the class being made, or say why it cannot be. Inside the caller's transaction."""
    roster = Roster.objects.select_for_update().filter(pk=roster_id, organisation_id=organisation_id).first()
    if roster is None:
        return Problem("roster_id", Text("没有这份花名册，或不是本单位的", "no such roster of this organisation"))
    if roster.locked_at is not None:
        return Problem("roster_id", Text("这份花名册已用于另一个班级", "this roster belongs to another class already"))
    roster.locked_at = at
    roster.save(update_fields=["locked_at"])
    return None


def _problems(rows: Sequence[RosterRow], first_day: date) -> list[Problem]:
    if not rows:
        return [Problem("rows", Text("花名册里没有人员", "the roster has nobody on it"))]
    found = []
    for one in rows:
        if problem := person_id_problem(one.person_id):
            found.append(Problem(f"row {one.row}", problem))
        if one.worker_kind not in WORKER_KINDS:
            found.append(Problem(f"row {one.row}", Text("人员类别不在可选范围内", "not a kind of worker")))
    if not found:
        found += [Problem(f"row {cell.row}", cell.reason) for cell in check_people(rows, first_day=first_day)]
    return found


def _add_lines(roster: Roster, rows: Sequence[RosterRow], by: Actor, at: datetime, *, filed: bool) -> None:
    problems, lines = [], []
    for one in rows:
        try:
            person_id = people.person_enter(name=one.name, id_number=one.person_id, by=by, at=at)
        except Invalid as error:  # all rows are gone through, so that everything is told at once
            problems += [Problem(f"row {one.row}", problem.text) for problem in error.problems]
            continue
        lines.append(
            RosterLine(
                roster=roster,
                person_id=person_id,
                name=one.name,
                id_masked=mask_person_id(one.person_id),
                worker_kind=one.worker_kind,
                post=one.post,
                row=one.row,
                added_at=at,
                filed=filed,
            )
        )
    if problems:
        raise Invalid(problems)
    try:
        with transaction.atomic():
            RosterLine.objects.bulk_create(lines)
    except IntegrityError:
        raise Conflict(
            Text("其中有人已在本班花名册上", "someone of these is on the roster of this class already")
        ) from None
