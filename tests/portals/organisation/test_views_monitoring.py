"""Progress, who studies now, and how lessons are studied: for the organisation and for those whose course it is."""

from __future__ import annotations

from typing import Any

import pytest

from tests.casework.city import AFTER, DAY, City, Studied, accepted, firm_of
from tests.invented import name
from tests.portals.conftest import SignedIn
from yunpei.catalogue import queries as catalogue
from yunpei.evidence.types import Studying
from yunpei.learning.models_monitoring import LessonFigures
from yunpei.training import actions as training
from yunpei.training import queries as classes
from yunpei.training.types import ClassFacts

pytestmark = [pytest.mark.django_db, pytest.mark.req("R18", "R20")]


@pytest.fixture
def held(there: City, studied: Studied) -> ClassFacts:
    class_id = accepted(there, (1, 2))
    training.class_begin(class_id=class_id, at=AFTER - 25 * DAY)
    return classes.class_of(class_id)


def test_who_is_behind_and_why(there: City, held: ClassFacts, signed_in: SignedIn) -> None:
    page = signed_in(there.admin).get(f"/org/classes/{held.public_id}/progress/").content.decode()
    assert name(1) in page
    assert name(2) in page
    assert "未签到" in page
    assert f"共 {held.required_hours} 课时" in page


def test_who_studies_now(there: City, held: ClassFacts, signed_in: SignedIn, monkeypatch: Any) -> None:
    client, address = signed_in(there.admin), f"/org/classes/{held.public_id}/now/"
    empty = client.get(address).content.decode()
    assert "0 人正在学习" in empty
    assert 'hx-trigger="every 10s"' in empty
    line = classes.roster_lines(held.roster_id)[0]
    lesson = catalogue.lessons(held.course_id)[0]
    now = [Studying(line.person, lesson.public_id, 61_000, 45_000, True)]
    monkeypatch.setattr("yunpei.learning.monitoring.evidence.studying", lambda _class: now)
    page = client.get(address).content.decode()
    for part in ("1 人正在学习", line.name, "1 分 01 秒", "等待回答弹题"):
        assert part in page


def test_how_lessons_are_studied(there: City, held: ClassFacts, signed_in: SignedIn) -> None:
    course = catalogue.course(held.course_id)
    lesson = catalogue.lessons(course.id)[0]
    address = f"/org/courses/{course.public_id}/figures/"
    client = signed_in(there.admin)
    assert "还没有人学过" in client.get(address).content.decode()
    LessonFigures.objects.create(
        training_class_id=held.id,
        lesson_id=lesson.id,
        plays=7,
        people=5,
        finished=3,
        minutes=[5, 4, 3],
        counted_at=AFTER,
    )
    page = client.get(address).content.decode()
    for part in ("第 3 分钟", "4 / 5", "3 / 5", "<dd>7</dd>"):
        assert part in page


def test_others_see_nothing(there: City, held: ClassFacts, signed_in: SignedIn) -> None:
    stranger = signed_in(firm_of(77)[1])
    course = catalogue.course(held.course_id).public_id
    for address in (f"classes/{held.public_id}/progress", f"classes/{held.public_id}/now", f"courses/{course}/figures"):
        assert stranger.get(f"/org/{address}/").status_code == 404
