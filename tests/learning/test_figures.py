"""Plays, completion and drop-off per minute, counted once a day and summed over classes."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from tests.classroom import IN_CLASS, LESSON_SECONDS, StudyStub, Town, opened
from yunpei.catalogue import queries as catalogue
from yunpei.evidence.types import Studied
from yunpei.learning import figures, jobs
from yunpei.learning.models_monitoring import LessonFigures
from yunpei.training import actions as training
from yunpei.training.types import ClassFacts

pytestmark = [pytest.mark.database, pytest.mark.req("R18", "R20")]


class Told(StudyStub):
    """A study clock with sessions too."""

    def studied_sessions(self) -> list[Studied]:
        return [
            Studied(person, lesson, 0, 1, one.credited_ms, "d")
            for (person, _), of in self.told.items()
            for lesson, one in of.items()
            for _ in range(2)
        ]


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> Told:
    stub = Told()
    monkeypatch.setattr("yunpei.learning.figures.evidence.class_totals", stub.class_totals)
    monkeypatch.setattr("yunpei.learning.figures.evidence.studied", lambda _class: stub.studied_sessions())
    return stub


def bits(seconds: int) -> int:
    return (1 << seconds) - 1


@pytest.mark.parametrize(
    ("watched", "seconds", "minutes"),
    [
        ([], 120, [0, 0]),
        ([bits(120), bits(90), bits(89), bits(29)], 120, [3, 2]),
        ([bits(100)], 100, [1, 1]),
        ([bits(80), bits(79)], 100, [2, 1]),  # the last minute has 40 s
        ([bits(3)], 3, [1]),
    ],
)
def test_a_minute_counts_who_saw_half_of_it(watched: list[int], seconds: int, minutes: list[int]) -> None:
    assert figures.minutes_of(watched, seconds) == minutes


@pytest.mark.django_db
def test_a_job_counts_running_classes_and_the_course_sums_them(
    there: Town, told: Told, django_assert_num_queries: Any
) -> None:
    held = opened(there, (1, 2))
    training.class_begin(class_id=held.id, at=IN_CLASS)
    told.studied(held, there.learners[1], LESSON_SECONDS)
    told.studied(held, there.learners[2], 30)
    lesson = catalogue.lessons(held.course_id)[0].public_id
    for of in told.told.values():
        of[lesson] = replace(of[lesson], watched=bits(of[lesson].credited_ms // 1000))
    for hours in (0, 1):
        jobs.figures_count(at=IN_CLASS + timedelta(hours=hours))
    with django_assert_num_queries(2):
        first, second = figures.course_figures(held.course_id)
    assert (first.plays, first.people, first.finished, first.minutes) == (4, 2, 1, (2, 1))
    assert first.counted_at == IN_CLASS + timedelta(hours=1)
    assert second.minutes == (0, 0)
    row = LessonFigures.objects.get(lesson__public_id=lesson)
    another = _another_class(there, held)
    LessonFigures.objects.create(
        training_class_id=another.id, lesson_id=row.lesson_id, plays=1, people=1, finished=0, minutes=[1, 0],
        counted_at=IN_CLASS,
    )  # fmt: skip
    first = figures.course_figures(held.course_id)[0]
    assert (first.plays, first.people, first.minutes) == (5, 3, (3, 1))
    before = LessonFigures.objects.values_list("counted_at", flat=True)
    jobs.figures_count(at=IN_CLASS + timedelta(days=60))  # it ended long ago: nothing is counted again
    assert max(before) == IN_CLASS + timedelta(hours=1)


def _another_class(there: Town, held: ClassFacts) -> ClassFacts:
    return opened(there, (1,), number="A2", case_number="WX-2020-0002", course_id=held.course_id)
