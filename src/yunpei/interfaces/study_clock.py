"""The study clock of this site: the door, with the site's sign-in and its class lists. See study_door.py for what it does."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user
from django.contrib.sessions.backends.db import SessionStore
from django.db import connections
from django.http import HttpRequest

from yunpei.common.errors import NotFound
from yunpei.evidence import study
from yunpei.evidence.types import Admitted
from yunpei.interfaces.study_challenges import Challenge
from yunpei.interfaces.study_door import Receive, Scope, Send, StudyClock
from yunpei.learning import admission
from yunpei.learning.challenges import CHECKS, Asked
from yunpei.learning.live import queries as live
from yunpei.people import queries as people


def signed_in(cookies: Mapping[str, str]) -> str | None:
    """The id of the person behind the site's session, None for nobody or for an account that studies nothing."""
    request = HttpRequest()
    request.session = SessionStore(cookies.get(settings.SESSION_COOKIE_NAME))
    user = get_user(request)  # holds the session against the password, as every page does
    if not user.is_authenticated or user.pk is None:
        return None
    person = people.actor_of(user.pk).person_id
    return None if person is None else str(person)


class ClassLists:
    """Admission by the rooms of learning and training."""

    def admit(self, *, person: str, lesson: str, class_id: str | None, at: datetime) -> Admitted:
        """See learning.admission.admit."""
        if class_id is None:
            raise NotFound
        return admission.admit(person_id=int(person), class_id=class_id, lesson_id=lesson, at=at)


class LessonChallenges:
    """What is asked and what is right, by the room of learning."""

    def shown(self, challenge: Challenge, *, send: bool) -> dict[str, Any]:
        """See learning.challenges."""
        check, asked = CHECKS[challenge.kind], _asked(challenge)
        if send:
            check.send(asked)
        return check.shown(asked).as_json()

    def right(self, challenge: Challenge, answer: str) -> bool:
        """See learning.challenges."""
        return CHECKS[challenge.kind].right(_asked(challenge), answer)


def _asked(challenge: Challenge) -> Asked:
    return Asked(challenge.person, challenge.class_id, challenge.lesson, challenge.drawn, challenge.at)


class _Threaded:
    """All of the above in a thread of the door's. Openings are rare: no database connection waits for the next one."""

    def who(self, cookies: Mapping[str, str]) -> str | None:
        try:
            return signed_in(cookies)
        finally:
            connections.close_all()

    def shown(self, challenge: Challenge, *, send: bool) -> dict[str, Any]:
        try:
            return LessonChallenges().shown(challenge, send=send)
        finally:
            connections.close_all()

    def right(self, challenge: Challenge, answer: str) -> bool:
        try:
            return LessonChallenges().right(challenge, answer)
        finally:
            connections.close_all()

    def sent(self, class_id: str, lesson: str) -> int:
        try:
            return live.sent_ms(class_id, lesson)
        finally:
            connections.close_all()

    def admit(self, *, person: str, lesson: str, class_id: str | None, at: datetime) -> Admitted:
        try:
            return ClassLists().admit(person=person, lesson=lesson, class_id=class_id, at=at)
        finally:
            connections.close_all()


class SiteStudyClock:
    """The ASGI application that the server runs under /study/; it opens its store at start or with the first request."""

    def __init__(self) -> None:
        self._door: StudyClock | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or start and stop with the server."""
        if scope["type"] == "lifespan":
            await self._live(receive, send)
            return
        threaded = _Threaded()
        self._door = self._door or StudyClock(study.current(), threaded.who, threaded, threaded, sent=threaded.sent)
        await self._door(scope, receive, send)

    async def _live(self, receive: Receive, send: Send) -> None:
        while True:
            message = await receive()
            await send({"type": f"{message['type']}.complete"})
            if message["type"] == "lifespan.shutdown":
                return


app = SiteStudyClock()
