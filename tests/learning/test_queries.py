"""Where a learner stands, and what a claim is told of it."""

from __future__ import annotations

import pytest

from tests.classroom import IN_CLASS, LESSON_SECONDS, START, StudyStub, Town, course, enter, opened, row
from yunpei.common.errors import NotFound
from yunpei.learning import queries
from yunpei.learning.types import ClassPage
from yunpei.policy.columns import COLUMNS
from yunpei.training import actions as training
from yunpei.training.types import Accumulate, ClassFacts, FactSource

pytestmark = pytest.mark.django_db


def shown(held: ClassFacts, there: Town, n: int = 1) -> ClassPage:
    person_id = there.learners[n].person_id
    assert person_id
    return queries.class_page(held.public_id, person_id=person_id, at=IN_CLASS)


@pytest.mark.req("R15", "R17")
def test_what_is_left_is_said_in_order(held: ClassFacts, there: Town, clock: StudyStub) -> None:
    page = shown(held, there)
    assert [block.code for block in page.standing.blocks] == ["sign_in", "hours", "exam"]
    assert page.next_lesson == page.lessons[0].lesson
    assert "1课时=1分钟（由人社部门为本班确定）" in page.hour_text.zh
    who = there.learners[1]
    enter(held, who)
    clock.studied(held, who, 110)
    page = shown(held, there)
    assert (page.standing.hours, page.standing.required, page.standing.to_next_hour_ms) == (3, 4, 20_000)
    assert [block.code for block in page.standing.blocks] == ["hours", "exam"]
    assert [block.code for block in page.exam_blocks] == ["hours"]
    clock.studied(held, who, LESSON_SECONDS)
    page = shown(held, there)
    assert (page.next_lesson, page.exam_blocks) == (None, ())
    assert [block.code for block in page.standing.blocks] == ["exam"]


def test_it_costs_the_same_for_many_lessons_and_people(
    there: Town, clock: StudyStub, django_assert_num_queries
) -> None:
    held = opened(there, (1, 2), course_id=course(there.organisation_id, lessons=12), planned_hours=20)
    training.roster_add(class_id=held.id, rows=[row(n) for n in range(10, 40)], by=there.admin, at=IN_CLASS)
    with django_assert_num_queries(6):
        assert len(shown(held, there).lessons) == 12
    with django_assert_num_queries(5):  # what a class studies never changes
        assert len(shown(held, there, 2).lessons) == 12
    assert clock.asked == 2
    with django_assert_num_queries(6):
        assert len(queries.claim_facts(held.id)) == 32
    assert clock.asked == 3
    with django_assert_num_queries(6):
        standings = queries.class_standings(held.id)
    assert [line.filed for line, _ in standings].count(False) == 30
    assert {stands.hours for _, stands in standings} == {0}


@pytest.mark.parametrize(
    ("accumulate", "seconds", "hours"),
    [(Accumulate.CLASS, 90, 3), (Accumulate.LESSON, 90, 2), (Accumulate.DAY, 119, 2), (Accumulate.CLASS, 29, 0)],
)
def test_a_claim_is_told_the_hours_and_where_they_come_from(
    there: Town, clock: StudyStub, accumulate: Accumulate, seconds: int, hours: int
) -> None:
    held = opened(there, (1, 2), accumulate=accumulate)
    clock.studied(held, there.learners[1], seconds)
    mine, other = queries.claim_facts(held.id)
    assert mine.person_id == there.learners[1].person_id
    assert (mine.facts["online_hours"].value, mine.facts["online_hours"].source) == (hours, FactSource.CLOCK)
    assert f"计时{seconds * 2}秒" in str(mine.facts["online_hours"].note)
    assert mine.facts["completed"].value is other.facts["completed"].value is False
    assert other.facts["online_hours"].value == 0
    assert {"online_hours", "completed"} <= set(COLUMNS)


def test_who_is_not_on_the_roster_sees_nothing(there: Town, held: ClassFacts, clock: StudyStub) -> None:
    with pytest.raises(NotFound):
        queries.class_page(held.public_id, person_id=there.admin.person_id or 0, at=IN_CLASS)
    assert held.starts_on == START
