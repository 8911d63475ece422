"""People named by others: on a roster, in a table, at the window. Many at once cost as many statements as one."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from yunpei.common import audit
from yunpei.common.actor import Actor
from yunpei.common.clock import day_of
from yunpei.common.errors import Problem
from yunpei.common.identifiers_db import new_id
from yunpei.common.language import Text
from yunpei.people import access, checks, idnumbers
from yunpei.people.models import Person
from yunpei.people.queries.persons import card_of, name_fit
from yunpei.people.types import Entered, Named, NameFit, Role

_NAME_DIFFERS = Text(
    "姓名与该身份证号码已登记的姓名不一致；请对照证件检查姓名和号码",
    "the name is not the one registered with this ID number; check both against the card",
)


def person_enter(*, name: str, id_number: str, by: Actor, at: datetime) -> int:
    """Enter one person as `persons_enter` does; the answer is their id.

    Raises Forbidden, Invalid (also where the number belongs to another name: one of the two is mistyped).
    """
    with transaction.atomic():
        (entered,) = persons_enter(people=[Named(name, id_number)], by=by, at=at)
        checks.refuse(list(entered.problems))
    return entered.id


@transaction.atomic
def persons_enter(*, people: Sequence[Named], by: Actor, at: datetime) -> list[Entered]:
    """Enter people from a list, in its order; who is known already keeps their id.

    Administrators of organisations, review offices and operations may. Of what is known only one thing ever changes: the name of
    someone who has not registered follows a newer list of the organisation that first named them. Whoever has problems is not
    entered and the caller decides about the others, in its own transaction. 2 queries, 5 where people are new. Raises Forbidden.
    """
    access.need(by, Role.ORG_ADMIN, Role.OFFICER_REVIEW, Role.OPS)
    today = day_of(at)
    faults = [checks.person_problems(one.name, one.id_number, today) for one in people]
    blinds = ["" if wrong else idnumbers.blind(one.id_number) for one, wrong in zip(people, faults, strict=True)]
    known = _known(set(blinds) - {""})
    new = {blind: one for one, blind in zip(people, blinds, strict=True) if blind and blind not in known}
    known |= _inserted(new, by, at)
    found, names = list[Entered](), dict[int, str]()
    for one, blind, wrong in zip(people, blinds, faults, strict=True):
        if wrong:
            found.append(Entered(0, tuple(wrong)))
            continue
        person = known[blind]
        fit = name_fit(card_of(person), one.name, organisation_id=by.organisation_id)
        if fit is NameFit.DIFFERS:
            found.append(Entered(0, (Problem("name", _NAME_DIFFERS),)))
            continue
        if fit is NameFit.FOLLOWS:
            names[person.pk] = checks.name_clean(one.name)
        found.append(Entered(person.pk, renamed=fit is NameFit.FOLLOWS))
    _rename(names, by, at)
    return found


def _known(blinds: Collection[str]) -> dict[str, Person]:
    return {row.id_blind: row for row in Person.objects.filter(id_blind__in=blinds).defer("id_encrypted")}


def _inserted(new: Mapping[str, Named], by: Actor, at: datetime) -> dict[str, Person]:
    """The new people; those whom someone else entered at the same moment are found instead."""
    if not new:
        return {}
    # In one order whoever enters them, so that two lists of the same people wait for each other and do not lock up.
    made = {blind: _person(new[blind], by, at) for blind in sorted(new)}
    Person.objects.bulk_create(made.values(), ignore_conflicts=True)
    rows = _known(made)
    own = [row for blind, row in rows.items() if row.public_id == made[blind].public_id]
    entries = [("person_enter", row.public_id, {"id_masked": row.id_masked}) for row in own]
    audit.record_all(by=by, at=at, subject_type="person", entries=entries)
    return rows


def _person(one: Named, by: Actor, at: datetime) -> Person:
    public_id = new_id()
    kept = idnumbers.kept(one.id_number, public_id)
    return Person(
        public_id=public_id,
        name=checks.name_clean(one.name),
        id_encrypted=kept.encrypted,
        id_blind=kept.blind,
        id_masked=kept.masked,
        birth=kept.birth,
        entered_at=at,
        entered_by_id=by.organisation_id,
    )


def _rename(names: Mapping[int, str], by: Actor, at: datetime) -> None:
    if not names:
        return
    rows = list(Person.objects.select_for_update().filter(pk__in=names, account__isnull=True).order_by("pk"))
    entries = list[tuple[str, object, dict[str, Any]]]()
    for row in rows:
        detail = {"name": [row.name, names[row.pk]], "id_masked": row.id_masked}
        entries.append(("person_rename", row.public_id, detail))
        row.name = names[row.pk]
    Person.objects.bulk_update(rows, ["name"], batch_size=200)
    audit.record_all(by=by, at=at, subject_type="person", entries=entries)
