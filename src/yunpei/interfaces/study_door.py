"""The study clock's door: raw ASGI under /study/, beside the site in one server.

    POST /study/sessions    signed in by the site's cookie; opens a session: first receipt and the device's secret
    POST /study/heartbeat   signed by the last receipt and the secret; no look-up of anything but the insert's own
    POST /study/challenge   signed likewise: what the challenge of that receipt asks

An answer goes out only after its commit. 503 means that nothing advanced: the same heartbeat may be sent again.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from hmac import compare_digest
from http.cookies import CookieError, SimpleCookie
from typing import Any, Protocol

from yunpei.common import errors
from yunpei.evidence import actions, queries
from yunpei.evidence.reasons import Reason
from yunpei.evidence.receipt import BadReceipt, Read, fingerprint, new_secret, verify
from yunpei.evidence.sessions import Heartbeat
from yunpei.evidence.store import StoreDown
from yunpei.evidence.study import Study
from yunpei.evidence.types import Admitted, Kind
from yunpei.interfaces import study_answers as answers
from yunpei.interfaces import study_requests as requests
from yunpei.interfaces.study_answers import Refused
from yunpei.interfaces.study_challenges import Asker, Challenges
from yunpei.interfaces.study_commit import GroupCommit
from yunpei.interfaces.study_limits import Buckets
from yunpei.interfaces.study_live import Ask, Sent, cut_off
from yunpei.interfaces.study_signed import Signed

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
Who = Callable[[Mapping[str, str]], str | None]
"""Cookies → whoever is signed in, in the words that Admission takes; None for nobody. Called in a thread."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_HEADERS = [
    (b"content-type", b"application/json"),
    (b"cache-control", b"no-store"),
    (b"x-content-type-options", b"nosniff"),
]


class Admission(Protocol):
    """Who may study what: the rooms of learning and training know. Called in a thread."""

    def admit(self, *, person: str, lesson: str, class_id: str | None, at: datetime) -> Admitted:
        """What a session is opened with: for someone on the list of a running class of this lesson who has signed in to it.

        Raises common.errors.Refused with the reason for everyone else.
        """


