"""The learner's class page: what it costs, where its links lead, and that who may see it is asked each time."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import urljoin

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import resolve
from pytest_django import DjangoAssertNumQueries

from tests.classroom import IN_CLASS, SYSTEM, StudyStub, Town, course, enter, opened, row, total, town
from tests.portals.conftest import SignedIn
from yunpei.catalogue import queries as catalogue
from yunpei.catalogue.types import LessonKind
from yunpei.common import clock
from yunpei.evidence.reasons import Reason
from yunpei.learning import queries as learning
from yunpei.learning import study
from yunpei.people import actions as people
from yunpei.people.models import Membership
from yunpei.portals.learner.views import classes as views
from yunpei.training import actions as training
from yunpei.training.types import ClassFacts

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _at() -> Iterator[None]:
    with clock.holding(IN_CLASS):
        yield


@pytest.fixture(autouse=True)
def measured(monkeypatch: pytest.MonkeyPatch) -> StudyStub:
    stub = StudyStub()
    monkeypatch.setattr(study, "evidence", stub)
    return stub


@pytest.fixture
def there(db: None) -> Town:
    return town((1, 2))


@pytest.fixture
def held(there: Town) -> ClassFacts:
    made = opened(there, (1,), course_id=course(there.organisation_id, lessons=12), planned_hours=20)
    enter(made, there.learners[1])
    return made


def address(held: ClassFacts) -> str:
    return f"/learn/classes/{held.public_id}/"


def test_it_costs_eight_queries_and_one_read_of_the_study_clock(
    there: Town,
    held: ClassFacts,
    measured: StudyStub,
    signed_in: SignedIn,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    client = signed_in(there.learners[1])
    training.roster_add(class_id=held.id, rows=[row(n) for n in range(10, 30)], by=there.admin, at=IN_CLASS)
    with django_assert_num_queries(9):  # the lessons of the class are read for the first time
        client.get(address(held))
    # session, account with its rights, class with its line, tries, records from elsewhere, days left out, what is asked, own evaluation
    with django_assert_num_queries(8):
        page = client.get(address(held)).content.decode()
    assert measured.asked == 2
    assert page.count('class="bar-words"') == 13  # the bar and twelve lessons


def test_its_links_lead_somewhere(there: Town, held: ClassFacts, signed_in: SignedIn) -> None:
    page = signed_in(there.learners[1]).get(address(held)).content.decode()
    links = {urljoin(address(held), link) for link in re.findall(r'<a[^>]* href="([^"#]+)"', page)}
    named = [resolve(link).view_name for link in links]
    assert named.count("learner:lesson") == 12
    assert named.count("learner:quiz") == 1


def test_who_may_see_it_is_asked_each_time(there: Town, held: ClassFacts, signed_in: SignedIn) -> None:
    other, client = signed_in(there.learners[2]), signed_in(there.learners[1])
    assert (other.get(address(held)).status_code, client.get(address(held)).status_code) == (404, 200)
    training.roster_add(class_id=held.id, rows=[row(2)], by=there.admin, at=IN_CLASS)
    assert other.get(address(held)).status_code == 200
    people.account_stop(account_id=there.learners[2].account_id or 0, why="tests", by=SYSTEM, at=IN_CLASS)
    assert sent_to_sign_in(other, address(held))
    Session.objects.filter(pk=client.session.session_key).delete()
    assert sent_to_sign_in(client, address(held))


def sent_to_sign_in(client: Client, path: str) -> bool:
    answer = client.get(path)
    return answer.status_code == 302 and answer.headers["Location"].startswith("/account/login/")


def test_a_right_ends_with_the_next_request(there: Town, signed_in: SignedIn) -> None:
    client = signed_in(there.admin)
    assert client.get("/org/").status_code == 200
    Membership.objects.filter(account_id=there.admin.account_id or 0).update(ended_at=IN_CLASS)
    assert client.get("/org/").status_code == 403


def test_a_lesson_says_what_was_left_out_and_has_words_for_the_player(
    there: Town, held: ClassFacts, measured: StudyStub, signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = catalogue.lessons(held.course_id)[0]
    watched = replace(total(one, 75), excluded_ms={"paused": 65_000, "challenge": 30_000, "seek": 200})
    monkeypatch.setattr(measured, "totals", lambda *_: {one.public_id: watched})
    page = signed_in(there.learners[1]).get(f"{address(held)}lessons/{one.public_id}/").content.decode()
    assert "1:15 / 2:00" in page
    left_out = page.partition("本课没有计入的时间")[2].partition("</section>")[0]
    assert re.findall(r"<dt>(\w+)<br>([^<]+)</dt>", left_out) == [("暂停", "1 分 05 秒"), ("未应答", "0 分 30 秒")]
    assert "<dialog" in page
    words = json.loads(page.partition('id="player-words" type="application/json">')[2].partition("</script>")[0])
    assert {f"why_{code}" for code in Reason} <= words.keys()
    assert {"ask_wrong", "ask_missed", "closed_device", "asked"} <= words.keys()


def test_a_document_is_read_on_the_page(
    there: Town, held: ClassFacts, signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = catalogue.lessons(held.course_id)[0]
    monkeypatch.setattr(views, "pages_of", lambda _: ("第一页的字", "第二页的字"))
    kind = replace(one, kind=LessonKind.DOCUMENT)
    found = learning.class_page(held.public_id, person_id=there.learners[1].person_id or 0, at=IN_CLASS)
    lines = (replace(found.lessons[0], lesson=kind), *found.lessons[1:])
    monkeypatch.setattr(learning, "class_page", lambda *_, **__: replace(found, lessons=lines))
    page = signed_in(there.learners[1]).get(f"{address(held)}lessons/{one.public_id}/").content.decode()
    assert "第 2 页，共 2 页" in page
    assert "第二页的字" in page
    assert 'target="_blank"' not in page, "what opens elsewhere hides the page, and hidden time does not count"


def test_a_practical_task_is_not_timed_and_says_so(
    there: Town, held: ClassFacts, signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = catalogue.lessons(held.course_id)[0]
    found = learning.class_page(held.public_id, person_id=there.learners[1].person_id or 0, at=IN_CLASS)
    client, path = signed_in(there.learners[1]), f"{address(held)}lessons/{one.public_id}/"
    assert one.earns.zh in client.get(path).content.decode()
    task = replace(one, kind=LessonKind.PRACTICAL)
    lines = (replace(found.lessons[0], lesson=task), *found.lessons[1:])
    monkeypatch.setattr(learning, "class_page", lambda *_, **__: replace(found, lessons=lines))
    page = client.get(path).content.decode()
    assert task.earns.zh in page
    assert "data-player" not in page
    assert "player.js" not in page
    assert 'data-show="begin"' not in page
