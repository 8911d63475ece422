"""Learners behind the plan are told, not more often than set, and not after they finished."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from tests.classroom import IN_CLASS, LESSON_SECONDS, StudyStub, Town, enter, opened, row
from yunpei.learning import jobs, monitoring, urging
from yunpei.learning.models_monitoring import Urge
from yunpei.messages.models import Message
from yunpei.training import actions as training
from yunpei.training import queries as classes
from yunpei.training.types import ClassFacts

pytestmark = [pytest.mark.database, pytest.mark.django_db, pytest.mark.req("R18")]
DAY = timedelta(days=1)
LATE = IN_CLASS + 10 * DAY


@pytest.fixture
def held(there: Town, clock: StudyStub) -> ClassFacts:
    """An open class of two registered learners, and one who has not registered yet."""
    made = opened(there, (1, 2))
    training.class_begin(class_id=made.id, at=IN_CLASS)
    training.roster_add(class_id=made.id, rows=[row(9)], by=there.admin, at=IN_CLASS)
    for who in there.learners.values():
        enter(made, who)
    clock.studied(made, there.learners[1], LESSON_SECONDS)
    return classes.class_of(made.id)


def told(who: Any, at: datetime) -> list[str]:
    jobs.learners_urge(at=at)
    return list(Message.objects.filter(to_account_id=who.account_id).order_by("id").values_list("text_zh", flat=True))


def test_only_those_behind_are_told_with_their_figures(held: ClassFacts, there: Town, clock: StudyStub) -> None:
    (words,) = told(there.learners[2], LATE)
    assert "已学0课时，按计划今天应到2课时（共4课时" in words
    assert Message.objects.filter(to_account_id=there.learners[1].account_id).count() == 0
    assert Urge.objects.count() == 1  # who has no account cannot be told, and is not written down as told


def test_not_more_often_than_set(held: ClassFacts, there: Town, settings: Any) -> None:
    who = there.learners[2]
    assert [len(told(who, LATE + n * DAY)) for n in (0, 0, 1, 2, 3, 4, 5, 6)] == [1, 1, 1, 1, 2, 2, 2, 3]
    settings.YUNPEI_URGE_DAYS = 0
    assert len(told(who, LATE + 9 * DAY)) == 3
    settings.YUNPEI_URGE_DAYS = 1
    assert len(told(who, LATE + 9 * DAY)) == 4


def test_it_stops_when_finished_and_when_the_class_is_over(held: ClassFacts, there: Town, clock: StudyStub) -> None:
    who = there.learners[2]
    assert len(told(who, LATE)) == 1
    clock.studied(held, who, LESSON_SECONDS)
    assert len(told(who, LATE + 4 * DAY)) == 1
    clock.studied(held, who, 0)
    training.class_close(class_id=held.id, by=there.admin, at=LATE + 5 * DAY)
    assert len(told(who, LATE + 6 * DAY)) == 1


def test_a_forfeited_challenge_is_named(held: ClassFacts, there: Town, clock: StudyStub) -> None:
    from dataclasses import replace

    clock.studied(held, there.learners[2], 5)
    for of in clock.told.values():
        for lesson, one in of.items():
            of[lesson] = replace(one, excluded_ms={"challenge": 60_000})
    assert "弹题" in told(there.learners[2], LATE)[0]


def test_one_of_two_at_once(held: ClassFacts, there: Town) -> None:
    found = monitoring.progress(held, at=LATE)
    behind = next(one for one in found if one.line.person_id == there.learners[2].person_id)
    account = there.learners[2].account_id
    assert account
    assert [urging._tell(held, behind, account, LATE) for _ in range(2)] == [True, False]
    assert Message.objects.count() == 1
