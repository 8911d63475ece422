"""How lessons are studied: plays, people, completion, and where viewers drop off, minute by minute.

Counted by a job from the last receipts of each class, never when a page is opened.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from yunpei.catalogue import queries as catalogue
from yunpei.catalogue.types import LessonFacts
from yunpei.common.clock import day_of
from yunpei.evidence import queries as evidence
from yunpei.evidence.types import LessonTotal
from yunpei.learning.models_monitoring import LessonFigures
from yunpei.training import queries as training
from yunpei.training.types import ClassFacts

AFTER = timedelta(days=2)  # a class that ended is counted once more, then it stands
_HALF = 30  # seconds


@dataclass(frozen=True, slots=True)
class LessonFigure:
    """A lesson over all classes that studied it. minutes: how many people watched each; counted_at None: nobody did yet."""

    lesson: LessonFacts
    plays: int
    people: int
    finished: int
    minutes: tuple[int, ...]
    counted_at: datetime | None


def minutes_of(watched: Iterable[int], seconds: int) -> list[int]:
    """People per minute of a lesson: those whose bitmap (bit n = second n) has at least half of its seconds."""
    starts = range(0, seconds, 60)
    found = [0] * len(starts)
    for bits in watched:
        for place, start in enumerate(starts):
            length = min(60, seconds - start)
            if (bits >> start & (1 << length) - 1).bit_count() >= min(_HALF, (length + 1) // 2):
                found[place] += 1
    return found


def figures_count(held: ClassFacts, *, at: datetime) -> None:
    """Count the lessons of a class anew. The program; twice is once. 2 reads of the study store, 2 queries."""
    totals = evidence.class_totals(held.public_id)
    plays = Counter(one.lesson for one in evidence.studied(held.public_id))
    made = []
    for lesson in catalogue.lessons(held.course_id):
        of = [mine[lesson.public_id] for mine in totals.values() if lesson.public_id in mine]
        if of:
            made.append(_row(held, lesson, plays[lesson.public_id], of, at))
    with transaction.atomic():
        LessonFigures.objects.bulk_create(
            made,
            update_conflicts=True,
            unique_fields=["training_class", "lesson"],
            update_fields=["plays", "people", "finished", "minutes", "counted_at"],
        )


def figures_count_all(*, at: datetime) -> None:
    """As `figures_count`, for every class that runs or has just ended."""
    day = day_of(at)
    for held in training.classes_held(since=day - AFTER, day=day):
        figures_count(held, at=at)


def course_figures(course_id: int) -> list[LessonFigure]:
    """Each lesson of a course over all its classes, in order. 2 queries."""
    rows: dict[int, list[LessonFigures]] = {}
    for row in LessonFigures.objects.filter(lesson__course_id=course_id):
        rows.setdefault(row.lesson_id, []).append(row)
    return [_figure(lesson, rows.get(lesson.id, [])) for lesson in catalogue.lessons(course_id)]


def _row(held: ClassFacts, lesson: LessonFacts, plays: int, of: list[LessonTotal], at: datetime) -> LessonFigures:
    return LessonFigures(
        training_class_id=held.id,
        lesson_id=lesson.id,
        plays=plays,
        people=len(of),
        finished=sum(one.finished for one in of),
        minutes=minutes_of((one.watched for one in of), lesson.seconds),
        counted_at=at,
    )


def _figure(lesson: LessonFacts, rows: list[LessonFigures]) -> LessonFigure:
    return LessonFigure(
        lesson=lesson,
        plays=sum(row.plays for row in rows),
        people=sum(row.people for row in rows),
        finished=sum(row.finished for row in rows),
        minutes=tuple(map(sum, zip(*(row.minutes for row in rows), strict=False))),
        counted_at=max((row.counted_at for row in rows), default=None),
    )
