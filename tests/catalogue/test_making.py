"""Drafts are put right and reordered; a published version never changes, the next one is a row of its own."""

from __future__ import annotations

from typing import Any

import pytest

from tests.classroom import FILED, Town, course, opened, town
from yunpei.catalogue import actions, making, queries
from yunpei.catalogue.types import EARNS, CourseState, LessonKind
from yunpei.common.errors import Conflict, Forbidden, Invalid, NotFound

pytestmark = [pytest.mark.req("R08"), pytest.mark.django_db]


@pytest.fixture
def there() -> Town:
    return town()


def changed(lesson_id: int, there: Town, **changes: Any) -> None:
    given = {"title": "新名", "chapter": "第一章", "brief": "", "seconds": 90, **changes}
    making.lesson_change(lesson_id=lesson_id, by=there.admin, at=FILED, **given)


def titles(course_id: int) -> list[str]:
    return [one.title for one in queries.lessons(course_id)]


def test_lessons_are_renamed_moved_and_put_into_chapters(there: Town) -> None:
    made = course(there.organisation_id, lessons=3, publish=False)
    first, second, third = queries.lessons(made)
    changed(second.id, there)
    assert queries.lessons(made)[1].chapter == "第一章"
    making.lesson_move(lesson_id=third.id, up=True, by=there.admin, at=FILED)
    making.lesson_move(lesson_id=first.id, up=True, by=there.admin, at=FILED)  # the first already
    assert titles(made) == ["第1课", "第3课", "新名"]
    assert [one.position for one in queries.lessons(made)] == [1, 2, 3]


def test_all_that_is_wrong_is_told_at_once(there: Town) -> None:
    made = course(there.organisation_id, lessons=1, publish=False)
    [only] = queries.lessons(made)
    with pytest.raises(Invalid) as error:
        changed(only.id, there, title="", chapter="x" * 101, seconds=0)
    assert [one.field for one in error.value.problems] == ["title", "chapter", "seconds"]
    with pytest.raises(Invalid) as error:
        making.course_describe(
            course_id=made,
            title=" ",
            topic="first_aid",
            occupation="6-31",
            occupation_name="",
            about="",
            by=there.admin,
            at=FILED,
        )
    assert [one.field for one in error.value.problems] == ["title", "topic", "occupation"]


def test_a_quiz_and_a_practical_task_say_what_is_to_be_done(there: Town) -> None:
    made = course(there.organisation_id, lessons=1, publish=False)
    given: dict[str, Any] = {"course_id": made, "seconds": 600, "file_id": None, "by": there.admin, "at": FILED}
    for kind in (LessonKind.QUIZ, LessonKind.PRACTICAL):
        with pytest.raises(Invalid):
            actions.lesson_add(title="做", kind=kind, **given)
        actions.lesson_add(title="做", kind=kind, brief="接好一个插座", **given)
    with pytest.raises(Invalid) as error:
        actions.course_publish(course_id=made, by=there.admin, at=FILED)
    assert [one.field for one in error.value.problems] == ["lesson 2"]  # the quiz has no question yet
    assert {one.earns for one in queries.lessons(made)} <= set(EARNS.values())


def test_captions_are_a_videos(there: Town) -> None:
    made = course(there.organisation_id, lessons=1, publish=False)
    [film] = queries.lessons(made)
    file = "0190b8c5-0000-7000-8000-000000000000"
    making.lesson_captions(lesson_id=film.id, file_id=file, by=there.admin, at=FILED)
    assert queries.lessons(made)[0].captions_id == file
    task = actions.lesson_add(
        course_id=made,
        title="做",
        kind=LessonKind.PRACTICAL,
        brief="做",
        seconds=60,
        file_id=None,
        by=there.admin,
        at=FILED,
    )
    with pytest.raises(Invalid):
        making.lesson_captions(lesson_id=task, file_id=file, by=there.admin, at=FILED)


def test_a_version_is_copied_and_the_class_stays_with_its_own(there: Town) -> None:
    made = course(there.organisation_id)
    held = opened(there, course_id=made)
    before = queries.lessons(made), queries.questions(made)
    new = making.course_version(course_id=made, by=there.admin, at=FILED)
    old, draft = queries.course(made), queries.course(new)
    assert (draft.line, draft.version, draft.state) == (old.line, 2, CourseState.DRAFT)
    assert titles(new) == titles(made)
    assert {one.public_id for one in queries.lessons(new)}.isdisjoint(one.public_id for one in before[0])
    assert [one.text for one in queries.questions(new)] == [one.text for one in before[1]]
    assert queries.questions(new)[0].lesson_id == queries.lessons(new)[0].id
    with pytest.raises(Conflict):
        making.course_version(course_id=made, by=there.admin, at=FILED)
    changed(queries.lessons(new)[0].id, there)
    actions.course_publish(course_id=new, by=there.admin, at=FILED)
    assert queries.course(made).state is CourseState.RETIRED
    assert (queries.lessons(made), queries.questions(made)) == before
    assert held.course_id == made
    assert [one.version for one in queries.versions(old.line)] == [2, 1]


@pytest.mark.parametrize("state", ["published", "draft"])
def test_what_may_not_change_does_not(there: Town, state: str) -> None:
    made = course(there.organisation_id, publish=state == "published")
    first = queries.lessons(made)[0]
    stranger = town((2,), firm_number=501)
    moved: dict[str, Any] = {"lesson_id": first.id, "up": False, "at": FILED}
    if state == "published":
        for attempt in (
            lambda: changed(first.id, there),
            lambda: making.lesson_move(by=there.admin, **moved),
            lambda: making.course_delete(course_id=made, by=there.admin, at=FILED),
            lambda: making.lesson_captions(lesson_id=first.id, file_id=None, by=there.admin, at=FILED),
        ):
            with pytest.raises(Conflict):
                attempt()
    with pytest.raises(NotFound):
        making.lesson_move(by=stranger.admin, **moved)
    with pytest.raises((Forbidden, NotFound)):
        making.lesson_move(by=there.learners[1], **moved)
    assert queries.lessons(made)[0] == first


def test_a_draft_is_thrown_away_whole(there: Town) -> None:
    made = course(there.organisation_id, publish=False)
    making.course_delete(course_id=made, by=there.admin, at=FILED)
    with pytest.raises(NotFound):
        queries.course(made)
