"""The door by itself, without a server: every answer that is no receipt. With a server: tests/attacks."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.study_stores import KEYS, START, Moved
from yunpei.common.errors import Conflict
from yunpei.common.language import Text
from yunpei.evidence.store import Chosen, StoreDown
from yunpei.evidence.store_sqlite import SqliteStore, SqliteTransaction
from yunpei.evidence.study import Study
from yunpei.evidence.types import Admitted, Kind, Receipt
from yunpei.interfaces import study_answers, study_live
from yunpei.interfaces.study_challenges import Challenge
from yunpei.interfaces.study_door import StudyClock

JSON = [(b"content-type", b"application/json"), (b"host", b"site"), (b"cookie", b"person=p-1; other=1")]


class Failing(SqliteStore):
    """A store that can be switched off."""

    down = False

    @contextmanager
    def writing(self) -> Iterator[SqliteTransaction]:
        if self.down:
            raise StoreDown("away")
        with super().writing() as tx:
            yield tx


class Lists:
    """Admits until `left` openings were asked for; knows one answer."""

    asks = ""
    kind = Kind.VIDEO
    sent_ms = 0

    def __init__(self) -> None:
        self.left, self.asked = 10**6, list[datetime]()

    def admit(self, *, person: str, lesson: str, class_id: str | None, at: datetime) -> Admitted:
        self.asked.append(at)
        self.left -= 1
        if self.left < 0:
            raise Conflict(Text("班级已结束", "the class is over"))
        return Admitted(person, class_id or "c-1", lesson, self.kind, 600, START + 10**10, None, self.asks)

    def shown(self, challenge: Challenge, *, send: bool) -> dict[str, Any]:
        if send:
            raise Conflict(Text("太频繁", "too often"))
        return {"text": challenge.kind}

    def right(self, _challenge: Challenge, answer: str) -> bool:
        return answer == "right"


class Site:
    """A door, its store, its class lists, and a way to call it."""

    def __init__(self, path: Path) -> None:
        self.clock, self.lists = Moved(), Lists()
        self.store = Failing(str(path), self.clock)
        self.store.prepare()
        study, lists = Study(self.store, KEYS), self.lists
        self.door = StudyClock(
            study, lambda cookies: cookies.get("person"), lists, lists, sent=lambda _class, _lesson: lists.sent_ms
        )

    def call(self, path: str, body: object, *, method: str = "POST", headers: Any = JSON) -> tuple[int, dict[str, Any]]:
        raw = body if isinstance(body, bytes) else json.dumps(body).encode()
        parts = [raw[n : n + 1000] for n in range(0, max(len(raw), 1), 1000)]
        sent: list[Any] = []

        async def receive() -> dict[str, Any]:
            part = parts.pop(0)
            return {"type": "http.request", "body": part, "more_body": bool(parts)}

        async def send(message: Any) -> None:
            sent.append(message)

        scope = {"type": "http", "path": path, "method": method, "headers": headers}
        asyncio.run(self.door(scope, receive, send))
        return sent[0]["status"], json.loads(sent[1]["body"])

    def beat(self, body: dict[str, Any], **other: Any) -> tuple[int, dict[str, Any]]:
        claim = {"position": 15_000, "state": "playing", "visible": True, "rate": 1}
        return self.call("/study/heartbeat", {"receipt": body["receipt"], "secret": body["secret"], **claim, **other})

    def open(self, lesson: str = "l-1") -> tuple[int, dict[str, Any]]:
        return self.call("/study/sessions", {"lesson": lesson})


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    made = Site(tmp_path / "study.sqlite3")
    yield made
    made.store.close()


def test_a_heartbeat_is_answered_with_the_next_receipt(site: Site) -> None:
    status, first = site.open()
    assert (status, first["seq"], first["next_ms"], first["planned_ms"]) == (201, 0, 15_000, 600_000)
    site.clock.passes(15)
    status, body = site.beat(first)
    assert (status, body["seq"], body["credited_ms"], body["day_ms"], body["closed"]) == (200, 1, 15_000, 15_000, "")
    assert body.keys() == first.keys() - {"secret"}
    site.clock.passes(46)
    assert site.beat({**first, **body})[1]["excluded_ms"] == {"gap": 46_000}
    assert site.lists.asked[0] == datetime.fromtimestamp(START / 1000, UTC)


def test_what_was_not_sent_live_was_not_watched(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(study_live, "FRESH", 0)
    site.lists.kind, site.lists.sent_ms = Kind.LIVE, 1_200_000
    body = site.open()[1]

    def beat(position: int, **other: Any) -> dict[str, Any]:
        site.clock.passes(15)
        body.update(site.beat(body, position=position, **other)[1])
        return body

    assert beat(300_000, start=285_000)["credited_ms"] == 15_000  # who comes late begins where it is
    site.lists.sent_ms = 310_000
    assert beat(315_000)["credited_ms"] == 25_000  # and nobody is ahead of what was sent
    assert beat(330_000)["credited_ms"] == 25_000
    assert beat(600_000, start=585_000)["credited_ms"] == 25_000
    assert body["excluded_ms"] == {"paused": 35_000}


def test_a_challenge_is_shown_and_answered(site: Site) -> None:
    site.lists.asks = "10-10-sign_in"
    first = site.open()[1]
    keys = {"receipt": first["receipt"], "secret": first["secret"]}
    assert site.call("/study/challenge", keys)[1]["error"] == "no_challenge"
    site.clock.passes(15)
    body = site.beat(first)[1]
    assert (body["challenge"], body["answer_ms"]) == ("sign_in.1.0", 180_000)
    keys["receipt"] = body["receipt"]
    assert site.call("/study/challenge", keys) == (200, {"id": "sign_in.1.0", "kind": "sign_in", "text": "sign_in"})
    status, refused = site.call("/study/challenge", {**keys, "send": True})
    assert (status, refused["error"], refused["text"]["zh"]) == (409, "not_asked", "太频繁")
    assert site.call("/study/challenge", {**keys, "secret": "x" * 40})[0] == 403
    for answer, seconds, challenge, pending in (("wrong", 15, "sign_in.1.1", 15_000), ("right", 15, "", 0)):
        site.clock.passes(seconds)
        body = site.beat({**first, **body}, position=body["position"] + 15_000, answer=answer)[1]
        assert (body["challenge"], body["pending_ms"]) == (challenge, pending)
    assert (body["credited_ms"], body["answer_ms"]) == (45_000, 0)


def test_a_session_is_the_devices_that_opened_it(site: Site) -> None:
    device = "d" * 40
    first = site.call("/study/sessions", {"lesson": "l-1", "secret": device})[1]
    assert first["secret"] == device
    again = site.call("/study/sessions", {"lesson": "l-1", "secret": device})[1]
    assert site.beat(first)[1]["reason"] == "parallel"
    assert site.call("/study/sessions", {"lesson": "l-1", "secret": "e" * 40})[0] == 201
    assert site.beat(again)[1]["reason"] == "device"


def test_leaving_ends_the_session_and_keeps_what_was_earned(site: Site) -> None:
    first = site.open()[1]
    site.clock.passes(10)
    status, body = site.beat(first, leave=True, position=10_000)
    assert (status, body["closed"], body["credited_ms"]) == (200, "left", 10_000)
    status, body = site.beat({**first, **body})
    assert (status, body["error"], body["reason"]) == (409, "closed", "left")


@pytest.mark.parametrize(
    ("path", "body", "method", "headers", "expected"),
    [
        ("/study/other", {}, "POST", JSON, (404, "not_found")),
        ("/study/sessions", {}, "GET", JSON, (405, "method")),
        ("/study/sessions", {}, "POST", JSON, (400, "bad_request")),
        ("/study/sessions", b"x" * 20_000, "POST", JSON, (413, "too_large")),
        ("/study/sessions", {"lesson": "l"}, "POST", [], (415, "media_type")),
        ("/study/sessions", {"lesson": "l"}, "POST", JSON[:2], (401, "signed_out")),
        ("/study/sessions", {"lesson": "l"}, "POST", [*JSON, (b"origin", b"https://other")], (403, "cross_site")),
        ("/study/sessions", {"lesson": "l"}, "POST", [*JSON, (b"sec-fetch-site", b"same-site")], (403, "cross_site")),
        ("/study/sessions", {"lesson": "l"}, "POST", [*JSON, (b"origin", b"https://site")], (201, None)),
        ("/study/sessions", {"lesson": "l" * 64}, "POST", JSON, (201, None)),
        ("/study/heartbeat", {}, "POST", JSON, (400, "bad_request")),
    ],
)
def test_what_is_refused_says_why(
    site: Site, path: str, body: object, method: str, headers: Any, expected: tuple[int, str | None]
) -> None:
    status, told = site.call(path, body, method=method, headers=headers)
    assert (status, told.get("error")) == expected
    if status != 201:
        assert told["text"]["zh"]
        assert told["text"]["en"]


def test_when_the_store_is_away_nothing_advances(site: Site) -> None:
    first = site.open()[1]
    site.clock.passes(15)
    site.store.down = True
    assert site.beat(first)[0] == site.open()[0] == 503
    site.store.down = False
    assert site.beat(first)[1]["seq"] == 1


def test_a_class_that_closes_while_a_session_opens_ends_it(site: Site) -> None:
    site.lists.left = 1  # admitted, and a moment later no more
    status, told = site.open()
    assert (status, told["error"], told["text"]["en"]) == (409, "not_admitted", "the class is over")
    with site.store.reading() as tx:
        assert [row.closed for row in tx.sessions(Chosen())] == [START]


def test_a_stored_record_that_was_changed_stops_study(site: Site) -> None:
    first = site.open()[1]
    with site.store.writing() as tx:
        tx.add_receipts([Receipt(first["session"], 1, START, "forged")])
    assert (site.open()[0], site.open()[1]["error"]) == (500, "fault")


def test_openings_are_limited(site: Site) -> None:
    assert [site.open()[0] for _ in range(12)].count(429) == 2


def test_a_receipt_from_yesterday_is_too_old(site: Site) -> None:
    first = site.open()[1]
    site.clock.passes(86_400)
    assert (site.beat(first)[0], site.beat(first)[1]["error"]) == (410, "expired")


def test_every_error_is_said_in_both_languages() -> None:
    assert all(text.zh and text.en for _, text in study_answers.ERRORS.values())
