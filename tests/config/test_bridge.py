"""Django's side inside the server: side by side, piece by piece, and closed at the end."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import pytest

from yunpei.config import bridge
from yunpei.config.bridge import Bridge

Application = Callable[..., Iterable[bytes]]


class Answer:
    """An answer in pieces that knows whether it was closed."""

    def __init__(self, *pieces: bytes, fails: bool = False) -> None:
        self.pieces, self.fails, self.closed = pieces, fails, False

    def __iter__(self) -> Iterator[bytes]:
        yield from self.pieces
        if self.fails:
            raise OSError("the file ended early")

    def close(self) -> None:
        self.closed = True


async def ask(app: Bridge, *, body: Iterable[dict[str, Any]] = (), headers: Any = (), **scope: Any) -> list[Any]:
    """Send one request and give every message of the answer."""
    waiting = [*body] or [{"type": "http.request", "body": b""}]
    sent: list[Any] = []

    async def receive() -> dict[str, Any]:
        return waiting.pop(0)

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    whole = {"type": "http", "method": "POST", "path": "/x", "query_string": b"", "http_version": "1.1", **scope}
    await app({**whole, "headers": list(headers)}, receive, send)
    return sent


def body_of(sent: list[Any]) -> bytes:
    return b"".join(message.get("body", b"") for message in sent)


def saying(answer: Iterable[bytes], status: str = "200 OK") -> Application:
    def application(_environ: Any, start_response: Any) -> Iterable[bytes]:
        start_response(status, [("Content-Type", "text/plain")])
        return answer

    return application


def test_a_page_comes_whole_and_is_closed() -> None:
    answer = Answer(b"page")
    sent = asyncio.run(ask(Bridge(saying(answer, "201 Created"))))
    assert sent[0] == {"type": "http.response.start", "status": 201, "headers": [(b"content-type", b"text/plain")]}
    assert (body_of(sent), sent[-1]["more_body"], answer.closed) == (b"page", False, True)


@pytest.mark.parametrize("pieces", [(), (b"",), (b"a", b"b", b"c")])
def test_pieces_keep_their_order(pieces: tuple[bytes, ...]) -> None:
    answer = Answer(*pieces)
    sent = asyncio.run(ask(Bridge(saying(answer))))
    assert [message["type"] for message in sent].count("http.response.start") == 1
    assert (body_of(sent), answer.closed) == (b"".join(pieces), True)


def test_what_comes_in_crumbs_is_sent_together() -> None:
    sent = asyncio.run(ask(Bridge(saying(Answer(*[b"crumb"] * 1000)))))
    assert [len(message["body"]) for message in sent[1:]] == [5000]


PIECE = b"x" * bridge.AT_ONCE


async def download(app: Bridge, send: Any, left: asyncio.Event) -> None:
    """Ask for a long answer; `left` is set when whoever asked goes away."""
    asked = iter([{"type": "http.request", "body": b""}])

    async def receive() -> dict[str, Any]:
        for message in asked:
            return message
        await left.wait()
        return {"type": "http.disconnect"}

    scope = {"type": "http", "method": "GET", "path": "/x", "query_string": b"", "http_version": "1.1", "headers": []}
    await app(scope, receive, send)


def test_slow_lines_keep_no_thread() -> None:
    """As many downloads as there are threads wait for their lines; a page is answered meanwhile."""
    answers = [Answer(*[PIECE] * 4) for _ in range(bridge.THREADS)]
    waiting = iter(answers)

    def application(environ: Any, start_response: Any) -> Iterable[bytes]:
        start_response("200 OK", [])
        return [b"page"] if environ["REQUEST_METHOD"] == "POST" else next(waiting)

    async def story() -> list[int]:
        app, free, held, sizes = Bridge(application), asyncio.Event(), [], []

        async def send(message: dict[str, Any]) -> None:
            if message["type"] == "http.response.body":
                held.append(message)
                if len(held) > len(answers):  # the first part goes out at once, the second waits
                    await free.wait()
                sizes.append(len(message["body"]))

        downloads = [asyncio.ensure_future(download(app, send, asyncio.Event())) for _ in answers]
        while len(held) < 2 * len(answers) and not any(one.done() for one in downloads):
            await asyncio.sleep(0.01)
        assert body_of(await asyncio.wait_for(ask(app), 10)) == b"page"
        free.set()
        await asyncio.gather(*downloads)
        return sizes

    assert sum(asyncio.run(story())) == bridge.THREADS * 4 * len(PIECE)
    assert all(one.closed for one in answers)


def test_nothing_is_read_for_someone_who_has_left() -> None:
    answer = Answer(*[PIECE] * 100)

    async def story() -> int:
        left, sent = asyncio.Event(), []

        async def send(message: dict[str, Any]) -> None:
            sent.append(message)
            if len(sent) == 4:
                left.set()
                await asyncio.sleep(0)

        await asyncio.wait_for(download(Bridge(saying(answer)), send, left), 10)
        return len(sent)

    assert asyncio.run(story()) < 10
    assert answer.closed


@pytest.mark.parametrize("piece", [b"a", PIECE])
def test_an_answer_that_breaks_off_is_closed_too(piece: bytes) -> None:
    answer = Answer(piece, b"b", fails=True)
    with pytest.raises(OSError, match="ended early"):
        asyncio.run(ask(Bridge(saying(answer))))
    assert answer.closed


def test_the_view_reads_the_whole_body() -> None:
    def application(environ: Any, start_response: Any) -> Iterable[bytes]:
        start_response("200 OK", [])
        return [environ["wsgi.input"].read()]

    parts: list[dict[str, Any]] = [
        {"type": "http.request", "body": b"ab", "more_body": True},
        {"type": "http.request", "body": b"c", "more_body": False},
    ]
    assert body_of(asyncio.run(ask(Bridge(application), body=parts))) == b"abc"


def test_a_body_without_end_is_cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bridge, "LONGEST_BODY", 2)
    sent = asyncio.run(ask(Bridge(saying([b"never"])), body=[{"type": "http.request", "body": b"abc"}]))
    assert sent[0]["status"] == 413


def test_who_left_gets_no_answer() -> None:
    gone: list[dict[str, Any]] = [
        {"type": "http.request", "body": b"a", "more_body": True},
        {"type": "http.disconnect"},
    ]
    assert asyncio.run(ask(Bridge(saying([b"never"])), body=gone)) == []


def test_a_header_with_an_underscore_does_not_pass_for_the_proxys() -> None:
    def application(environ: Any, start_response: Any) -> Iterable[bytes]:
        start_response("200 OK", [])
        return [environ.get("HTTP_X_FORWARDED_PROTO", "none").encode()]

    app = Bridge(application)
    assert body_of(asyncio.run(ask(app, headers=[(b"x_forwarded_proto", b"https")]))) == b"none"
    assert body_of(asyncio.run(ask(app, headers=[(b"x-forwarded-proto", b"https")]))) == b"https"


def test_requests_run_side_by_side() -> None:
    together = threading.Barrier(8, timeout=10)  # breaks unless eight are inside at once

    def application(_environ: Any, start_response: Any) -> Iterable[bytes]:
        together.wait()
        start_response("200 OK", [])
        return [b"met"]

    async def all_at_once() -> list[bytes]:
        app = Bridge(application)
        return [body_of(sent) for sent in await asyncio.gather(*(ask(app) for _ in range(8)))]

    assert asyncio.run(all_at_once()) == [b"met"] * 8
