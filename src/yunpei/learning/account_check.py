"""The account's password once more, or a one-time code to its own phone or mail address: a proof that needs no picture."""

from __future__ import annotations

from datetime import datetime

from yunpei.common.errors import Conflict
from yunpei.common.language import Text
from yunpei.learning.asked import Asked, Shown
from yunpei.messages import actions as messages
from yunpei.people import actions as people
from yunpei.people.types import CodePurpose, Step

CODE_LENGTH = 6


class Account:
    """Asks for the account's password or code, or for the code alone."""

    def __init__(self, text: Text, *, password: bool) -> None:
        self._text, self._password = text, password

    def shown(self, asked: Asked) -> Shown:  # noqa: ARG002  # the protocol's
        """Password, or the code that was sent."""
        return Shown(self._text, "password" if self._password else "code", sends=True)

    def send(self, asked: Asked) -> None:
        """At most one a minute and ten a day."""
        account_code_send(asked.account, at=asked.at)

    def right(self, asked: Asked, answer: str) -> bool:
        """Tries are counted as at sign-in, so that nobody guesses a password here."""
        if account_code_right(asked.account, answer, at=asked.at):
            return True
        return self._password and people.password_confirm(account_id=asked.account, password=answer, at=asked.at)


def account_code_send(account: int, *, at: datetime) -> None:
    """Send a code to the account's own phone or mail address. Raises Conflict when that is too soon."""
    done = people.code_send(account_id=account, purpose=CodePurpose.PHONE, sender=messages.code_deliver, at=at)
    if done.step is not Step.CODE:
        raise Conflict(Text("验证码发送太频繁，请一分钟后再试", "codes are sent once a minute; try again later"))


def account_code_right(account: int, answer: str, *, at: datetime) -> bool:
    """Whether this is the code that was sent; a right one is used up."""
    said = answer.strip()
    if len(said) != CODE_LENGTH or not said.isdecimal():
        return False
    return people.code_check(account_id=account, purpose=CodePurpose.PHONE, code=said, at=at).step is Step.IN
