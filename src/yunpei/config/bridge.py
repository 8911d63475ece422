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

# More than cores, since views wait for locks and the database; each has a connection to the database of its own.
THREADS = 8
AT_ONCE = 256 * 1024  # bytes of an answer in memory
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
            answer, part = await loop.run_in_executor(self._pool, self._begin, environ)
            await send(answer.start)
            await send(_body(part, answer))
            if not answer.over:
                await self._rest(answer, receive, send)

    def _begin(self, environ: Message) -> tuple[Answer, bytes]:
        answer = Answer(self._application, environ)
        return answer, answer.take()

    async def _rest(self, answer: Answer, receive: Receive, send: Send) -> None:
        """A thread reads, the loop sends: someone on a slow line keeps no thread, someone who has left none at all."""
        loop, left = asyncio.get_running_loop(), asyncio.ensure_future(receive())
        try:
            while not answer.over and not left.done():
                part = await loop.run_in_executor(self._pool, answer.take)
                await send(_body(part, answer))
        finally:
            left.cancel()
            await loop.run_in_executor(self._pool, answer.close)


class Answer:
    """What the application answers, taken AT_ONCE bytes or a little more at a time. Lives in threads, one after another."""

    def __init__(self, application: Callable[..., Iterable[bytes]], environ: Message) -> None:
        """Run the view."""
        self.start: Message = {"type": "http.response.start"}
        self.over = False
        self._answer = application(environ, self._started)
        self._pieces = iter(self._answer)

    def _started(self, status: str, headers: list[tuple[str, str]], _error: object = None) -> None:
        self.start["status"] = int(status.split(" ", 1)[0])
        self.start["headers"] = [(name.lower().encode("latin1"), value.encode("latin1")) for name, value in headers]

    def take(self) -> bytes:
        """The next part. After the last one, or a fault, the answer is closed."""
        taken = bytearray()
        try:
            for piece in self._pieces:
                taken += piece
                if len(taken) >= AT_ONCE:
                    return bytes(taken)
        except BaseException:
            self.close()
            raise
        self.close()
        return bytes(taken)

    def close(self) -> None:
        """Say once that nothing more is wanted: Django then lets go of files and looks after its connections."""
        if not self.over:
            self.over = True
            getattr(self._answer, "close", lambda: None)()


def _body(part: bytes, answer: Answer) -> Message:
    return {"type": "http.response.body", "body": part, "more_body": not answer.over}


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
