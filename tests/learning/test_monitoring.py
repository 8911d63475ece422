"""Who is behind the plan and why, and who studies now."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.classroom import END, IN_CLASS, LESSON_SECONDS, START, StudyStub, Town, enter, row
from tests.invented import name
from yunpei.common.errors import NotFound
from yunpei.evidence.types import Studying
from yunpei.learning import monitoring
from yunpei.training import actions as training
from yunpei.training.types import ClassFacts

pytestmark = [pytest.mark.database, pytest.mark.django_db, pytest.mark.req("R18")]


def test_an_even_pace_reaches_all_on_the_last_day(held: ClassFacts) -> None:
    days = [date(2020, 3, 1), START, date(2020, 3, 16), END, date(2020, 4, 9)]
    assert [monitoring.expected_hours(held, day) for day in days] == [0, 0, 2, 4, 4]


def test_those_furthest_behind_come_first_with_what_did_not_count(
    held: ClassFacts, there: Town, clock: StudyStub
) -> None:
    for who in there.learners.values():
        enter(held, who)
    clock.studied(held, there.learners[1], LESSON_SECONDS)
    clock.studied(held, there.learners[2], 10)
    (person,) = [key for key, of in clock.told.items() if any(one.credited_ms == 10_000 for one in of.values())]
    first, second = clock.told[person]
    left_out = {"paused": 30_000, "challenge": 60_000, "gap": 5_000, "seek": 1_000}
    clock.told[person][first] = replace(clock.told[person][first], excluded_ms=left_out, elapsed_ms=106_000)
    clock.told[person][second] = replace(clock.told[person][second], excluded_ms={"paused": 40_000})
    slow, quick = monitoring.progress(held, at=IN_CLASS.replace(day=20))
    assert (slow.line.name, slow.hours, slow.expected, slow.behind) == (name(2), 0, 2, True)
    assert [(text.zh, ms) for text, ms in slow.left_out] == [("暂停", 70_000), ("未应答", 60_000), ("断线", 5_000)]
    assert (slow.unanswered_ms, slow.elapsed_ms, slow.credited_ms) == (60_000, 116_000, 20_000)
    assert (quick.line.name, quick.hours, quick.behind) == (name(1), 4, False)


def test_it_costs_the_same_for_many(
    held: ClassFacts, there: Town, clock: StudyStub, django_assert_num_queries: Any
) -> None:
    with CaptureQueriesContext(connection) as few:
        monitoring.progress(held, at=IN_CLASS)
    training.roster_add(class_id=held.id, rows=[row(n) for n in range(10, 40)], by=there.admin, at=IN_CLASS)
    with django_assert_num_queries(len(few)):
        assert len(monitoring.progress(held, at=IN_CLASS)) == 32


def test_who_studies_now(held: ClassFacts, there: Town, monkeypatch: Any, django_assert_num_queries: Any) -> None:
    from yunpei.catalogue import queries as catalogue
    from yunpei.people import queries as people

    lesson = catalogue.lessons(held.course_id)[0]
    who = people.person(there.learners[2].person_id or 0).public_id
    now: list[Studying] = []
    monkeypatch.setattr(
        "yunpei.learning.monitoring.evidence.studying", lambda class_id: now if class_id == held.public_id else None
    )
    with django_assert_num_queries(0):
        assert monitoring.at_it(held) == []
    now += [Studying(who, lesson.public_id, 61_000, 45_000, True), Studying("gone", lesson.public_id, 0, 0, False)]
    with django_assert_num_queries(2):
        assert monitoring.at_it(held) == [monitoring.AtIt(name(2), lesson.title, 61_000, 45_000, challenged=True)]


def test_the_organisation_and_the_teachers_see_it_and_nobody_else(held: ClassFacts, there: Town) -> None:
    assert monitoring.class_seen(held.public_id, there.organisation_id) == held
    for other in (None, there.organisation_id + 1):
        with pytest.raises(NotFound):
            monitoring.class_seen(held.public_id, other)
