"""Where encoders push live lessons to: raw ASGI under /live/, so that a body is refused before it is here.

    PUT or POST /live/<key>/<any>.ts      a segment, as ffmpeg and OBS make them (HLS over HTTP)
    PUT or POST /live/<key>/<any>.m3u8    their list, which is looked at and not used

200 once a segment is kept. 404 for an unknown key, 409 outside the announced time, 413, 415, 422 for what is no such thing,
429 for too many. The key is in the address because encoders know no other place: it is worth one lesson, shown once and renewable.
"""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Awaitable, Callable, MutableMapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from django.db import connections

from yunpei.common import clock
from yunpei.common.errors import NotFound, Refused
from yunpei.common.language import Text
from yunpei.files.streams import LARGEST
from yunpei.interfaces.study_limits import Buckets
from yunpei.learning.live import sending

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

PATH = re.compile(r"/live/([A-Za-z0-9_-]{20,64})/([A-Za-z0-9_.-]{1,80})", re.ASCII)
LIMITS = {"ts": LARGEST, "m3u8": 64 * 1024}  # bytes
_HEADERS = [(b"content-type", b"application/json"), (b"cache-control", b"no-store")]
_UNKNOWN = Text("没有这个推流地址", "there is no such address")
_METHOD = Text("请用 PUT 推流", "push with PUT")
_ENDING = Text("只接受 .ts 分片和 .m3u8 列表", "only .ts segments and .m3u8 lists are taken")
_OFTEN = Text("推流太频繁；分片请在2秒以上", "too many: make segments of 2 seconds or more")
_LARGE = Text("分片过大；请降低码率或缩短分片", "the segment is too large: lower the bit rate, or make it shorter")
_BROKEN = Text("没有收完", "it did not arrive whole")


class _No(Exception):
    """An answer other than 200."""

    def __init__(self, status: int, text: Text) -> None:
        super().__init__(status)
        self.status, self.text = status, text


class LiveDoor:
    """The ASGI application. One per worker process."""

    def __init__(self, *, buckets: Buckets | None = None) -> None:
        self._threads = ThreadPoolExecutor(2, thread_name_prefix="live")
        self._buckets = buckets or Buckets(burst=40, per_second=4, keep=1000)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        try:
            await self._take(scope, receive)
            status, body = 200, b"{}"
        except _No as no:
            status, body = no.status, _said(no.text)
        except Refused as refused:
            status, body = refused.status, _said(refused.text)
        await send({"type": "http.response.start", "status": status, "headers": _HEADERS})
        await send({"type": "http.response.body", "body": body})

    async def _take(self, scope: Scope, receive: Receive) -> None:
        found = PATH.fullmatch(scope["path"])
        if found is None:
            raise NotFound(_UNKNOWN)
        if scope["method"] not in ("PUT", "POST"):
            raise _No(405, _METHOD)
        key, name = found.groups()
        ending = name.rpartition(".")[2]
        if ending not in LIMITS:
            raise _No(415, _ENDING)
        if not self._buckets.take(key):
            raise _No(429, _OFTEN)
        await self._thread(lambda: sending.key_check(key, at=clock.current().now()))
        data = await _body(receive, LIMITS[ending])
        if ending == "m3u8":
            sending.list_check(data)
            return
        await self._thread(lambda: sending.segment_take(key=key, name=name, data=data, at=clock.current().now()))

    async def _thread(self, action: Callable[[], None]) -> None:
        """In a thread of our own; between two segments no connection to the database waits."""

        def run() -> None:
            try:
                action()
            finally:
                connections.close_all()

        await asyncio.get_running_loop().run_in_executor(self._threads, run)


async def _body(receive: Receive, limit: int) -> bytes:
    """The whole body, of which nothing is read past the limit."""
    body = bytearray()
    while True:
        message = await receive()
        if message["type"] != "http.request":
            raise _No(400, _BROKEN)
        body += message.get("body", b"")
        if len(body) > limit:
            raise _No(413, _LARGE)
        if not message.get("more_body"):
            return bytes(body)


def _said(text: Text) -> bytes:
    return json.dumps({"text": {"zh": text.zh, "en": text.en}}).encode()


app = LiveDoor()
