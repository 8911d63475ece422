"""What a challenge of the study clock shows, and which answer is right. The clock decides when; here is only what.

Nothing is stored between showing and answering: question, order of options and code follow from `drawn`, a number that the clock
derives with its key from person, class and number of the challenge.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from yunpei.catalogue import queries as catalogue
from yunpei.catalogue.types import QuestionFacts, QuestionKind
from yunpei.common.errors import Conflict, NotFound
from yunpei.common.language import Text
from yunpei.evidence.asking import Ask
from yunpei.messages import actions as messages
from yunpei.people import actions as people
from yunpei.people import queries as persons
from yunpei.people.types import CodePurpose, Step


@dataclass(frozen=True, slots=True)
class Asked:
    """A challenge of one learner: person, class and lesson by public id."""

    person: str
    class_id: str
    lesson: str
    drawn: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Shown:
    """What the player puts before the learner. field: choice, many, code or password; sends: a code can be sent."""

    text: Text
    field: str
    options: tuple[str, ...] = ()
    sends: bool = False

    def as_json(self) -> dict[str, Any]:
        """As the player reads it."""
        text = {"zh": self.text.zh, "en": self.text.en}
        return {"text": text, "field": self.field, "options": list(self.options), "sends": self.sends}


class Check(Protocol):
    """One way of asking. An identity check of a city's own is one of these, put into `CHECKS` under Ask.IDENTITY."""

    def shown(self, asked: Asked) -> Shown:
        """What is asked; the same however often."""

    def send(self, asked: Asked) -> None:
        """Send a one-time code. Raises Conflict where there is none to send, or too soon."""

    def right(self, asked: Asked, answer: str) -> bool:
        """Whether the answer is right. May be asked again with the same."""


class Question:
    """A question of the lesson's bank; where it has none, four digits to be typed as they are shown."""

    def shown(self, asked: Asked) -> Shown:
        """The question with its options in an order of this challenge's own."""
        question = _question(asked)
        if question is None:
            zh, en = (
                f"请输入数字 {_digits(asked)}，表示您正在学习",
                f"Type the digits {_digits(asked)} to show that you are here",
            )
            return Shown(Text(zh, en), "code")
        options = tuple(question.options[place] for place in _order(asked, len(question.options)))
        field = "many" if question.kind is QuestionKind.MULTIPLE else "choice"
        return Shown(Text(question.text, question.text), field, options)

    def send(self, asked: Asked) -> None:  # noqa: ARG002  # the protocol's
        """There is none."""
        raise Conflict(Text("这里不需要验证码", "no code is needed here"))

    def right(self, asked: Asked, answer: str) -> bool:
        """Places ticked, 0 first, joined by commas: exactly the right ones. Or the digits."""
        question = _question(asked)
        if question is None:
            return hmac.compare_digest(answer.strip().encode(), _digits(asked).encode())
        places = answer.split(",")
        if not all(place.isdecimal() and int(place) < len(question.options) for place in places):
            return False
        order = _order(asked, len(question.options))
        return frozenset(order[int(place)] for place in places) == question.answer


class Account:
    """The account's password once more, or a one-time code to its own phone or mail address.

    The lawful way of proving who one is without a picture of one's face, and the only one that ships.
    """

    def __init__(self, text: Text, *, password: bool) -> None:
        self._text, self._password = text, password

    def shown(self, asked: Asked) -> Shown:  # noqa: ARG002  # the protocol's
        """Password, or the code that was sent."""
        return Shown(self._text, "password" if self._password else "code", sends=True)

    def send(self, asked: Asked) -> None:
        """At most one a minute and ten a day."""
        sender = messages.code_deliver
        done = people.code_send(account_id=_account(asked), purpose=CodePurpose.PHONE, sender=sender, at=asked.at)
        if done.step is not Step.CODE:
            raise Conflict(Text("验证码发送太频繁，请一分钟后再试", "codes are sent once a minute; try again later"))

    def right(self, asked: Asked, answer: str) -> bool:
        """Tries are counted as at sign-in, so that nobody guesses a password here."""
        account = _account(asked)
        if len(answer.strip()) == _CODE_LENGTH and answer.strip().isdecimal():
            code = people.code_check(account_id=account, purpose=CodePurpose.PHONE, code=answer, at=asked.at)
            if code.step is Step.IN:
                return True
        return self._password and people.password_confirm(account_id=account, password=answer, at=asked.at)


_CODE_LENGTH = 6
CHECKS: Mapping[Ask, Check] = {
    Ask.QUESTION: Question(),
    Ask.SIGN_IN: Account(
        Text("请再次输入登录密码，或短信验证码", "Enter your password again, or a code sent to you"), password=True
    ),
    Ask.IDENTITY: Account(
        Text(
            "请核验身份：输入发送到您手机或邮箱的验证码",
            "Show that it is you: enter the code sent to your phone or mail",
        ),
        password=False,
    ),
}


def _account(asked: Asked) -> int:
    account = persons.person_by_public_id(asked.person).account_id
    if account is None:
        raise NotFound
    return account


def _question(asked: Asked) -> QuestionFacts | None:
    lesson = catalogue.lesson_by_public_id(asked.lesson)
    bank = [one for one in catalogue.questions(lesson.course_id, lesson_id=lesson.id) if one.options]
    return bank[asked.drawn % len(bank)] if bank else None


def _order(asked: Asked, options: int) -> list[int]:
    return sorted(range(options), key=lambda place: hashlib.sha256(f"{asked.drawn}|{place}".encode()).digest())


def _digits(asked: Asked) -> str:
    return str(1000 + asked.drawn % 9000)
