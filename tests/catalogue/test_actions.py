"""Courses are written by their provider, published whole, and then never change."""

from __future__ import annotations

import pytest

from tests.classroom import FILED, PROJECT, SYSTEM, Town, course, town
from yunpei.catalogue import actions, queries
from yunpei.catalogue.types import CourseKind, CourseState, LessonKind, QuestionKind
from yunpei.common.audit import history
from yunpei.common.errors import Conflict, Forbidden, Invalid, NotFound

pytestmark = pytest.mark.django_db


@pytest.fixture
def there() -> Town:
    return town()


def draft(there: Town) -> int:
    return actions.course_add(
        title="消防",
        kind=CourseKind.FIRE,
        project="消防 安全",
        provider_id=there.organisation_id,
        by=there.admin,
        at=FILED,
    )


def test_a_course_from_draft_to_retired(there: Town) -> None:
    made = course(there.organisation_id, lessons=3, questions=2)
    facts = queries.course(made)
    assert (facts.state, facts.lessons, facts.seconds, facts.project) == (CourseState.PUBLISHED, 3, 360, PROJECT)
    actions.course_retire(course_id=made, by=there.admin, at=FILED)
    assert queries.course(made).state is CourseState.RETIRED
    verbs = [entry.verb for entry in history(subject_type="course", subject_id=facts.public_id)]
    assert verbs == ["course_add", *["lesson_add"] * 3, *["question_add"] * 2, "course_publish", "course_retire"]


def test_a_published_course_does_not_change(there: Town) -> None:
    made = course(there.organisation_id)
    with pytest.raises(Conflict):
        actions.lesson_add(
            course_id=made, title="新", kind=LessonKind.DOCUMENT, seconds=60, file_id=None, by=there.admin, at=FILED
        )
    with pytest.raises(Conflict):
        actions.course_publish(course_id=made, by=there.admin, at=FILED)


def test_everything_that_lacks_is_told_at_once(there: Town) -> None:
    made = draft(there)
    actions.lesson_add(
        course_id=made, title="片", kind=LessonKind.VIDEO, seconds=60, file_id=None, by=there.admin, at=FILED
    )
    with pytest.raises(Invalid) as error:
        actions.course_publish(course_id=made, by=there.admin, at=FILED)
    assert [problem.field for problem in error.value.problems] == ["lesson 1", "questions"]


def test_the_same_project_has_one_name(there: Town) -> None:
    first = actions.project_add(name="消防安全", by=SYSTEM, at=FILED)
    assert actions.project_add(name=" 消防　安全 ", by=there.admin, at=FILED) == first
    assert queries.projects() == ["消防安全"]


@pytest.mark.parametrize(
    ("kind", "options", "answer", "fields"),
    [
        (QuestionKind.SINGLE, ["甲", "乙"], [0, 1], ["answer"]),
        (QuestionKind.SINGLE, ["甲"], [0], ["options"]),
        (QuestionKind.MULTIPLE, ["甲", "甲", "乙"], [2], ["options"]),
        (QuestionKind.MULTIPLE, ["甲", "乙"], [], ["answer"]),
        (QuestionKind.MULTIPLE, ["甲", "乙"], [2], ["answer"]),
        (QuestionKind.MULTIPLE, ["甲", " "], [-1], ["options", "answer"]),
    ],
)
def test_a_question_that_cannot_be_marked_is_refused(
    there: Town, kind: QuestionKind, options: list[str], answer: list[int], fields: list[str]
) -> None:
    made = draft(there)
    with pytest.raises(Invalid) as error:
        actions.question_add(
            course_id=made, kind=kind, text="问", options=options, answer=answer, by=there.admin, at=FILED
        )
    assert [problem.field for problem in error.value.problems] == fields


def test_another_firm_does_not_see_the_course(there: Town) -> None:
    made = draft(there)
    other = town((2,), firm_number=501)
    with pytest.raises(NotFound):
        actions.course_publish(course_id=made, by=other.admin, at=FILED)
    with pytest.raises(Forbidden):
        actions.project_add(name="电工", by=other.learners[2], at=FILED)


def test_queries_do_not_grow_with_rows(there: Town, django_assert_num_queries) -> None:
    made = course(there.organisation_id, lessons=5, questions=5)
    for _ in range(3):
        course(there.organisation_id)
    with django_assert_num_queries(1):
        assert len(queries.courses(state=CourseState.PUBLISHED)) == 4
    with django_assert_num_queries(1):
        assert [one.position for one in queries.lessons(made)] == [1, 2, 3, 4, 5]
    with django_assert_num_queries(1):
        counted = queries.question_counts(made)
    assert [one.questions for one in queries.lessons(made)] == [1, 0, 0, 0, 0]
    assert sum(counted.values()) == 5


@pytest.mark.parametrize("public_id", ["", "x", "0190b8c5-0000-7000-8000-000000000000"])
def test_a_wrong_address_is_not_found(public_id: str, db: None) -> None:
    with pytest.raises(NotFound):
        queries.course_by_public_id(public_id)
    with pytest.raises(NotFound):
        queries.lesson_by_public_id(public_id)
