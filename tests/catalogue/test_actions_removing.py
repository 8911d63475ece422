"""A draft loses a lesson or a question; a published course, and another provider's, does not."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.classroom import FILED, SYSTEM, Town, course, town
from yunpei.catalogue import actions, queries
from yunpei.catalogue.types import LessonKind
from yunpei.common.actor import Actor
from yunpei.common.errors import Conflict, Forbidden, Invalid, NotFound

pytestmark = [pytest.mark.req("R08"), pytest.mark.django_db]


@pytest.fixture
def there() -> Town:
    return town(())


def remove_lesson(course_id: int, by: Actor) -> None:
    actions.lesson_remove(lesson_id=queries.lessons(course_id)[0].id, by=by, at=FILED)


def remove_question(course_id: int, by: Actor) -> None:
    actions.question_remove(question_id=queries.questions(course_id)[0].id, by=by, at=FILED)


REMOVALS = pytest.mark.parametrize("remove", [remove_lesson, remove_question])


def test_later_lessons_move_up_and_questions_stay_in_the_exam(there: Town) -> None:
    made = course(there.organisation_id, lessons=3, publish=False)
    before = queries.lessons(made)
    remove_lesson(made, there.admin)
    assert [(one.position, one.title) for one in queries.lessons(made)] == [(1, before[1].title), (2, before[2].title)]
    assert [one.lesson_id for one in queries.questions(made)] == [None] * 4
    remove_question(made, there.admin)
    assert len(queries.questions(made)) == 3


@REMOVALS
@pytest.mark.parametrize(
    ("by", "refusal"),
    [
        (Actor(account_id=1, organisation_id=404, roles=frozenset({"org_admin"})), NotFound),
        (Actor(account_id=1, roles=frozenset({"officer_review"})), NotFound),
    ],
)
def test_other_people_have_no_hand_in_it(
    there: Town, remove: Callable[..., None], by: Actor, refusal: type[Exception]
) -> None:
    made = course(there.organisation_id, publish=False)
    with pytest.raises(refusal):
        remove(made, by)


@REMOVALS
def test_a_member_without_the_right_may_not(there: Town, remove: Callable[..., None]) -> None:
    made = course(there.organisation_id, publish=False)
    with pytest.raises(Forbidden):
        remove(made, Actor(account_id=1, organisation_id=there.organisation_id))


@REMOVALS
def test_what_is_published_stays(there: Town, remove: Callable[..., None]) -> None:
    made = course(there.organisation_id)
    with pytest.raises(Conflict):
        remove(made, there.admin)


def test_what_is_not_there_is_not_removed() -> None:
    for action, name in ((actions.lesson_remove, "lesson_id"), (actions.question_remove, "question_id")):
        with pytest.raises(NotFound):
            action(**{name: 404}, by=SYSTEM, at=FILED)


@pytest.mark.parametrize(("seconds", "sound"), [(59, True), (60, True), (61, False)])
def test_no_more_is_planned_than_the_film_lasts(there: Town, seconds: int, sound: bool) -> None:
    made = course(there.organisation_id, lessons=0, questions=0, publish=False)
    given: dict[str, Any] = {"course_id": made, "title": "课", "kind": LessonKind.VIDEO, "file_id": None}
    given |= {"seconds": seconds, "film_seconds": 60, "by": there.admin, "at": FILED}
    if sound:
        assert actions.lesson_add(**given)
    else:
        with pytest.raises(Invalid, match="60"):
            actions.lesson_add(**given)
