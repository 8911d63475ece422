"""People, with their numbers masked; the full number only by person_full_id, which leaves an audit row."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction

from yunpei.common import audit
from yunpei.common.actor import Actor
from yunpei.common.errors import Forbidden, Invalid, NotFound, Problem
from yunpei.common.identifiers import person_id_problem
from yunpei.common.language import Text
from yunpei.people import access, checks, idnumbers
from yunpei.people.models import Person
from yunpei.people.types import NameFit, PersonCard


def card_of(row: Person) -> PersonCard:
    """The row as other rooms see it."""
    return PersonCard(
        id=row.pk,
        public_id=str(row.public_id),
        account_id=row.account_id,
        name=row.name,
        id_masked=row.id_masked,
        birth=row.birth,
        phone=row.phone,
        groups=tuple(row.groups),
        entered_by=row.entered_by_id,
    )


def name_fit(card: PersonCard, name: str, *, organisation_id: int | None) -> NameFit:
    """How a name on a list of this organisation (None: of an office) stands to the one that is known.

    What the holder of the number registered with never changes by a list, nor what another organisation wrote.
    """
    if checks.same_name(card.name, name):
        return NameFit.SAME
    own = organisation_id is not None and card.entered_by == organisation_id
    return NameFit.FOLLOWS if own and card.account_id is None else NameFit.DIFFERS


def persons(ids: Iterable[int]) -> Mapping[int, PersonCard]:
    """Many people by id, those who are there. One query, however many. The caller has judged who may."""
    return {row.pk: card_of(row) for row in Person.objects.filter(pk__in=list(ids)).defer("id_encrypted", "id_blind")}


def person(person_id: int) -> PersonCard:
    """One person by id. The caller has judged who may. Raises NotFound."""
    found = persons([person_id]).get(person_id)
    if found is None:
        raise NotFound
    return found


def person_by_public_id(public_id: str | UUID) -> PersonCard:
    """One person by the id that receipts and rosters name. The caller has judged who may. Raises NotFound."""
    row = Person.objects.filter(public_id=_uuid(public_id)).first()
    if row is None:
        raise NotFound
    return card_of(row)


def person_masked(person_id: int) -> str:
    """The ID number as lists and notices show it. Raises NotFound."""
    return person(person_id).id_masked


def person_of_account(account_id: int) -> PersonCard | None:
    """The person behind an account. The caller has judged who may."""
    row = Person.objects.filter(account_id=account_id).first()
    return card_of(row) if row else None


def person_seen(public_id: str | UUID, *, by: Actor) -> PersonCard:
    """A person by the id in an address: oneself, any office, operations. Raises NotFound for all others."""
    row = Person.objects.filter(public_id=_uuid(public_id)).first()
    if row is None or not access.sees_person(by, row.pk):
        raise NotFound
    return card_of(row)


def persons_by_id_numbers(id_numbers: Iterable[str]) -> Mapping[str, PersonCard]:
    """People by ID number, as typed; numbers that nobody here has, and malformed ones, are left out. One query.

    Tells whether a number is registered: for rosters and claims whose numbers the caller was given, never for a page
    that a stranger can ask.
    """
    asked = {number: idnumbers.blind(number) for number in id_numbers if person_id_problem(number) is None}
    rows = {row.id_blind: row for row in Person.objects.filter(id_blind__in=set(asked.values())).defer("id_encrypted")}
    return {number: card_of(rows[index]) for number, index in asked.items() if index in rows}


def person_by_id_number(id_number: str) -> PersonCard | None:
    """One person by ID number; see persons_by_id_numbers for who may ask."""
    return persons_by_id_numbers([id_number]).get(id_number)


@transaction.atomic
def person_full_id(*, person_id: int, by: Actor, at: datetime, why: str) -> str:
    """The whole ID number, for a purpose that is written down (`why`); each reading leaves an audit row.

    Oneself, officers who review, pay or inspect, and the program itself may. Never for a log, an address or an error.
    Raises NotFound outside what the actor sees, Forbidden without the right, Invalid without a purpose.
    """
    if not why.strip():
        raise Invalid([Problem("why", Text("请写明查看完整号码的用途", "say what the full number is needed for"))])
    row = Person.objects.filter(pk=person_id).first()
    if row is None or not access.sees_person(by, person_id):
        raise NotFound
    if by.person_id != person_id and not access.may(by, *access.FULL_ID_ROLES):
        raise Forbidden
    detail = {"why": why, "id_masked": row.id_masked}
    audit.record(by=by, at=at, verb="person_full_id", subject_type="person", subject_id=row.public_id, detail=detail)
    return idnumbers.opened(row.id_encrypted, row.public_id)


def person_blinds(ids: Iterable[int]) -> Mapping[int, str]:
    """Person → the blind index of their number, to find them in a register that is kept by it. One query."""
    return dict(Person.objects.filter(pk__in=list(ids)).values_list("pk", "id_blind"))


def blind_of(id_number: str) -> str:
    """The blind index under which a register keeps a person. Raises ValueError for a number that cannot be one."""
    if problem := person_id_problem(id_number):
        raise ValueError(problem)
    return idnumbers.blind(id_number)


def _uuid(text: str | UUID) -> UUID:
    try:
        return UUID(str(text))
    except ValueError:
        raise NotFound from None
