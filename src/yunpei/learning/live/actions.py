"""What is done to live lessons: announced, given a key, ended, voided; their film is made. Keyword only."""

from __future__ import annotations

import secrets as randomness
from datetime import datetime
from uuid import UUID

from django.db import transaction

from yunpei.catalogue import pool
from yunpei.catalogue import queries as catalogue
from yunpei.catalogue.types import LessonKind
from yunpei.common import audit, jobs, secrets
from yunpei.common.actor import Actor
from yunpei.common.clock import day_of
from yunpei.common.errors import Conflict, Invalid, NotFound, Problem
from yunpei.common.language import Text
from yunpei.files import streams
from yunpei.learning.live.types import LATE, LONGEST, Announcement
from yunpei.learning.models import Broadcast
from yunpei.training import queries as training
from yunpei.training.access import TEACHING, require_organisation
from yunpei.training.types import ClassFacts, ClassState

KEY = "broadcast.key"  # what the digest of a key is made for
RECORD = "learning.broadcast_record"
CALENDAR = Actor.system("calendar")
_TAKEN = Text("这节课已有直播安排；可以先取消原来的", "this lesson has its time already: call that off first")


@transaction.atomic
def broadcast_announce(*, class_id: int, given: Announcement, by: Actor, at: datetime) -> str:
    """Announce when a live lesson of the class's course is sent, and by whom; its public id.

    The organisation's people. Raises NotFound, Forbidden, Conflict for a class that has ended, Invalid.
    """
    held = training.class_of(class_id)
    require_organisation(by, held.organisation_id, *TEACHING)
    if held.state in (ClassState.CLOSED, ClassState.CANCELLED):
        raise Conflict(Text("班级已结束", "the class has ended"))
    lesson = next((one for one in catalogue.lessons(held.course_id) if one.public_id == given.lesson), None)
    if lesson is None or lesson.kind is not LessonKind.LIVE:
        raise NotFound
    teacher = _teacher(given)
    if problems := _problems(held, lesson.id, teacher, given, at):
        raise Invalid(problems)
    made, new = Broadcast.objects.get_or_create(
        training_class_id=class_id,
        lesson_id=lesson.id,
        voided_at=None,
        defaults={
            "teacher": teacher,
            "listed": UUID(given.listed) if given.listed else None,
            "starts_at": given.starts_at,
            "ends_at": given.ends_at,
            "announced_by_id": by.account_id,
            "announced_at": at,
        },
    )
    if not new:  # by someone else, this very moment
        raise Invalid([Problem("lesson", _TAKEN)])
    times = {"starts_at": given.starts_at.isoformat(), "ends_at": given.ends_at.isoformat()}
    record(made, "broadcast_announce", by, at, {"class": held.public_id, "lesson": lesson.public_id, **times})
    return str(made.public_id)


@transaction.atomic
def broadcast_key(*, broadcast_id: int, by: Actor, at: datetime) -> str:
    """A new key for the encoder, to be shown once; the one before is good for nothing from now on.

    The organisation's people. Raises NotFound, Forbidden, Conflict once it is over.
    """
    row = _standing(broadcast_id, by)
    if row.ended_at is not None or at >= row.ends_at + LATE:
        raise Conflict(Text("直播已结束", "the live lesson is over"))
    key = randomness.token_urlsafe(24)
    row.key = secrets.blind_index(key, purpose=KEY)
    row.save(update_fields=["key"])
    record(row, "broadcast_key", by, at, {})
    return key


@transaction.atomic
def broadcast_end(*, broadcast_id: int, by: Actor, at: datetime) -> None:
    """End it: nothing more is taken, and its film is made. One of which nothing was sent is void.

    The organisation's people. Raises NotFound, Forbidden, Conflict before it began and once it is over.
    """
    row = _standing(broadcast_id, by)
    if row.ended_at is not None or at < row.starts_at:
        raise Conflict(Text("直播还没有开始，或已结束", "the live lesson has not begun, or is over"))
    _end(row, by, at)


def broadcasts_end(*, at: datetime) -> int:
    """End those whose time is over. Twice is once. Returns how many."""
    over = Broadcast.objects.filter(ended_at=None, voided_at=None, ends_at__lte=at - LATE)
    ended = 0
    for found in list(over.values_list("pk", flat=True)):
        with transaction.atomic():
            row = over.select_for_update().filter(pk=found).first()
            if row is not None:
                _end(row, CALENDAR, at)
                ended += 1
    return ended


