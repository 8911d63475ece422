"""A sheet of questions goes into a draft whole or not at all, and the same one again changes nothing."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.classroom import FILED, Town, course, town
from yunpei.catalogue import bank_actions, queries
from yunpei.catalogue.bank import GivenQuestion, Graded
from yunpei.catalogue.bank_sheet import BankRow
from yunpei.catalogue.types import QuestionKind
from yunpei.common.audit import history
from yunpei.common.errors import Conflict, Invalid, NotFound

pytestmark = pytest.mark.django_db

ONE = BankRow(2, GivenQuestion(QuestionKind.SINGLE, "题甲", ("是", "否"), (0,), Graded(points=2, chapter="一")), 1)
TWO = BankRow(3, GivenQuestion(QuestionKind.NUMBER, "题乙", (), (), Graded(number="2")), None)


@pytest.fixture
def there() -> Town:
    return town(())


def test_the_same_sheet_again_changes_nothing(there: Town) -> None:
    draft = course(there.organisation_id, questions=0, publish=False)
    for added in (2, 0):
        assert bank_actions.questions_import(course_id=draft, rows=[ONE, TWO], by=there.admin, at=FILED) == added
    one, two = queries.questions(draft)
    assert (one.points, one.chapter, one.lesson_id) == (2, "一", queries.lessons(draft)[0].id)
    assert (two.number, two.lesson_id) == ("2", None)
    rows = history(subject_type="course", subject_id=queries.course(draft).public_id)
    assert [row.verb for row in rows].count("questions_import") == 1


def test_another_answer_to_a_known_question_stops_all(there: Town) -> None:
    draft = course(there.organisation_id, questions=0, publish=False)
    bank_actions.questions_import(course_id=draft, rows=[ONE], by=there.admin, at=FILED)
    other = replace(ONE, question=replace(ONE.question, answer=(1,)))
    with pytest.raises(Invalid):
        bank_actions.questions_import(course_id=draft, rows=[TWO, other], by=there.admin, at=FILED)
    assert len(queries.questions(draft)) == 1


def test_a_published_course_and_a_stranger(there: Town) -> None:
    published = course(there.organisation_id)
    with pytest.raises(Conflict):
        bank_actions.questions_import(course_id=published, rows=[ONE], by=there.admin, at=FILED)
    stranger = town((), firm_number=600).admin
    with pytest.raises(NotFound):
        bank_actions.questions_import(course_id=published, rows=[ONE], by=stranger, at=FILED)
