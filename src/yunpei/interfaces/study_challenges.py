"""What a challenge shows and which answer is right, as the study clock's door asks the rooms that know. Called in threads.

The receipt names the kind and number of the challenge; all else is drawn anew from these with the receipts' key, so that nothing
has to be stored between showing and answering, and any worker may do either.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple, Protocol

from yunpei.evidence import queries
from yunpei.evidence.asking import Ask, kind_of
from yunpei.evidence.receipt import Read, digest
from yunpei.evidence.study import Study
from yunpei.interfaces.study_recent import Recent

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Challenge(NamedTuple):
    """One challenge of one person. drawn: a number that decides question, order and code, unknown outside."""

    kind: Ask
    number: int
    person: str
    class_id: str
    lesson: str
    drawn: int
    at: datetime


class Challenges(Protocol):
    """Who knows questions, passwords and identity checks."""

    def shown(self, challenge: Challenge, *, send: bool) -> dict[str, Any]:
        """What the player shows. send: and a one-time code goes to the account. Raises common.errors.Refused."""

    def right(self, challenge: Challenge, answer: str) -> bool:
        """Whether this answer is the right one."""


class Asker:
    """Shows challenges and judges answers; an answer sent again after a lost line is not judged again."""

    def __init__(self, study: Study, challenges: Challenges) -> None:
        self._study, self._challenges = study, challenges
        self._judged = Recent[bool](1_000)

    def shown(self, last: Read, send: bool) -> bytes:
        """The JSON that the player gets. Raises common.errors.Refused."""
        found = self._challenges.shown(self._challenge(last), send=send)
        return json.dumps({"id": last.state.challenge, "kind": kind_of(last.state.challenge), **found}).encode()

    def right(self, last: Read, answer: str) -> bool:
        """Whether the answer settles the challenge of this receipt."""
        name = digest(f"{last.text} {answer}")
        known = self._judged.get(name)
        if known is None:
            known = self._challenges.right(self._challenge(last), answer)
            self._judged.put(name, known)
        return known

    def _challenge(self, last: Read) -> Challenge:
        session, (kind, number, _) = last.session, last.state.challenge.split(".")
        keys = self._study.keys
        drawn = keys.draw(keys.current, f"{session.person}|{session.class_id}|{number}|shown")
        at = _EPOCH + timedelta(milliseconds=queries.server_time(study=self._study))
        return Challenge(Ask(kind), int(number), session.person, session.class_id, session.lesson, drawn, at)
