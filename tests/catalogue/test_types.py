"""How each kind of lesson earns time is said to everyone, and only what the study clock counts is let in there."""

from __future__ import annotations

import pytest

from tests.classroom import FILED, IN_CLASS, course, enter, opened, town
from yunpei.catalogue import actions, queries
from yunpei.catalogue.types import EARNS, LessonKind
from yunpei.common.errors import Conflict
from yunpei.learning.admission import admit

pytestmark = [pytest.mark.req("R08"), pytest.mark.django_db]


def test_every_kind_says_how_it_earns() -> None:
    assert set(EARNS) == set(LessonKind)


def test_a_practical_task_is_not_counted_by_the_clock() -> None:
    there = town()
    made = course(there.organisation_id, publish=False)
    actions.lesson_add(
        course_id=made,
        title="接线",
        kind=LessonKind.PRACTICAL,
        brief="接好一个插座",
        seconds=600,
        file_id=None,
        by=there.admin,
        at=FILED,
    )
    actions.course_publish(course_id=made, by=there.admin, at=FILED)
    held, who = opened(there, course_id=made), there.learners[1]
    enter(held, who)
    assert who.person_id is not None
    film, *_, task = queries.lessons(made)
    admit(person_id=who.person_id, class_id=held.public_id, lesson_id=film.public_id, at=IN_CLASS)
    with pytest.raises(Conflict):
        admit(person_id=who.person_id, class_id=held.public_id, lesson_id=task.public_id, at=IN_CLASS)