@transaction.atomic
def broadcast_void(*, broadcast_id: int, reason: str, by: Actor, at: datetime) -> None:
    """Call it off while nothing of it was sent; another can be announced. Raises NotFound, Forbidden, Conflict, Invalid."""
    row = _standing(broadcast_id, by)
    if row.sent_ms:
        raise Conflict(Text("已有画面送出，不能作废；可以结束直播", "something was sent: end it instead"))
    if not reason.strip():
        raise Invalid([Problem("reason", Text("请写明取消的原因", "say why it is called off"))])
    _void(row, reason.strip()[:500], by, at)


def recording_make(*, broadcast: str, at: datetime) -> None:
    """Make the film of one that is over and let its class watch it. Twice is once. Raises cutting.NotCut, Invalid."""
    row = Broadcast.objects.select_related("lesson", "training_class").get(public_id=broadcast)
    if row.ended_at is None or row.recording is not None:
        return
    kept = streams.film_made(
        broadcast,
        row.lengths,
        name=f"{row.lesson.title}.mp4",
        organisation_id=row.training_class.organisation_id,
        at=at,
    )
    with transaction.atomic():
        Broadcast.objects.filter(pk=row.pk).update(recording=UUID(kept.public_id))
        record(row, "broadcast_record", CALENDAR, at, {"file": kept.public_id})
    streams.stream_drop(broadcast)


def _end(row: Broadcast, by: Actor, at: datetime) -> None:
    if not row.sent_ms:
        _void(row, "没有收到直播信号", by, at)
        return
    row.ended_at = at
    row.save(update_fields=["ended_at"])
    record(row, "broadcast_end", by, at, {"ms": row.sent_ms, "segments": len(row.lengths)})
    jobs.enqueue(RECORD, at=at, key=str(row.public_id), broadcast=str(row.public_id))


def _void(row: Broadcast, reason: str, by: Actor, at: datetime) -> None:
    row.voided_at, row.voided_by_id, row.void_reason = at, by.account_id, reason
    row.save(update_fields=["voided_at", "voided_by", "void_reason"])
    record(row, "broadcast_void", by, at, {"why": reason})


def _teacher(given: Announcement) -> str:
    """The name: of the pool where they were chosen there, else as it was written. Raises NotFound for one who left the pool."""
    if not given.listed:
        return " ".join(given.teacher.split())
    found = next((one for one in pool.teachers(live=True) if one.public_id == given.listed), None)
    if found is None:
        raise NotFound
    return found.name


def _problems(held: ClassFacts, lesson_id: int, teacher: str, given: Announcement, at: datetime) -> list[Problem]:
    problems = []
    if not teacher or len(teacher) > 60:
        problems.append(Problem("teacher", Text("请选择或填写授课教师，不超过60字", "choose or name the teacher")))
    if not given.starts_at < given.ends_at <= given.starts_at + LONGEST:
        problems.append(
            Problem("ends_at", Text("结束应晚于开始，一次不超过6小时", "it ends after it begins, within 6 hours"))
        )
    if not held.starts_on <= day_of(given.starts_at) <= held.ends_on or day_of(given.ends_at) > held.ends_on:
        zh, en = f"本班 {held.starts_on} 至 {held.ends_on}", f"the class is from {held.starts_on} to {held.ends_on}"
        problems.append(Problem("starts_at", Text(zh, en)))
    elif given.starts_at <= at:
        problems.append(Problem("starts_at", Text("直播须在开始前预告", "announce it before it begins")))
    standing = Broadcast.objects.filter(training_class_id=held.id, voided_at=None)
    if standing.filter(lesson_id=lesson_id).exists():
        problems.append(Problem("lesson", _TAKEN))
    if standing.filter(starts_at__lt=given.ends_at, ends_at__gt=given.starts_at).exists():
        problems.append(
            Problem("starts_at", Text("与本班另一次直播时间重叠", "another live lesson of this class is then"))
        )
    return problems


def _standing(broadcast_id: int, by: Actor) -> Broadcast:
    rows = Broadcast.objects.select_for_update(of=("self",)).select_related("training_class")
    row = rows.filter(pk=broadcast_id).first()
    if row is None:
        raise NotFound
    require_organisation(by, row.training_class.organisation_id, *TEACHING)
    if row.voided_at is not None:
        raise Conflict(Text("这次直播已取消", "it was called off"))
    return row


def record(row: Broadcast, verb: str, by: Actor, at: datetime, detail: dict[str, object]) -> None:
    """Its audit row."""
    audit.record(by=by, at=at, verb=verb, subject_type="broadcast", subject_id=row.public_id, detail=detail)
