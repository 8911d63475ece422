"""Practical grades: of 100 on any scale, by a second person where asked for, once more after a failed try, voided and kept."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.classroom import IN_CLASS, StudyStub, Town, enter, signed_up
from yunpei.common.actor import Actor
from yunpei.common.errors import Conflict, Invalid, NotFound
from yunpei.learning import practical, queries
from yunpei.learning.exam_rules import exam_rules_set
from yunpei.learning.types import RULES, PaperKind, PracticalStanding, Scale
from yunpei.training import queries as training
from yunpei.training.types import ClassFacts


@pytest.fixture
def second(there: Town) -> Actor:
    other = signed_up(800)
    return replace(there.admin, account_id=other.account_id, person_id=other.person_id)


@pytest.fixture
def line(there: Town, held: ClassFacts, clock: StudyStub) -> int:
    enter(held, there.learners[1])
    return training.line_of_person(held.id, there.learners[1].person_id or 0).id


def graders(held: ClassFacts, there: Town, count: int) -> None:
    rules = replace(RULES[PaperKind.EXAM], graders=count, tries=2)
    exam_rules_set(class_id=held.id, rules=rules, by=there.admin, at=IN_CLASS)


def grade(held: ClassFacts, line: int, by: Actor, given: str, scale: Scale = Scale.POINTS) -> int:
    return practical.practical_grade(
        class_id=held.id, line_id=line, scale=scale, given=given, remark="稳", by=by, at=IN_CLASS
    )


def stands(held: ClassFacts, there: Town) -> PracticalStanding | None:
    return queries.standing_in(held.id, person_id=there.learners[1].person_id or 0).practical


def test_two_graders_and_their_mean(there: Town, held: ClassFacts, line: int, second: Actor) -> None:
    graders(held, there, 2)
    grade(held, line, there.admin, "50")
    assert stands(held, there) == PracticalStanding(None, passed=False, waiting=True, tries_left=1)
    with pytest.raises(Conflict, match="另一位"):
        grade(held, line, there.admin, "90")
    assert grade(held, line, second, "fair", Scale.LEVELS) == 75
    assert stands(held, there) == PracticalStanding(62, passed=True, waiting=False, tries_left=1)
    with pytest.raises(Conflict, match="已合格"):
        grade(held, line, second, "90")


def test_a_failed_try_is_followed_by_another_until_none_is_left(there: Town, held: ClassFacts, line: int) -> None:
    graders(held, there, 1)
    for left in (1, 0):
        grade(held, line, there.admin, "59")
        assert stands(held, there) == PracticalStanding(59, passed=False, waiting=False, tries_left=left)
    with pytest.raises(Conflict, match="用完"):
        grade(held, line, there.admin, "60")
    blocks = queries.standing_in(held.id, person_id=there.learners[1].person_id or 0).blocks
    assert "practical_tries" in {one.code for one in blocks}


def test_void_is_kept_and_opens_the_try_again(there: Town, held: ClassFacts, line: int) -> None:
    graders(held, there, 1)
    grade(held, line, there.admin, "10")
    [[only]] = practical.grades_of(held.id).values()
    with pytest.raises(Invalid):
        practical.practical_void(class_id=held.id, grade_id=only.pk, reason=" ", by=there.admin, at=IN_CLASS)
    practical.practical_void(class_id=held.id, grade_id=only.pk, reason="记错人", by=there.admin, at=IN_CLASS)
    only.refresh_from_db()
    assert (only.mark, only.void_reason) == (10, "记错人")
    assert stands(held, there) == PracticalStanding(None, passed=False, waiting=False, tries_left=2)


@pytest.mark.parametrize(
    ("given", "scale"), [("101", Scale.POINTS), ("-1", Scale.POINTS), ("", Scale.POINTS), ("good", Scale.PASS)]
)
def test_what_is_no_grade(there: Town, held: ClassFacts, line: int, given: str, scale: Scale) -> None:
    graders(held, there, 1)
    with pytest.raises(Invalid):
        grade(held, line, there.admin, given, scale)


def test_no_practical_part_and_nobody_of_another_class(there: Town, held: ClassFacts, line: int) -> None:
    with pytest.raises(Conflict, match="没有实操"):
        grade(held, line, there.admin, "90")
    assert stands(held, there) is None
    with pytest.raises(NotFound):
        grade(held, 0, there.admin, "90")
