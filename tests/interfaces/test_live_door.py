"""The encoders' door by itself: what is refused, and before which of its bytes. With a server and ffmpeg: tests/journeys/test_live.py."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import connections

from yunpei.common import clock
from yunpei.common.errors import Conflict, Invalid, NotFound, Problem
from yunpei.common.language import Text
from yunpei.interfaces.live_door import LIMITS, LiveDoor
from yunpei.interfaces.study_limits import Buckets
from yunpei.learning.live import sending

pytestmark = pytest.mark.req("R16")
KEY = "k" * 32


class Sending:
    """Stands in for the room: knows one key, keeps what it is given."""

    def __init__(self) -> None:
        self.kept: list[tuple[str, str, bytes]] = []
        self.refusal: Exception | None = None

    def key_check(self, key: str, *, at: datetime) -> None:
        if key != KEY:
            raise NotFound
        if self.refusal is not None:
            raise self.refusal

    def segment_take(self, *, key: str, name: str, data: bytes, at: datetime) -> None:
        if not data.startswith(b"G"):
            raise Invalid([Problem("segment", Text("不是", "no segment"))])
        self.kept.append((key, name, data))


@pytest.fixture
def room(monkeypatch: pytest.MonkeyPatch) -> Sending:
    found = Sending()
    for name in ("key_check", "segment_take"):
        monkeypatch.setattr(sending, name, getattr(found, name))
    monkeypatch.setattr(connections, "close_all", lambda: None)
    monkeypatch.setattr(clock, "current", lambda: clock.FixedClock(datetime(2020, 3, 10, tzinfo=UTC)))
    return found


Call = Callable[..., tuple[int, int]]


@pytest.fixture
def call(room: Sending) -> Call:
    """A request; its status, and how many parts of its body were read."""
    door = LiveDoor(buckets=Buckets(burst=100, per_second=1))

    def made(
        name: str, data: bytes = b"G", *, key: str = KEY, method: str = "PUT", part: int = 1 << 20
    ) -> tuple[int, int]:
        parts = [data[n : n + part] for n in range(0, max(len(data), 1), part)]
        sent: list[Any] = []
        read = 0

        async def receive() -> dict[str, Any]:
            nonlocal read
            read += 1
            return {"type": "http.request", "body": parts[read - 1], "more_body": read < len(parts)}

        async def send(message: Any) -> None:
            sent.append(message)

        asyncio.run(door({"type": "http", "path": f"/live/{key}/{name}", "method": method}, receive, send))
        assert isinstance(json.loads(sent[1]["body"]), dict)
        return sent[0]["status"], read

    return made


def test_a_segment_and_a_list_are_taken(room: Sending, call: Call) -> None:
    assert call("live0.ts", b"G" * 3000) == (200, 1)
    assert call("live0.ts", b"G", method="POST")[0] == 200
    assert call("live.m3u8", b"#EXTM3U\n")[0] == 200
    assert room.kept == [(KEY, "live0.ts", b"G" * 3000), (KEY, "live0.ts", b"G")]


@pytest.mark.parametrize(
    ("name", "data", "more", "status"),
    [
        ("live0.ts", b"G", {"key": "x" * 32}, 404),
        ("live0.ts", b"G", {"key": "short"}, 404),
        ("live0.ts", b"G", {"method": "GET"}, 405),
        ("live0.ts", b"G", {"method": "DELETE"}, 405),
        ("live.exe", b"G", {}, 415),
        ("live0.ts", b"<html>", {}, 422),
        ("live.m3u8", b"<html>", {}, 422),
        ("live.m3u8", b"#EXTM3U" + bytes(LIMITS["m3u8"]), {}, 413),
        ("a/b.ts", b"G", {}, 404),
    ],
)
def test_what_is_refused(room: Sending, call: Call, name: str, data: bytes, more: dict[str, str], status: int) -> None:
    assert call(name, data, **more)[0] == status
    assert not room.kept


def test_an_unknown_key_has_nothing_read_and_a_long_body_ends_at_its_limit(room: Sending, call: Call) -> None:
    assert call("live0.ts", b"G" * LIMITS["ts"], key="x" * 32) == (404, 0)
    room.refusal = Conflict(Text("不是时间", "not the time"))
    assert call("live0.ts", b"G" * LIMITS["ts"]) == (409, 0)
    room.refusal = None
    assert call("live0.ts", b"G" * (2 * LIMITS["ts"])) == (413, LIMITS["ts"] // (1 << 20) + 1)


def test_too_many_are_refused(room: Sending) -> None:
    door = LiveDoor(buckets=Buckets(burst=1, per_second=0))
    statuses: list[int] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"#EXTM3U", "more_body": False}

    async def send(message: Any) -> None:
        statuses.extend([message["status"]] if "status" in message else [])

    async def twice() -> None:
        for _ in range(2):
            await door({"type": "http", "path": f"/live/{KEY}/live.m3u8", "method": "PUT"}, receive, send)

    asyncio.run(twice())
    assert statuses == [200, 429]


def test_who_leaves_halfway_leaves_nothing(room: Sending) -> None:
    parts: Iterator[dict[str, Any]] = iter(
        [{"type": "http.request", "body": b"G", "more_body": True}, {"type": "http.disconnect"}]
    )
    sent: list[Any] = []

    async def receive() -> dict[str, Any]:
        return next(parts)

    async def send(message: Any) -> None:
        sent.append(message)

    scope = {"type": "http", "path": f"/live/{KEY}/live0.ts", "method": "PUT"}
    asyncio.run(LiveDoor()(scope, receive, send))
    assert sent[0]["status"] == 400
    assert not room.kept
