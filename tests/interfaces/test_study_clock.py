"""The study clock with the site's own sign-in and class lists."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from tests.classroom import IN_CLASS, Town, enter, opened, town
from tests.study_stores import KEYS, Moved
from yunpei.catalogue import queries as catalogue
from yunpei.common.errors import Conflict, NotFound
from yunpei.evidence import queries, study
from yunpei.evidence.store import open_store
from yunpei.evidence.study import Study
from yunpei.interfaces.study_clock import ClassLists, SiteStudyClock, signed_in
from yunpei.people import queries as people
from yunpei.training.types import ClassFacts


@pytest.fixture
def there(db: None) -> Town:
    return town((1, 2))


@pytest.fixture
def held(there: Town) -> ClassFacts:
    return opened(there, (1, 2))


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[Study]:
    made = Study(open_store(str(tmp_path / "study.sqlite3"), Moved(int(IN_CLASS.timestamp() * 1000))), KEYS)
    study.configure(lambda: made)
    yield made
    from yunpei.interfaces.study_settings import from_settings

    study.configure(from_settings)


def cookies_of(account_id: int | None, client: Client) -> dict[str, str]:
    assert account_id is not None
    client.force_login(people.session_account(account_id))  # type: ignore[arg-type]
    return {name: morsel.value for name, morsel in client.cookies.items()}


def test_whoever_is_signed_in_to_the_site_studies(there: Town, client: Client) -> None:
    learner = there.learners[1]
    assert signed_in(cookies_of(learner.account_id, client)) == str(learner.person_id)
    assert signed_in({}) is None
    assert signed_in({settings.SESSION_COOKIE_NAME: "guessed"}) is None


def test_a_session_that_was_ended_studies_no_more(there: Town, client: Client) -> None:
    cookies = cookies_of(there.learners[1].account_id, client)
    client.logout()
    assert signed_in(cookies) is None


def test_the_class_list_decides(held: ClassFacts, there: Town) -> None:
    learner = there.learners[1]
    lesson = catalogue.lessons(held.course_id)[0].public_id
    asked: dict[str, Any] = {"person": str(learner.person_id), "lesson": lesson, "at": IN_CLASS}
    with pytest.raises(NotFound):
        ClassLists().admit(**asked, class_id=None)
    with pytest.raises(Conflict):
        ClassLists().admit(**asked, class_id=held.public_id)
    enter(held, learner)
    admitted = ClassLists().admit(**asked, class_id=held.public_id)
    assert (admitted.class_id, admitted.lesson, admitted.seconds) == (held.public_id, lesson, 120)


@pytest.mark.django_db(transaction=True)
def test_a_lesson_through_the_door(client: Client, kept: Study) -> None:
    there = town((1,))
    held = opened(there, (1,))
    learner = there.learners[1]
    enter(held, learner)
    lesson = catalogue.lessons(held.course_id)[0].public_id
    cookie = "; ".join(f"{name}={value}" for name, value in cookies_of(learner.account_id, client).items())
    status, first = call("/study/sessions", {"lesson": lesson, "class": held.public_id}, cookie)
    assert status == 201, first
    person = people.person(int(str(learner.person_id))).public_id
    total = queries.totals(person, held.public_id)[lesson]
    assert (total.planned_ms, total.credited_ms) == (120_000, 0)


def call(path: str, body: object, cookie: str) -> tuple[int, dict[str, Any]]:
    """One request to the application as the server has it, with start and stop around it."""
    sent: list[Any] = []
    waiting = [{"type": "lifespan.startup"}, {"type": "lifespan.shutdown"}]

    async def live() -> dict[str, Any]:
        return waiting.pop(0)

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": json.dumps(body).encode()}

    async def send(message: Any) -> None:
        sent.append(message)

    headers = [(b"content-type", b"application/json"), (b"cookie", cookie.encode())]
    app = SiteStudyClock()

    async def run() -> None:
        await app({"type": "lifespan"}, live, send)
        sent.clear()
        await app({"type": "http", "path": path, "method": "POST", "headers": headers}, receive, send)

    asyncio.run(run())
    return sent[0]["status"], json.loads(sent[1]["body"])
