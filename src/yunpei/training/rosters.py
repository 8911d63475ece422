"""What is done to rosters: put one up whole for a filing, renew it by a newer file, add someone later in plain sight."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from itertools import islice

from django.db import transaction

from yunpei.common import audit
from yunpei.common.actor import Actor
from yunpei.common.errors import Conflict, Invalid, NotFound, Problem
from yunpei.common.identifiers import mask_person_id
from yunpei.common.language import Text
from yunpei.people import queries as people_queries
from yunpei.people.types import NameFit
from yunpei.training.access import require_organisation, require_roster
from yunpei.training.models import Roster, TrainingClass
from yunpei.training.queries import lines_digest
from yunpei.training.roster import MOST_ROWS, PIECE, RosterRead
from yunpei.training.roster_lines import Laying
from yunpei.training.states import CLASS
from yunpei.training.types import RosterChanges, RosterRow

_NAME_DIFFERS = Text(
    "姓名与该身份证号码已登记的姓名不一致；请对照证件检查姓名和号码",
    "the name is not the one known with this ID number; check both against the card",
)


@transaction.atomic
def roster_put(*, organisation_id: int, rows: Iterable[RosterRow], first_day: date, by: Actor, at: datetime) -> int:
    """Take over a roster whole, for a class filing, and return its id; nothing of it is kept when one row is bad.

    rows: as `roster.open_roster` gives them. first_day: of the class, nobody may be under 16 then. People not known yet are
    entered and get their account when they register. The organisation's administrators. A fixed number of statements per
    thousand rows. Raises NotFound, Forbidden; Invalid with every bad row, its field being `row N`.
    """
    require_roster(by, organisation_id)
    made = Roster.objects.create(organisation_id=organisation_id, made_at=at)
    changes = _laid(made, rows, first_day, by, at)
    detail = {"organisation": organisation_id, "people": changes.people}
    audit.record(by=by, at=at, verb="roster_put", subject_type="roster", subject_id=made.public_id, detail=detail)
    return made.pk


@transaction.atomic
def roster_renew(
    *, roster_id: int, rows: Iterable[RosterRow], first_day: date, by: Actor, at: datetime
) -> RosterChanges:
    """Bring a roster to what a newer file says: lines that are the same are not touched. Nothing changes when one row is bad.

    Each line that changed or went leaves its audit row, so that what an officer saw before can be told. The organisation's
    administrators, while the roster belongs to no class. Raises as roster_put does; Conflict for a roster of a class.
    """
    roster = Roster.objects.select_for_update().filter(pk=roster_id).first()
    if roster is None:
        raise NotFound
    require_organisation(by, roster.organisation_id, "org_admin")
    if roster.locked_at is not None:
        raise Conflict(Text("这份花名册已用于一个班级", "this roster belongs to a class already"))
    changes = _laid(roster, rows, first_day, by, at)
    counts = {"added": changes.added, "changed": changes.changed, "removed": changes.removed}
    detail = {"people": changes.people, **counts}
    audit.record(by=by, at=at, verb="roster_renew", subject_type="roster", subject_id=roster.public_id, detail=detail)
    return changes


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
    roster = Roster.objects.select_for_update().get(pk=held.roster_id)
    if roster.lines.count() + len(rows) > MOST_ROWS:
        raise Invalid([Problem("rows", Text(f"一个班最多{MOST_ROWS}人", f"a class has at most {MOST_ROWS} people"))])
    laying = Laying(roster, held.starts_on, by, at, filed=False)
    _lay(laying, rows)
    if laying.met:
        raise Conflict(Text("其中有人已在本班花名册上", "someone of these is on the roster of this class already"))
    detail = {"people": len(rows), "id_masked": [mask_person_id(row.person_id) for row in rows]}
    audit.record(by=by, at=at, verb="roster_add", subject_type="class", subject_id=held.public_id, detail=detail)


def check_names(found: RosterRead, rows: Sequence[RosterRow], *, organisation_id: int) -> list[int]:
    """Blame the rows whose number is known here under another name, so that all faults are told at once.

    The name that is known is not told: who typed a number learns nothing about its owner. The answer is the rows whose
    person was named by this organisation alone and has not registered: their name will follow. 1 query.
    """
    known = people_queries.persons_by_id_numbers([row.person_id for row in rows])
    follow = []
    for row in rows:
        card = known.get(row.person_id)
        fit = people_queries.name_fit(card, row.name, organisation_id=organisation_id) if card else NameFit.SAME
        if fit is NameFit.DIFFERS:
            found.blame(row, "person_name", _NAME_DIFFERS)
        elif fit is NameFit.FOLLOWS:
            follow.append(row.row)
    return follow


def pieces_of(rows: Iterable[RosterRow]) -> Iterator[list[RosterRow]]:
    """The rows, so many at a time."""
    walk = iter(rows)
    while piece := list(islice(walk, PIECE)):
        yield piece


def _laid(roster: Roster, rows: Iterable[RosterRow], first_day: date, by: Actor, at: datetime) -> RosterChanges:
    laying = Laying(roster, first_day, by, at)
    _lay(laying, rows)
    changes = laying.rest_removed()
    Roster.objects.filter(pk=roster.pk).update(digest=lines_digest(roster.pk))
    return changes


def _lay(laying: Laying, rows: Iterable[RosterRow]) -> None:
    for piece in pieces_of(rows):
        laying.put(piece)
    if not laying.people:
        raise Invalid([Problem("rows", Text("花名册里没有人员", "the roster has nobody on it"))])
    if laying.problems:
        raise Invalid(laying.problems)


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
