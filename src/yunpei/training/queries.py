"""Reads of classes and rosters. Each takes a fixed number of queries, whatever the number of rows."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS
from django.db.models import BigIntegerField, Count, OuterRef, QuerySet, Subquery, UUIDField

from yunpei.common.clock import day_of
from yunpei.common.errors import NotFound
from yunpei.common.statements import Given, Statement
from yunpei.training.models import Roster, RosterLine, TrainingClass
from yunpei.training.types import (
    Accumulate,
    ClassFacts,
    ClassState,
    Fact,
    FactSource,
    HourRule,
    HourSource,
    Mode,
    PersonFacts,
    RosterLineFacts,
)
from yunpei.training.uploads import last_upload as last_upload
from yunpei.training.uploads import upload as upload


def class_of(class_id: int) -> ClassFacts:
    """One class. Raises NotFound. 1 query."""
    return _one(_classes().filter(pk=class_id))


def class_by_public_id(public_id: str) -> ClassFacts:
    """The class that an address or a receipt names. Raises NotFound. 1 query."""
    return _one(_classes().filter(public_id=_uuid(public_id)))


def class_of_learner(public_id: str, person_id: int) -> tuple[ClassFacts, RosterLineFacts]:
    """The class that an address or a receipt names, with a person's line in it. Raises NotFound for others. 1 query."""
    row = next(iter(_OF_LEARNER.rows(public_id=_uuid(public_id), person_id=person_id)), None)
    if row is None:
        raise NotFound
    held = TrainingClass.from_db(DEFAULT_DB_ALIAS, _CLASS, row[: len(_CLASS)])
    held.people = row[len(_CLASS)]  # type: ignore[attr-defined]
    return _class(held), _line(row[len(_CLASS) + 1 :])


def class_by_case(case_number: str) -> ClassFacts | None:
    """The class that an approved filing made, None while there is none. 1 query."""
    row = _classes().filter(case_number=case_number).first()
    return _class(row) if row else None


def classes_of_organisation(organisation_id: int) -> list[ClassFacts]:
    """An organisation's classes, the latest first. 1 query."""
    return [_class(row) for row in _classes().filter(organisation_id=organisation_id).order_by("-starts_on", "-id")]


def classes_of_person(person_id: int) -> list[ClassFacts]:
    """The classes on whose roster a person is, the latest first; cancelled ones left out. 1 query."""
    rosters = RosterLine.objects.filter(person_id=person_id).values("roster_id")
    found = _classes().filter(roster_id__in=rosters).exclude(state=ClassState.CANCELLED)
    return [_class(row) for row in found.order_by("-starts_on", "-id")]


def classes_of_people(person_ids: Iterable[int], *, first: date, last: date) -> list[ClassFacts]:
    """Classes held in these days with one of these people on the roster, by their first day; cancelled ones left out. 1 query."""
    rosters = RosterLine.objects.filter(person_id__in=list(person_ids)).values("roster_id")
    found = _classes().filter(roster_id__in=rosters, starts_on__lte=last, ends_on__gte=first)
    return [_class(row) for row in found.exclude(state=ClassState.CANCELLED).order_by("starts_on", "id")]


def lines_of_rosters(roster_ids: Iterable[int]) -> dict[int, list[RosterLineFacts]]:
    """Roster → its lines in the order of the sheet. 1 query."""
    found: dict[int, list[RosterLineFacts]] = {}
    rows = RosterLine.objects.filter(roster_id__in=list(roster_ids)).order_by("roster_id", "row", "id")
    for roster_id, *row in rows.values_list("roster_id", *_LINE):
        found.setdefault(roster_id, []).append(_line(row))
    return found


def roster_lines(roster_id: int) -> list[RosterLineFacts]:
    """The lines of a roster in the order of the sheet. 1 query."""
    rows = RosterLine.objects.filter(roster_id=roster_id).order_by("row", "id")
    return [_line(row) for row in rows.values_list(*_LINE)]


def roster_line(line_id: int) -> RosterLineFacts:
    """One line of a roster. Raises NotFound. 1 query."""
    row = RosterLine.objects.filter(pk=line_id).values_list(*_LINE).first()
    if row is None:
        raise NotFound
    return _line(row)


def line_of_person(class_id: int, person_id: int) -> RosterLineFacts:
    """A person's line in a class. Raises NotFound for someone who is not on its roster. 1 query."""
    found = RosterLine.objects.filter(roster__training_class=class_id, person_id=person_id)
    row = found.values_list(*_LINE).first()
    if row is None:
        raise NotFound
    return _line(row)


def roster_digest(roster_id: int) -> str:
    """SHA-256 over the filed lines (person, kind, post): a claim sees by it whether the roster is still the approved one.

    Lines added after the approval are left out; they say so themselves (`filed`). 1 query, of one row where it is kept.
    """
    kept = Roster.objects.filter(pk=roster_id).values_list("digest", flat=True).first()
    return kept or lines_digest(roster_id)


def lines_digest(roster_id: int) -> str:
    """As `roster_digest`, read from the lines. 1 query, a row at a time."""
    rows = RosterLine.objects.filter(roster_id=roster_id, filed=True).order_by("person_id")
    digest, between = hashlib.sha256(), ""
    for person, kind, post in rows.values_list("person_id", "worker_kind", "post").iterator():
        digest.update(f"{between}{person}|{kind}|{post}".encode())
        between = "\n"
    return digest.hexdigest()


def roster_people(roster_id: int) -> int:
    """How many stand on a roster. 1 query."""
    return RosterLine.objects.filter(roster_id=roster_id).count()


