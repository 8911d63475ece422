"""Django's WSGI side inside an ASGI server, so that the study clock and the site share one port and one process.

asgiref's own bridge runs requests one after another, and never calls close() on an answer, by which Django learns that a
request is over (files stay open, connections are never looked after). Here requests run in a pool of threads that live as
long as the server: a thread keeps its database connection from one request to the next. Of asgiref we use what turns an
ASGI scope into a WSGI environ.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from http import HTTPStatus
from tempfile import SpooledTemporaryFile
from typing import Any

from asgiref.wsgi import WsgiToAsgiInstance

Scope = dict[str, Any]
Message = dict[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]

# A thread is held until its answer is sent, so there are more than cores; with many more SQLite gets slower.
THREADS = 16
IN_MEMORY = 64 * 1024  # bytes of a request's body; what is longer goes to a temporary file
LONGEST_BODY = 2 * 1024**3  # bytes; a lesson's video is the longest thing anyone sends


class Bridge:
    """A WSGI application as an ASGI one, THREADS requests at a time."""

    def __init__(self, application: Callable[..., Iterable[bytes]]) -> None:
        self._application = application
        self._pool = ThreadPoolExecutor(THREADS, thread_name_prefix="site")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        # Proxies fold `_` and `-` together: X_Forwarded_Proto must not pass for the header that the proxy sets.
        headers = [(name, value) for name, value in scope["headers"] if b"_" not in name]
        with SpooledTemporaryFile(max_size=IN_MEMORY) as body:
            refused = await _read(receive, body)
            environ = None if refused else _environ({**scope, "headers": headers}, body)
            if environ is None:
                await _refuse(send, refused or HTTPStatus.BAD_REQUEST)
                return
            loop = asyncio.get_running_loop()
            for message in await loop.run_in_executor(self._pool, self._run, environ, loop, send):
                await send(message)

    def _run(self, environ: Message, loop: asyncio.AbstractEventLoop, send: Send) -> list[Message]:
        """In a thread: run the view, send what is long piece by piece, and return what is left to send.

        A page comes in one piece and is sent by the event loop itself, which saves the way there and back.
        """
        start: Message = {"type": "http.response.start", "headers": []}

        def start_response(status: str, headers: list[tuple[str, str]], _error: object = None) -> None:
            start["status"] = int(status.split(" ", 1)[0])
            start["headers"] = [(name.lower().encode("latin1"), value.encode("latin1")) for name, value in headers]

        answer = self._application(environ, start_response)
        try:
            pieces = iter(answer)
            waiting: list[Message] = [start, _piece(next(pieces, b""))]
            for piece in pieces:
                _send_now(waiting, loop, send)
                waiting = [_piece(piece)]
        finally:
            close = getattr(answer, "close", None)
            if close is not None:
                close()
        return [*waiting, {"type": "http.response.body", "body": b"", "more_body": False}]


def _piece(body: bytes) -> Message:
    return {"type": "http.response.body", "body": body, "more_body": True}


def _send_now(messages: Iterable[Message], loop: asyncio.AbstractEventLoop, send: Send) -> None:
    async def all_of_them() -> None:
        for message in messages:
            await send(message)

    asyncio.run_coroutine_threadsafe(all_of_them(), loop).result()


async def _read(receive: Receive, body: Any) -> HTTPStatus | None:
    """Take the request's body in; a status where it ended badly."""
    length = 0
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            return HTTPStatus.REQUEST_TIMEOUT
        part = message.get("body", b"")
        length += len(part)
        if length > LONGEST_BODY:
            return HTTPStatus.REQUEST_ENTITY_TOO_LARGE
        body.write(part)
        if not message.get("more_body"):
            body.seek(0)
            return None


def _environ(scope: Scope, body: Any) -> dict[str, Any] | None:
    """The WSGI environ of a request; None for one that has a header a hundred times."""
    translator: Any = WsgiToAsgiInstance
    instance = translator(None)
    instance.scope = scope
    try:
        environ: dict[str, Any] = instance.build_environ(scope, body)
    except ValueError:
        return None
    return environ


async def _refuse(send: Send, status: HTTPStatus) -> None:
    if status == HTTPStatus.REQUEST_TIMEOUT:  # whoever asked has left
        return
    await send({"type": "http.response.start", "status": int(status), "headers": [(b"content-type", b"text/plain")]})
    await send({"type": "http.response.body", "body": status.phrase.encode()})
