"""Reads of meetings on the spot and who was there. Each takes a fixed number of queries, whatever the number of rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from yunpei.common.errors import NotFound
from yunpei.training.models import Attendance, Meeting, MeetingFile
from yunpei.training.types import AttendanceFacts, Attended, MeetingFacts


def meeting(public_id: str | UUID, *, class_id: int) -> MeetingFacts:
    """A meeting of a class, for a caller that has judged who may. Raises NotFound. 2 queries."""
    found = _meetings(Meeting.objects.filter(training_class_id=class_id, public_id=public_id))
    if not found:
        raise NotFound
    return found[0]


def meetings(class_id: int) -> list[MeetingFacts]:
    """All meetings of a class by time, voided ones too. 2 queries."""
    return _meetings(Meeting.objects.filter(training_class_id=class_id))


def open_meetings(class_id: int, *, at: datetime) -> list[MeetingFacts]:
    """The meetings of a class that are not over. 2 queries."""
    return _meetings(Meeting.objects.filter(training_class_id=class_id, voided_at=None, ends_at__gt=at))


def attendances(meeting_id: int) -> dict[int, AttendanceFacts]:
    """Roster line → its attendance at a meeting, voided ones too. 1 query."""
    names = ("line_id", "at", "ms", "voided_at", "void_reason")
    rows = Attendance.objects.filter(meeting_id=meeting_id).order_by("at").values_list(*names)
    return {row[0]: AttendanceFacts(*row) for row in rows}


def attended(class_id: int, *, at: datetime | None = None, person_id: int | None = None) -> list[Attended]:
    """What counts of everyone's attendance in a class, or of one person's: nothing that is void. 1 query.

    at: only meetings that are over by then; None: all that were signed in to.
    """
    rows = Attendance.objects.filter(meeting__training_class_id=class_id, voided_at=None, meeting__voided_at=None)
    if at is not None:
        rows = rows.filter(meeting__ends_at__lte=at)
    if person_id is not None:
        rows = rows.filter(line__person_id=person_id)
    names = ("line_id", "line__person__public_id", "meeting_id", "meeting__ends_at", "ms")
    return [
        Attended(line, str(person), where, ends_at - timedelta(milliseconds=ms), ends_at)
        for line, person, where, ends_at, ms in rows.order_by("meeting__starts_at", "line_id").values_list(*names)
    ]


def attendances_of_class(class_id: int) -> dict[int, list[tuple[int, str, AttendanceFacts]]]:
    """Meeting → (person, id of the event in the evidence log, attendance) of everyone who signed in, voided ones too. 1 query."""
    found: defaultdict[int, list[tuple[int, str, AttendanceFacts]]] = defaultdict(list)
    names = ("meeting_id", "line__person_id", "event", "line_id", "at", "ms", "voided_at", "void_reason")
    rows = Attendance.objects.filter(meeting__training_class_id=class_id).order_by("at", "id")
    for meeting_id, person, event, *facts in rows.values_list(*names):
        found[meeting_id].append((person, str(event), AttendanceFacts(*facts)))
    return found


def teachers_of(class_ids: Iterable[int]) -> dict[int, set[str]]:
    """Class → names of who teaches at its meetings that stand. 1 query."""
    found: defaultdict[int, set[str]] = defaultdict(set)
    rows = Meeting.objects.filter(training_class__in=list(class_ids), voided_at=None)
    for held, name in rows.values_list("training_class_id", "teacher"):
        found[held].add(name)
    return found


def classes_taught_by(teacher: str, *, first: date, last: date) -> list[int]:
    """Ids of classes of these days where someone of this name teaches at a meeting that stands. 1 query."""
    rows = Meeting.objects.filter(teacher=teacher, voided_at=None)
    rows = rows.filter(training_class__starts_on__lte=last, training_class__ends_on__gte=first)
    return list(rows.order_by("training_class_id").values_list("training_class_id", flat=True).distinct())


def has_meetings(class_id: int) -> bool:
    """Whether any meeting of a class stands: then its hours on the spot are known. 1 query."""
    return Meeting.objects.filter(training_class_id=class_id, voided_at=None).exists()


def _meetings(rows: QuerySet[Meeting]) -> list[MeetingFacts]:
    standing = Count("attendances", filter=Q(attendances__voided_at=None))
    found = list(rows.annotate(attended=standing).order_by("starts_at", "id"))
    files: defaultdict[int, list[str]] = defaultdict(list)
    for one in MeetingFile.objects.filter(meeting__in=found, voided_at=None).order_by("id"):
        files[one.meeting_id].append(str(one.file))
    return [_facts(one, files[one.pk]) for one in found]


def _facts(row: Meeting, files: Sequence[str]) -> MeetingFacts:
    return MeetingFacts(
        id=row.pk,
        public_id=str(row.public_id),
        class_id=row.training_class_id,
        topic=row.topic,
        place=row.place,
        teacher=row.teacher,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        planned_at=row.planned_at,
        voided_at=row.voided_at,
        void_reason=row.void_reason,
        attended=row.attended,  # type: ignore[attr-defined]  # annotated above
        files=tuple(files),
    )
