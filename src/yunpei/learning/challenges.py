"""What a challenge of the study clock shows, and which answer is right. The clock decides when; here is only what.

Nothing is stored between showing and answering: question, order of options and code follow from `drawn`, a number that the clock
derives with its key from person, class and number of the challenge.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping

from yunpei.catalogue import queries as catalogue
from yunpei.catalogue.types import QuestionFacts, QuestionKind
from yunpei.common.errors import Conflict
from yunpei.common.language import Text
from yunpei.evidence.asking import Ask
from yunpei.learning.account_check import Account
from yunpei.learning.asked import Asked as Asked
from yunpei.learning.asked import Check, Shown
from yunpei.learning.identity.checking import Identity


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


CHECKS: Mapping[Ask, Check] = {
    Ask.QUESTION: Question(),
    Ask.SIGN_IN: Account(
        Text("请再次输入登录密码，或短信验证码", "Enter your password again, or a code sent to you"), password=True
    ),
    Ask.IDENTITY: Identity(),
}


def _question(asked: Asked) -> QuestionFacts | None:
    lesson = catalogue.lesson_by_public_id(asked.lesson)
    bank = [one for one in catalogue.questions(lesson.course_id, lesson_id=lesson.id) if one.options]
    return bank[asked.drawn % len(bank)] if bank else None


def _order(asked: Asked, options: int) -> list[int]:
    return sorted(range(options), key=lambda place: hashlib.sha256(f"{asked.drawn}|{place}".encode()).digest())


def _digits(asked: Asked) -> str:
    return str(1000 + asked.drawn % 9000)
