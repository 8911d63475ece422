"""What a challenge is to the rooms: what was asked of whom, what is shown, and the form of every way of asking."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from yunpei.common.errors import NotFound
from yunpei.common.language import Text
from yunpei.people import queries as people


@dataclass(frozen=True, slots=True)
class Asked:
    """A challenge of one learner: person, class and lesson by public id."""

    person: str
    class_id: str
    lesson: str
    drawn: int
    at: datetime

    @property
    def account(self) -> int:
        """The learner's account. Raises NotFound for someone without one."""
        found = people.person_by_public_id(self.person).account_id
        if found is None:
            raise NotFound
        return found


@dataclass(frozen=True, slots=True)
class Shown:
    """What the player puts before the learner. field: choice, many, code, password or photo; sends: a code can be sent.

    token: what a photo has to carry to be one for this challenge.
    """

    text: Text
    field: str
    options: tuple[str, ...] = ()
    sends: bool = False
    token: str = ""

    def as_json(self) -> dict[str, Any]:
        """As the player reads it."""
        text = {"zh": self.text.zh, "en": self.text.en}
        token = {"token": self.token} if self.token else {}
        return {"text": text, "field": self.field, "options": list(self.options), "sends": self.sends, **token}


class Check(Protocol):
    """One way of asking; `challenges.CHECKS` has one for each kind of challenge."""

    def shown(self, asked: Asked) -> Shown:
        """What is asked; the same however often."""

    def send(self, asked: Asked) -> None:
        """Send a one-time code. Raises Conflict where there is none to send, or too soon."""

    def right(self, asked: Asked, answer: str) -> bool:
        """Whether the answer is right. May be asked again with the same."""
