"""Who may open a study session: what the study clock's door asks before it starts to count."""

from __future__ import annotations

from datetime import datetime, timedelta

from yunpei.catalogue import queries as catalogue
from yunpei.catalogue.types import CLOCKED, LessonKind
from yunpei.common.clock import day_of, start_of
from yunpei.common.errors import Conflict, NotFound
from yunpei.evidence.types import Admitted, Kind
from yunpei.learning.standing import running_blocks
from yunpei.learning.study_rule import study_rule
from yunpei.training import queries as training


def admit(*, person_id: int, class_id: str, lesson_id: str, at: datetime) -> Admitted:
    """What a session is opened with, for a person on the roster who has signed in, in a class that runs on this day.

    class_id, lesson_id: public ids. Raises NotFound for someone not on the roster or a lesson of another course,
    Conflict with the reason when the class does not run today or the sign-in is missing. 2 queries.
    """
    held, line = training.class_of_learner(class_id, person_id)
    lesson = catalogue.lesson_by_public_id(lesson_id)
    if lesson.course_id != held.course_id:
        raise NotFound
    if lesson.kind not in CLOCKED:
        raise Conflict(lesson.earns)
    if blocks := running_blocks(held, signed_in=line.signed_in_at is not None, day=day_of(at)):
        raise Conflict(blocks[0].text)
    over = start_of(held.ends_on + timedelta(days=1))
    rule = study_rule(held)
    return Admitted(
        person=line.person,
        class_id=held.public_id,
        lesson=lesson.public_id,
        kind=Kind.VIDEO if lesson.kind is LessonKind.VIDEO else Kind.DOCUMENT,
        seconds=lesson.seconds,
        until=int(over.timestamp() * 1000),
        cap_ms=rule.cap_ms,
        asks=rule.asking.text,
    )