class StudyClock:
    """The ASGI application. One per worker process."""

    def __init__(
        self,
        study: Study,
        who: Who,
        admission: Admission,
        challenges: Challenges,
        *,
        sent: Ask = lambda _class, _lesson: 0,
        openings: Buckets | None = None,
        beats: Buckets | None = None,
    ) -> None:
        self._study, self._who, self._admission = study, who, admission
        self._group = GroupCommit(study)
        self._signed = Signed()
        self._threads = ThreadPoolExecutor(4, thread_name_prefix="study-opening")
        self._asker = Asker(study, challenges)
        self._sent = Sent(sent)
        self._openings = openings or Buckets(burst=10, per_second=1 / 6)
        self._beats = beats or Buckets(burst=30, per_second=1)
        self._answers = {
            "/study/heartbeat": self._heartbeat,
            "/study/sessions": self._open,
            "/study/challenge": self._challenge,
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        try:
            answer = self._answers.get(scope["path"])
            if answer is None:
                raise Refused("not_found")
            if scope["method"] != "POST":
                raise Refused("method")
            status, body = await answer(scope, await _body(receive))
        except requests.BadRequest as error:
            refused = Refused("bad_request", detail=str(error))
            status, body = refused.status, refused.body
        except StoreDown:
            refused = Refused("store_down")
            status, body = refused.status, refused.body
        except Refused as refused:
            status, body = refused.status, refused.body
        await send({"type": "http.response.start", "status": status, "headers": _HEADERS})
        await send({"type": "http.response.body", "body": body})

    async def _heartbeat(self, _scope: Scope, body: bytes) -> tuple[int, bytes]:
        receipt, secret, claim, leaves, answer = requests.heartbeat(body)
        last = self._held(receipt, secret)
        if answer is not None and last.state.challenge:
            right = await asyncio.get_running_loop().run_in_executor(self._threads, self._asker.right, last, answer)
            claim = claim._replace(answer=right)
        if last.session.kind == Kind.LIVE:
            sent = self._sent.known(last.session)
            if sent is None:
                sent = await asyncio.get_running_loop().run_in_executor(self._threads, self._sent.asked, last.session)
            claim = cut_off(claim, sent)
        following = await self._group.advance(Heartbeat(last, claim, leaves))
        if following is None:
            raise Refused("expired")
        if following.state.closed and not leaves:
            raise answers.closed(following)
        self._signed.put(following)
        return 200, answers.advanced(following)

    async def _challenge(self, _scope: Scope, body: bytes) -> tuple[int, bytes]:
        receipt, secret, send = requests.challenge(body)
        last = self._held(receipt, secret)
        if not last.state.challenge:
            raise Refused("no_challenge")
        in_thread = asyncio.get_running_loop().run_in_executor
        try:
            return 200, await in_thread(self._threads, self._asker.shown, last, send)
        except errors.Refused as refused:
            raise Refused("not_asked", status=refused.status, text=refused.text) from None

    def _held(self, receipt: str, secret: str) -> Read:
        """The parts of a receipt that takes another heartbeat, brought by the device whose session it is."""
        last = self._signed.get(receipt) or self._verified(receipt)
        if not compare_digest(fingerprint(secret), last.session.device):
            raise Refused("receipt_invalid")
        if not self._beats.take(last.session.id):
            raise Refused("too_often")
        if last.state.closed:
            raise answers.closed(last)
        return last

    def _verified(self, text: str) -> Read:
        try:
            return verify(text, self._study.keys)
        except BadReceipt:
            raise Refused("receipt_invalid") from None

    async def _open(self, scope: Scope, body: bytes) -> tuple[int, bytes]:
        headers = {name.lower(): value.decode("latin-1") for name, value in scope["headers"]}
        _own_page(headers)
        wanted = requests.opening(body)
        in_thread = asyncio.get_running_loop().run_in_executor
        person = await in_thread(self._threads, self._who, _cookies(headers))
        if person is None:
            raise Refused("signed_out")
        if not self._openings.take(person):
            raise Refused("too_often")
        admitted = await in_thread(self._threads, self._admit, person, wanted)
        secret = wanted.secret or new_secret()
        try:
            step = await self._group.run(
                lambda: actions.session_open(admitted=admitted, secret=secret, study=self._study)
            )
        except ValueError:  # a stored receipt that does not verify, or an admission that no receipt can hold
            raise Refused("fault") from None
        await in_thread(self._threads, self._still_admitted, person, wanted, admitted)
        return 201, answers.opened(step, secret)

    def _admit(self, person: str, wanted: requests.Opening) -> Admitted:
        at = _EPOCH + timedelta(milliseconds=queries.server_time(study=self._study))
        try:
            return self._admission.admit(person=person, lesson=wanted.lesson, class_id=wanted.class_id, at=at)
        except errors.Refused as refused:
            raise Refused("not_admitted", status=refused.status, text=refused.text) from None

    def _still_admitted(self, person: str, wanted: requests.Opening, admitted: Admitted) -> None:
        """A class that closed between admission and opening did not find this session to end: so ask again after it."""
        try:
            self._admit(person, wanted)
        except Refused:
            actions.sessions_close(reason=Reason.OUTSIDE, person=person, class_id=admitted.class_id, study=self._study)
            raise


async def _body(receive: Receive) -> bytes:
    """The whole body. Raises Refused past the limit: nothing more of it is read then."""
    body = b""
    while True:
        message = await receive()
        if message["type"] != "http.request":
            raise Refused("bad_request", detail="the body did not arrive")
        part: bytes = message.get("body", b"")
        body += part
        if len(body) > requests.BODY_LIMIT:
            raise Refused("too_large")
        if not message.get("more_body"):
            return body


def _own_page(headers: Mapping[bytes, str]) -> None:
    """Only a page of this site may open a session with its visitor's cookie."""
    if headers.get(b"content-type", "").partition(";")[0].strip().lower() != "application/json":
        raise Refused("media_type")
    if headers.get(b"sec-fetch-site", "same-origin") != "same-origin":
        raise Refused("cross_site")
    origin = headers.get(b"origin")
    if origin is not None and origin.partition("://")[2] != headers.get(b"host"):
        raise Refused("cross_site")


def _cookies(headers: Mapping[bytes, str]) -> dict[str, str]:
    try:
        return {name: morsel.value for name, morsel in SimpleCookie(headers.get(b"cookie", "")).items()}
    except CookieError:
        return {}
