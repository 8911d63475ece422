"""Who may open a study session: what the study clock's door asks before it starts to count."""

from __future__ import annotations

from datetime import datetime, timedelta

from yunpei.catalogue import queries as catalogue
from yunpei.catalogue.types import LessonFacts, LessonKind
from yunpei.common.clock import day_of, start_of
from yunpei.common.errors import Conflict, NotFound
from yunpei.common.language import Text
from yunpei.evidence.asking import EVERY_10_TO_20_MINUTES
from yunpei.evidence.types import Admitted, Kind
from yunpei.learning.identity.checking import entered
from yunpei.learning.live import queries as live
from yunpei.learning.standing import running_blocks
from yunpei.learning.study_rule import study_rule
from yunpei.training import queries as training
from yunpei.training.university import queries as universities
from yunpei.training.university.types import STUDIED

LONGEST_SESSION = timedelta(days=1)  # in a university, where no last day ends a session that was left open


def admit(*, person_id: int, class_id: str, lesson_id: str, at: datetime) -> Admitted:
    """What a session is opened with, for a person on the roster who has signed in, in a class that runs on this day.

    class_id, lesson_id: public ids; or of a university, for one of its staff, at any time. Raises NotFound for someone not on the
    roster or a lesson of another course, Conflict with the reason when the class does not run today, the sign-in is missing, or
    a live lesson is not on. 2 queries; 3 for a live lesson, 4 in a university.
    """
    try:
        held, line = training.class_of_learner(class_id, person_id)
    except NotFound:
        return _at_university(person_id, class_id, lesson_id, at)
    lesson = catalogue.lesson_by_public_id(lesson_id)
    if lesson.course_id != held.course_id:
        raise NotFound
    if not lesson.clocked:
        raise Conflict(lesson.earns)
    if blocks := running_blocks(held, signed_in=line.signed_in_at is not None, day=day_of(at)):
        raise Conflict(blocks[0].text)
    kind, over = _kind(lesson), start_of(held.ends_on + timedelta(days=1))
    if lesson.kind is LessonKind.LIVE:
        kind, over = live.clocked(held.id, lesson, over=over, at=at)
    rule = study_rule(held)
    if rule.entry and not entered(held.id, person_id):
        raise Conflict(Text("请先在班级的“身份核验”页核验身份", "show who you are first, on the class's identity page"))
    return Admitted(
        person=line.person,
        class_id=held.public_id,
        lesson=lesson.public_id,
        kind=kind,
        seconds=lesson.seconds,
        until=int(over.timestamp() * 1000),
        cap_ms=rule.cap_ms,
        asks=rule.asking.text,
    )


def _at_university(person_id: int, university_id: str, lesson_id: str, at: datetime) -> Admitted:
    """Nobody signs in and no day is the last: it lasts as long as the person is on the staff list."""
    seat = universities.seat(university_id, person_id)
    lesson = catalogue.lesson_by_public_id(lesson_id)
    if lesson.kind not in STUDIED or not universities.has_picked(seat.university.id, lesson.course_id):
        raise NotFound
    return Admitted(
        person=seat.staff.person,
        class_id=seat.university.public_id,
        lesson=lesson.public_id,
        kind=_kind(lesson),
        seconds=lesson.seconds,
        until=int((at + LONGEST_SESSION).timestamp() * 1000),
        asks=EVERY_10_TO_20_MINUTES.text,
    )


def _kind(lesson: LessonFacts) -> Kind:
    return Kind.VIDEO if lesson.kind is LessonKind.VIDEO else Kind.DOCUMENT
