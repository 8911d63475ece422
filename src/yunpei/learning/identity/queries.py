"""Reads of identity checks. The caller has judged who may, unless it says otherwise."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Case, Q, QuerySet, Value, When

from yunpei.common.actor import Actor
from yunpei.common.clock import day_of
from yunpei.learning.identity.access import learner_of
from yunpei.learning.identity.types import (
    CODE_BY_DEFAULT,
    AppointmentRow,
    CheckRow,
    Choice,
    Compared,
    How,
    LearnerIdentity,
    Way,
)
from yunpei.learning.models import Appointment, IdentityCheck, IdentityChoice
from yunpei.training.types import ClassFacts


def of_learner(held: ClassFacts, *, by: Actor) -> LearnerIdentity:
    """All that a learner sees of their own identity checks in one class. 3 queries."""
    person_id = learner_of(by)
    checks = tuple(map(_check, _checks(held.id).filter(person_id=person_id)))
    appointments = Appointment.objects.filter(training_class_id=held.id, person_id=person_id, cancelled_at=None)
    return LearnerIdentity(
        choice=choice_of(person_id),
        passed=any(not one.void for one in checks),
        checks=checks,
        appointments=tuple(map(_appointment, appointments.order_by("-asked_at", "-id"))),
        void_days=frozenset(day_of(one.at) for one in checks if one.void),
    )


def choice_of(person_id: int) -> Choice:
    """How a person shows who they are; codes where they never chose. 1 query."""
    row = IdentityChoice.objects.filter(person_id=person_id, ended_at=None).first()
    return Choice(Way(row.way), row.version, row.chosen_at) if row else CODE_BY_DEFAULT


class PhotoPages(Sequence[CheckRow]):
    """Photos of a class for a pager: what waits for somebody first, then the latest. A query for the count, one for each page."""

    def __init__(self, class_id: int) -> None:
        """Nothing is read yet."""
        waits = Case(When(_WAITS, then=Value(0)), default=Value(1))
        self._rows = _checks(class_id).filter(way=Way.PHOTO).order_by(waits, "-at", "-id")

    def __len__(self) -> int:
        return self._rows.count()

    def __getitem__(self, wanted: Any) -> Any:
        found = self._rows[wanted]
        return [_check(row) for row in found] if isinstance(wanted, slice) else _check(found)


def appointments_of(class_id: int) -> list[AppointmentRow]:
    """Appointments of a class, those to be held first by the time wanted, then those that were. 1 query."""
    rows = Appointment.objects.filter(training_class_id=class_id, cancelled_at=None)
    found = [_appointment(row) for row in rows.order_by("wanted_at", "id")]
    return sorted(found, key=lambda one: one.held_at is not None)


def waiting_in(class_id: int) -> int:
    """How many photos, contests and appointments of a class wait for somebody. 2 queries."""
    photos = _checks(class_id).filter(_WAITS).count()
    return photos + Appointment.objects.filter(training_class_id=class_id, held_at=None, cancelled_at=None).count()


# Somebody has to look at the photo, or at what was said against that.
_WAITS = Q(compared=Compared.WAITING.value) | Q(contested_at__isnull=False, settled_at__isnull=True)


def _checks(class_id: int) -> QuerySet[IdentityCheck]:
    rows = IdentityCheck.objects.filter(training_class_id=class_id)
    return rows.select_related("choice", "person").order_by("-at", "-id")


def _check(row: IdentityCheck) -> CheckRow:
    return CheckRow(
        public_id=str(row.public_id),
        person_id=row.person_id,
        person=str(row.person.public_id),
        way=Way(row.way),
        entry=not row.token,
        at=row.at,
        compared=Compared(row.compared) if row.compared else None,
        reason=row.reason,
        contested=row.contested,
        contested_at=row.contested_at,
        settled_at=row.settled_at,
        settled_reason=row.settled_reason,
        lifted=row.lifted,
        seen=row.choice is not None and row.choice.ended_at is None,
        judged_by=row.judged_by_id,
    )


def _appointment(row: Appointment) -> AppointmentRow:
    return AppointmentRow(
        public_id=str(row.public_id),
        person_id=row.person_id,
        wanted_at=row.wanted_at,
        office=row.office,
        note=row.note,
        asked_at=row.asked_at,
        held_at=row.held_at,
        how=How(row.how) if row.how else None,
        confirmed=row.confirmed,
        remark=row.remark,
    )
