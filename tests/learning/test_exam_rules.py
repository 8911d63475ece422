"""How the exam of a class is sat: set before anyone sat it, drawable from the bank, with a wait between tries."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.classroom import IN_CLASS, LESSON_SECONDS, StudyStub, Town, enter, town
from yunpei.common.actor import Actor
from yunpei.common.errors import Conflict, Invalid, NotFound
from yunpei.learning import actions, queries
from yunpei.learning.exam_rules import bank_parts, exam_rules_set, rules_of
from yunpei.learning.types import RULES, PaperKind, PaperRules, Part
from yunpei.training.types import ClassFacts

GIVEN = PaperRules(questions=3, time=timedelta(minutes=30), tries=2, wait=timedelta(hours=24))


def put(held: ClassFacts, rules: PaperRules, by: Actor) -> None:
    exam_rules_set(class_id=held.id, rules=rules, by=by, at=IN_CLASS)


@pytest.fixture
def who(there: Town, held: ClassFacts, clock: StudyStub) -> Actor:
    learner = there.learners[1]
    enter(held, learner)
    clock.studied(held, learner, LESSON_SECONDS)
    return learner


def test_what_nobody_set_is_as_ever_and_what_is_set_holds(there: Town, held: ClassFacts) -> None:
    assert rules_of(held.id, PaperKind.EXAM) == RULES[PaperKind.EXAM]
    for rules in (GIVEN, replace(GIVEN, tries=1, parts=(Part("", 2, 4),), questions=4, graders=2)):
        put(held, rules, there.admin)
        assert rules_of(held.id, PaperKind.EXAM) == rules
    assert rules_of(held.id, PaperKind.QUIZ) == RULES[PaperKind.QUIZ]
    assert bank_parts(held.course_id) == {("", 2): 4}


@pytest.mark.parametrize(
    ("change", "fields"),
    [
        ({"questions": 0, "tries": 99, "time": timedelta(0)}, {"questions", "tries", "minutes"}),
        ({"wait": timedelta(days=31)}, {"wait"}),
        ({"graders": 3}, {"graders"}),
        ({"parts": (Part("没有这章", 0, 1),)}, {"parts"}),
        ({"parts": (Part("", 2, 5),)}, {"parts"}),
        ({"parts": (Part("", 0, 2), Part("", 2, 2))}, {"parts"}),
    ],
)
def test_what_cannot_be_drawn_is_refused(
    there: Town, held: ClassFacts, change: dict[str, object], fields: set[str]
) -> None:
    with pytest.raises(Invalid) as refused:
        put(held, replace(GIVEN, **change), there.admin)  # type: ignore[arg-type]
    assert {one.field for one in refused.value.problems} == fields


def test_a_retake_waits_and_the_rules_stand_once_somebody_sat(there: Town, held: ClassFacts, who: Actor) -> None:
    put(held, GIVEN, there.admin)
    assert who.person_id

    def start(at: object) -> int:
        made = actions.attempt_start(class_id=held.id, kind=PaperKind.EXAM, by=who, at=at)  # type: ignore[arg-type]
        return queries.attempt_page(made, person_id=who.person_id or 0, at=IN_CLASS).id

    first = start(IN_CLASS)
    assert actions.attempt_submit(attempt_id=first, by=who, at=IN_CLASS).asked == 3
    with pytest.raises(Conflict, match="24"):
        start(IN_CLASS + timedelta(hours=23, minutes=59))
    assert start(IN_CLASS + timedelta(hours=24)) != first
    with pytest.raises(Conflict):
        put(held, GIVEN, there.admin)


def test_others_set_nothing(there: Town, held: ClassFacts) -> None:
    with pytest.raises(NotFound):
        put(held, GIVEN, town((), firm_number=600).admin)
