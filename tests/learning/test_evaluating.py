"""Evaluation after training: after the class, once each, nothing shown of fewer than five."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from tests.classroom import END, IN_CLASS, enter, opened, town
from yunpei.common.errors import Conflict, Invalid, NotFound
from yunpei.learning import evaluating
from yunpei.learning.evaluating import ASKED, FEWEST, Sums

pytestmark = [pytest.mark.django_db, pytest.mark.req("R20")]

AFTER = datetime(END.year, END.month, END.day, 12, tzinfo=IN_CLASS.tzinfo) + timedelta(days=1)
FOUR = dict.fromkeys(ASKED, 4)


def test_sums_alone_and_only_of_enough() -> None:
    people = range(1, FEWEST + 1)
    there = town(people)
    held = opened(there, people)
    for n in people:
        enter(held, there.learners[n])
    for n in people:
        assert evaluating.sums_of_class(held.id) == Sums(None, {})
        stars = FOUR if n > 1 else {"content": 5, "teaching": 1, "usefulness": 4}
        evaluating.evaluation_give(class_id=held.id, stars=stars, by=there.learners[n], at=AFTER)
    assert evaluating.sums_of_class(held.id) == Sums(5, {"content": 42, "teaching": 34, "usefulness": 40})


def test_once_and_after_the_class() -> None:
    there = town((1, 2))
    held = opened(there, (1, 2))
    who = there.learners[1]
    enter(held, who)
    with pytest.raises(Conflict, match="结束后"):
        evaluating.evaluation_give(class_id=held.id, stars=FOUR, by=who, at=IN_CLASS)
    for stars in ({}, {**FOUR, "content": 6}, {**FOUR, "teaching": 0}):
        with pytest.raises(Invalid):
            evaluating.evaluation_give(class_id=held.id, stars=stars, by=who, at=AFTER)
    evaluating.evaluation_give(class_id=held.id, stars=FOUR, by=who, at=AFTER)
    with pytest.raises(Conflict, match="已经"):
        evaluating.evaluation_give(class_id=held.id, stars=FOUR, by=who, at=AFTER)
    with pytest.raises(Conflict, match="签到"):
        evaluating.evaluation_give(class_id=held.id, stars=FOUR, by=there.learners[2], at=AFTER)
    with pytest.raises(NotFound):
        evaluating.evaluation_give(class_id=held.id, stars=FOUR, by=there.admin, at=AFTER)
