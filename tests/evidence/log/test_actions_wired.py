"""What happens in the rooms above is written down as events: with the change, once, under public ids."""

from __future__ import annotations

import json

import pytest
from django.test import Client

from tests.classroom import FILED, IN_CLASS, StudyStub, enter, opened, town
from yunpei.credentials import actions as credentials
from yunpei.evidence import queries as study_clock
from yunpei.evidence.log import queries
from yunpei.evidence.models import Event
from yunpei.evidence.types import Verb
from yunpei.learning import actions as learning
from yunpei.learning.types import PaperKind
from yunpei.people import queries as people

pytestmark = pytest.mark.django_db


def said(verb: Verb) -> list[dict]:
    return [json.loads(row.text) for row in Event.objects.filter(verb=verb).order_by("id")]


def test_signing_in_to_a_class_once(db: None) -> None:
    there = town()
    held = opened(there)
    for _ in range(2):
        enter(held, there.learners[1])
    (event,) = said(Verb.SIGN_IN)
    assert event["class"] == held.public_id
    assert event["person"] == people.person(there.learners[1].person_id or 0).public_id


def test_answers_marks_and_the_certificate(monkeypatch: pytest.MonkeyPatch) -> None:
    stub = StudyStub()
    for name in ("totals", "class_totals", "credited_days"):
        monkeypatch.setattr(study_clock, name, getattr(stub, name))
    there = town()
    held, who = opened(there), there.learners[1]
    enter(held, who)
    stub.studied(held, who, 120)
    public = learning.attempt_start(class_id=held.id, kind=PaperKind.EXAM, by=who, at=IN_CLASS)
    from yunpei.learning.queries import attempt_page

    shown = attempt_page(public, person_id=who.person_id or 0, at=IN_CLASS)
    right = {
        one.id: [place for place, text in enumerate(one.options) if text.startswith("正确")] for one in shown.questions
    }
    learning.attempt_answer(attempt_id=shown.id, answers=right, by=who, at=IN_CLASS)
    learning.attempt_submit(attempt_id=shown.id, by=who, at=IN_CLASS)
    learning.attempt_submit(attempt_id=shown.id, by=who, at=IN_CLASS)
    (answer,), (score,) = said(Verb.ANSWER), said(Verb.SCORE)
    assert answer["detail"]["attempt"] == score["detail"]["attempt"] == public
    assert score["detail"]["right"] == score["detail"]["asked"] == len(right)
    assert answer["detail"]["answers"] == score["detail"]["answers"]
    number = credentials.certificate_issue(class_id=held.id, person_id=who.person_id or 0, by=who, at=IN_CLASS)
    (certificate,) = said(Verb.CERTIFICATE)
    assert certificate["detail"]["number"] == number


def test_opening_a_session_of_the_site_seals_where_it_came_from(client: Client) -> None:
    from yunpei.people.models import Account

    who = town().learners[1]
    Account.objects.filter(pk=who.account_id or 0).update(confirmed_at=FILED)
    login = Account.objects.get(pk=who.account_id or 0).login
    given = {"login": login, "password": "a long enough phrase"}
    client.post("/account/login/", given, headers={"user-agent": "a cheap phone"})
    (event,) = said(Verb.LOGIN)
    assert sorted(event["sealed"]) == ["address", "device"]
    assert "cheap" not in json.dumps(event)
    found = queries.value_of(event["id"], "device")
    assert found is not None
    assert found[0] == "a cheap phone"
