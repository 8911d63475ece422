"""Reads of live lessons: what is announced, what was sent, what of it can be played now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from yunpei.catalogue.types import LessonFacts, LessonKind
from yunpei.common.errors import Conflict, NotFound
from yunpei.common.language import Text
from yunpei.evidence.types import Kind
from yunpei.files.streams import WINDOW, Segment
from yunpei.learning.live.types import LATE, BroadcastFacts, Stage
from yunpei.learning.models import Broadcast


def broadcasts(class_id: int) -> list[BroadcastFacts]:
    """All live lessons of a class by time, those called off too. 1 query."""
    return [facts(row) for row in _rows(Broadcast.objects.filter(training_class_id=class_id))]


def broadcast(public_id: str | UUID, *, class_id: int) -> BroadcastFacts:
    """One of a class, for a caller that has judged who may. Raises NotFound. 1 query."""
    for row in _rows(Broadcast.objects.filter(training_class_id=class_id, public_id=public_id)):
        return facts(row)
    raise NotFound


def broadcast_of(class_id: int, lesson: LessonFacts) -> BroadcastFacts | None:
    """When a class's lesson is sent live, as it stands; None for other lessons, or while nothing is announced. 1 query."""
    if lesson.kind is not LessonKind.LIVE:
        return None
    found = _rows(Broadcast.objects.filter(training_class_id=class_id, lesson_id=lesson.id, voided_at=None))
    return next((facts(row) for row in found), None)


def as_film(lesson: LessonFacts, sent: BroadcastFacts | None) -> LessonFacts:
    """The lesson as it is studied now: a live one whose film is there is a video like any other."""
    if sent is None or sent.recording is None:
        return lesson
    return replace(lesson, kind=LessonKind.VIDEO, file_id=sent.recording)


def clocked(class_id: int, lesson: LessonFacts, *, over: datetime, at: datetime) -> tuple[Kind, datetime]:
    """How the study clock takes a live lesson now, and until when; over: the end of the class. Raises Conflict. 1 query."""
    found = broadcast_of(class_id, lesson)
    stage = found.stage(at) if found else Stage.VOID
    if found and stage is Stage.ON:
        return Kind.LIVE, min(over, found.ends_at + LATE)
    if stage is Stage.RECORDED:
        return Kind.VIDEO, over
    raise Conflict(_NOT_ON[stage])


def sent_ms(class_id: str, lesson: str) -> int:
    """How much of a class's lesson was sent so far, ms. class_id, lesson: public ids. 1 query."""
    found = Broadcast.objects.filter(training_class__public_id=class_id, lesson__public_id=lesson, voided_at=None)
    return found.values_list("sent_ms", flat=True).first() or 0


def window(sent: BroadcastFacts) -> Sequence[Segment]:
    """The segments that can be played now."""
    first = max(len(sent.lengths) - WINDOW, 0)
    place, found = sum(sent.lengths[:first]), []
    for n, ms in enumerate(sent.lengths[first:], start=first + 1):
        found.append(Segment(n, place, ms, n in sent.cuts))
        place += ms
    return found


def facts(row: Broadcast) -> BroadcastFacts:
    """The row as others see it."""
    return BroadcastFacts(
        id=row.pk,
        public_id=str(row.public_id),
        lesson=str(row.lesson.public_id),
        title=row.lesson.title,
        teacher=row.teacher,
        listed=str(row.listed) if row.listed else "",
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        keyed=row.key is not None,
        tried_at=row.tried_at,
        lengths=tuple(row.lengths),
        cuts=tuple(row.cuts),
        sent_ms=row.sent_ms,
        codecs=row.codecs,
        bits=row.bits,
        last_at=row.last_at,
        ended_at=row.ended_at,
        recording=str(row.recording) if row.recording else None,
        voided_at=row.voided_at,
        void_reason=row.void_reason,
    )


def _rows(found: QuerySet[Broadcast]) -> QuerySet[Broadcast]:
    return found.select_related("lesson").order_by("starts_at", "pk")


_NOT_ON = {
    Stage.VOID: Text("这节直播课还没有安排时间", "no time was announced for this live lesson yet"),
    Stage.ANNOUNCED: Text("直播还没有开始", "the live lesson has not begun"),
    Stage.ENDED: Text("直播已结束，正在生成录像；录像生成后可以补看", "it is over; its recording is being made"),
}
