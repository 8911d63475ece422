"""Sitting a paper on the page: each answer is kept at once with the server's time, and none after the server's deadline."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from tests.classroom import FILED, IN_CLASS, LESSON_SECONDS, SYSTEM, StudyStub, course, enter, opened, town
from tests.portals.conftest import SignedIn
from yunpei.catalogue import actions as catalogue
from yunpei.catalogue.bank import Graded
from yunpei.catalogue.types import QuestionKind
from yunpei.common import clock
from yunpei.learning import study
from yunpei.learning.models import Attempt

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _at() -> Iterator[None]:
    with clock.holding(IN_CLASS):
        yield


@pytest.mark.req("R19")
def test_each_answer_is_kept_at_once_and_none_too_late(signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch) -> None:
    stub = StudyStub()
    monkeypatch.setattr(study, "evidence", stub)
    there = town((1,))
    made = course(there.organisation_id, questions=1, publish=False)
    number = catalogue.question_add(
        course_id=made,
        kind=QuestionKind.NUMBER,
        text="多少安？",
        options=[],
        answer=[],
        more=Graded(number="2", points=3),
        by=SYSTEM,
        at=FILED,
    )
    catalogue.course_publish(course_id=made, by=SYSTEM, at=FILED)
    held, who = opened(there, course_id=made), there.learners[1]
    enter(held, who)
    stub.studied(held, who, LESSON_SECONDS)
    client = signed_in(who)
    address = client.post(f"/learn/classes/{held.public_id}/exam/").headers["Location"]
    kept = client.post(address, {"keep": "1", "shown": [str(number)], f"q{number}": "2.0"})
    assert kept.json() == {"saved_at": "10:00:00"}
    assert 'value="2.0"' in signed_in(who).get(address).content.decode()  # on another device
    assert client.post(address, {"keep": "1", f"q{number}": "两"}).status_code == 422
    with clock.holding(IN_CLASS + timedelta(hours=1, seconds=31)):
        assert client.post(address, {"keep": "1", f"q{number}": "9"}).status_code == 409
        client.post(address, {"submit": "1", f"q{number}": "9"})
    done = Attempt.objects.get()
    assert (done.right, done.points, done.full) == (1, 3, 4)
    assert "75" in client.get(address).content.decode()
