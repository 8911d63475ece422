"""Appointments to show who one is, in person or by a call (预约核验): the way without picture and without phone. Keyword only."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from yunpei.common import audit
from yunpei.common.actor import Actor
from yunpei.common.errors import Conflict, Forbidden, Invalid, NotFound, Problem
from yunpei.common.language import Text
from yunpei.evidence.log.actions import event_record
from yunpei.evidence.types import Verb
from yunpei.learning.identity.access import learner_of, require_supervision
from yunpei.learning.identity.types import How, Way
from yunpei.learning.models import Appointment, IdentityCheck
from yunpei.people import queries as people
from yunpei.training import queries as training
from yunpei.training.types import ClassFacts, ClassState

LONGEST_NOTE, LONGEST_REMARK = 200, 500


@transaction.atomic
def appointment_ask(
    *, class_id: int, office: bool, wanted_at: datetime, by: Actor, at: datetime, note: str = ""
) -> str:
    """Ask for an appointment at about a time; returns its public id. office: with the reviewing office, else with the teacher.

    A learner on the roster of a class that has not ended, one at a time. Raises NotFound, Conflict, Invalid.
    """
    person_id = learner_of(by)
    held, line = training.class_of(class_id), training.line_of_person(class_id, person_id)
    if held.state in (ClassState.CLOSED, ClassState.CANCELLED):
        raise Conflict(Text("班级已结束", "the class has ended"))
    problems = []
    if wanted_at <= at:
        problems.append(Problem("wanted_at", Text("请选以后的时间", "choose a time to come")))
    if len(note) > LONGEST_NOTE:
        problems.append(Problem("note", Text(f"不超过{LONGEST_NOTE}字", f"at most {LONGEST_NOTE} characters")))
    if problems:
        raise Invalid(problems)
    open_ones = Appointment.objects.select_for_update().filter(training_class_id=class_id, person_id=person_id)
    if open_ones.filter(held_at=None, cancelled_at=None).exists():
        raise Conflict(Text("已有一次预约，可先取消", "there is an appointment already: cancel it first"))
    row = Appointment.objects.create(
        training_class_id=class_id,
        person_id=person_id,
        office=office,
        wanted_at=wanted_at,
        note=note.strip(),
        asked_at=at,
    )
    _happened(held, row, line.person, "asked", by, at, {"office": office})
    return str(row.public_id)


@transaction.atomic
def appointment_cancel(*, class_id: int, appointment: str | UUID, by: Actor, at: datetime) -> None:
    """Take back one's own appointment before it is held. Raises NotFound, Conflict."""
    person_id = learner_of(by)
    held, row = _open(class_id, appointment, person_id=person_id)
    row.cancelled_at = at
    row.save(update_fields=["cancelled_at"])
    _happened(held, row, people.person(person_id).public_id, "cancelled", by, at, {})


@transaction.atomic
def appointment_hold(
    *,
    class_id: int,
    appointment: str | UUID,
    how: How,
    met_at: datetime,
    confirmed: bool,
    remark: str,
    by: Actor,
    at: datetime,
) -> None:
    """Record that an appointment was held: how, when, and whether it was the person. Confirmed, it stands for the whole class.

    One that was asked of the office: a reviewing officer of the region; else the class's organisation, or such an officer. Nobody
    confirms themselves. Raises NotFound, Forbidden, Conflict, Invalid.
    """
    held, row = _open(class_id, appointment)
    require_supervision(by, held)
    if by.person_id == row.person_id or (row.office and not by.has("officer_review", "system")):
        raise Forbidden
    if problems := _held_problems(row, met_at, remark, confirmed=confirmed, at=at):
        raise Invalid(problems)
    row.held_by_id, row.held_at, row.how, row.confirmed, row.remark = (
        by.account_id,
        met_at,
        how,
        confirmed,
        remark.strip(),
    )
    row.save(update_fields=["held_by", "held_at", "how", "confirmed", "remark"])
    person = people.person(row.person_id).public_id
    event = _happened(held, row, person, "held", by, at, {"how": how.value, "confirmed": confirmed})
    if confirmed:
        IdentityCheck.objects.create(
            training_class_id=class_id, person_id=row.person_id, way=Way.APPOINTMENT, event=event, at=met_at
        )


def _held_problems(row: Appointment, met_at: datetime, remark: str, *, confirmed: bool, at: datetime) -> list[Problem]:
    problems = []
    if not row.asked_at <= met_at <= at:
        problems.append(
            Problem("met_at", Text("应在预约之后、现在之前", "after it was asked for, and not in the future"))
        )
    if not confirmed and not remark.strip():
        problems.append(
            Problem("remark", Text("未能确认的，请写明情况", "say what happened where it was not confirmed"))
        )
    if len(remark) > LONGEST_REMARK:
        problems.append(Problem("remark", Text(f"不超过{LONGEST_REMARK}字", f"at most {LONGEST_REMARK} characters")))
    return problems


def _open(class_id: int, appointment: str | UUID, *, person_id: int | None = None) -> tuple[ClassFacts, Appointment]:
    held = training.class_of(class_id)
    rows = Appointment.objects.select_for_update().filter(training_class_id=class_id, public_id=appointment)
    row = (rows if person_id is None else rows.filter(person_id=person_id)).first()
    if row is None:
        raise NotFound
    if row.held_at is not None or row.cancelled_at is not None:
        raise Conflict(Text("这次预约已经结束", "this appointment is over"))
    return held, row


def _happened(
    held: ClassFacts, row: Appointment, person: str, step: str, by: Actor, at: datetime, more: dict[str, object]
) -> str:
    """Event and audit row of one step; returns the event's id."""
    detail = {"appointment": str(row.public_id), "step": step, **more}
    text = {"text": row.remark or row.note} if row.remark or row.note else None
    event = event_record(
        verb=Verb.APPOINTMENT, by=by, at=at, person=person, class_id=held.public_id, detail=detail, sealed=text
    )
    audit.record(
        by=by, at=at, verb=f"appointment_{step}", subject_type="class", subject_id=held.public_id, detail=detail
    )
    return event