class RosterPages(Sequence[RosterLineFacts]):
    """The lines of a roster in the order of the sheet, for a pager: counted, and read only as far as a page shows them.

    roster_id: None has none. A query for the count and one for each page.
    """

    def __init__(self, roster_id: int | None) -> None:
        self._rows = RosterLine.objects.filter(roster_id=roster_id or 0).order_by("row", "id")

    def __len__(self) -> int:
        return self._rows.count()

    def __getitem__(self, wanted: Any) -> Any:
        found = self._rows.values_list(*_LINE)[wanted]
        return [_line(row) for row in found] if isinstance(wanted, slice) else _line(found)


def roster_organisation(roster_id: int) -> int:
    """Whose roster it is. Raises NotFound. 1 query."""
    row = Roster.objects.filter(pk=roster_id).values_list("organisation_id", flat=True).first()
    if row is None:
        raise NotFound
    return row


def classes_of_lines(line_ids: Iterable[int]) -> dict[int, int]:
    """Roster line → its class, of those that have one. 1 query."""
    rows = RosterLine.objects.filter(pk__in=list(line_ids), roster__training_class__isnull=False)
    return dict(rows.values_list("pk", "roster__training_class"))


def classes_held(*, since: date, day: date) -> list[ClassFacts]:
    """Classes that run on a day, or that ended since another; cancelled and planned ones left out. 1 query."""
    found = _classes().filter(state__in=[ClassState.OPEN, ClassState.CLOSED], starts_on__lte=day, ends_on__gte=since)
    return [_class(row) for row in found.order_by("id")]


def due_to_begin(day: date) -> Sequence[int]:
    """Ids of planned classes whose first day has come. 1 query."""
    found = TrainingClass.objects.filter(state=ClassState.PLANNED, starts_on__lte=day)
    return list(found.order_by("id").values_list("pk", flat=True))


def due_to_close(day: date) -> Sequence[int]:
    """Ids of open classes whose last day has passed. 1 query."""
    found = TrainingClass.objects.filter(state=ClassState.OPEN, ends_on__lt=day)
    return list(found.order_by("id").values_list("pk", flat=True))


def claim_facts(class_id: int, *, lines: Sequence[RosterLineFacts] | None = None) -> list[PersonFacts]:
    """What this room knows of each roster line, or of these alone, under the policy's column names; see policy.columns.

    offline_hours are 0 in an online class. Hours studied and attended, completion and certificate come from learning and
    credentials. Raises NotFound. 2 queries.
    """
    held = class_of(class_id)
    shared = {
        "project": held.project,
        "class_no": held.number,
        "filed_on": held.filed_on,
        "class_start": held.starts_on,
        "class_end": held.ends_on,
        "planned_hours": held.planned_hours,
        "converted": held.converted,
    }
    if held.mode is Mode.ONLINE:
        shared["offline_hours"] = 0
    filed = {name: Fact(value, FactSource.FILING) for name, value in shared.items()}
    return [
        PersonFacts(
            line.id,
            line.person_id,
            {
                **filed,
                "person_name": Fact(line.name, FactSource.ROSTER),
                "worker_kind": Fact(line.worker_kind, FactSource.ROSTER),
                "post": Fact(line.post, FactSource.ROSTER),
                "on_filed_roster": Fact(line.filed, FactSource.ROSTER),
                "signed_in_on": Fact(line.signed_in_at and day_of(line.signed_in_at), FactSource.SIGN_IN),
            },
        )
        for line in (roster_lines(held.roster_id) if lines is None else lines)
    ]


_CLASS = [field.attname for field in TrainingClass._meta.concrete_fields]
_LINE = ("id", "person_id", "name", "id_masked", "worker_kind", "post", "filed", "sign_in__at", "person__public_id")
_SAME_ROSTER = RosterLine.objects.filter(roster=OuterRef("roster")).order_by().values("roster")
_PEOPLE = Subquery(_SAME_ROSTER.annotate(people=Count("id")).values("people"))
# Every page of a class begins with it, and every session of the study clock.
_OF_LEARNER = Statement(
    lambda: RosterLine.objects.filter(
        roster__training_class__public_id=Given("public_id", UUIDField()),
        person=Given("person_id", BigIntegerField()),
    ).values_list(*(f"roster__training_class__{name}" for name in _CLASS), _PEOPLE, *_LINE)
)


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise NotFound from None


def _classes() -> QuerySet[TrainingClass]:
    return TrainingClass.objects.annotate(people=Count("roster__lines"))


def _one(found: QuerySet[TrainingClass]) -> ClassFacts:
    row = found.first()
    if row is None:
        raise NotFound
    return _class(row)


def _class(row: TrainingClass) -> ClassFacts:
    return ClassFacts(
        id=row.pk,
        public_id=str(row.public_id),
        number=row.number,
        case_number=row.case_number,
        organisation_id=row.organisation_id,
        programme=row.programme,
        pack_version=row.pack_version,
        course_id=row.course_id,
        project=row.project,
        mode=Mode(row.mode),
        converted=row.converted,
        planned_hours=row.planned_hours,
        required_hours=row.required_hours,
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        filed_on=row.filed_on,
        hour=HourRule(
            row.hour_seconds, Accumulate(row.hour_accumulate), HourSource(row.hour_source), row.hour_clause or None
        ),
        state=ClassState(row.state),
        roster_id=row.roster_id,
        people=row.people,  # type: ignore[attr-defined]  # annotated above
    )


def _line(row: Sequence[Any]) -> RosterLineFacts:
    values = [*row[:-1], str(row[-1])]
    return RosterLineFacts(*values)
