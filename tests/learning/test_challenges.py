"""What a challenge shows and which answer is right: questions of the bank, digits, the account's password or code."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.classroom import IN_CLASS, Town
from yunpei.catalogue import queries as catalogue
from yunpei.common.errors import Conflict
from yunpei.evidence.asking import Ask
from yunpei.learning.challenges import CHECKS, Asked
from yunpei.messages import actions as messages
from yunpei.people import queries as people
from yunpei.training.types import ClassFacts

pytestmark = pytest.mark.database
PASSWORD = "a long enough phrase"


@pytest.fixture
def asked(there: Town, held: ClassFacts) -> Asked:
    person = people.person(int(str(there.learners[1].person_id))).public_id
    return Asked(person, held.public_id, catalogue.lessons(held.course_id)[0].public_id, 123_456_789, IN_CLASS)


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    texts: list[str] = []
    monkeypatch.setattr(messages, "code_deliver", lambda *, text, **_: texts.append(text.zh))
    return texts


def test_a_question_of_the_lesson(asked: Asked) -> None:
    check = CHECKS[Ask.QUESTION]
    shown = check.shown(asked)
    assert shown == check.shown(asked)
    assert (shown.text.zh, shown.field, set(shown.options)) == ("题0", "choice", {"正确0", "错一", "错二", "错三"})
    right = shown.options.index("正确0")
    assert [check.right(asked, str(n)) for n in range(4)] == [n == right for n in range(4)]
    assert not any(check.right(asked, odd) for odd in ("", "x", "9", "-1", f"{right},{(right + 1) % 4}", f"{right}."))
    orders = {check.shown(replace(asked, drawn=n)).options for n in range(20)}
    assert len(orders) > 3
    with pytest.raises(Conflict):
        check.send(asked)


def test_digits_where_there_is_no_bank(asked: Asked, held: ClassFacts) -> None:
    bare = replace(asked, lesson=catalogue.lessons(held.course_id)[1].public_id)
    check = CHECKS[Ask.QUESTION]
    digits = str(1000 + 123_456_789 % 9000)
    assert digits in check.shown(bare).text.zh
    assert check.shown(bare).field == "code"
    assert check.right(bare, f" {digits} ")
    assert not check.right(bare, "0000")


def test_signing_in_again(asked: Asked, sent: list[str]) -> None:
    check = CHECKS[Ask.SIGN_IN]
    assert (check.shown(asked).field, check.shown(asked).sends) == ("password", True)
    assert check.right(asked, PASSWORD)
    assert not check.right(asked, "wrong")
    check.send(asked)
    code = sent[0].split(" ")[1].rstrip("，")[:6]
    assert not check.right(asked, "000000" if code != "000000" else "111111")
    assert check.right(asked, code)
    assert not check.right(asked, code), "a code is used once"


def test_passwords_are_not_guessed_here(asked: Asked) -> None:
    check = CHECKS[Ask.SIGN_IN]
    for n in range(5):
        assert not check.right(asked, f"guess {n}")
    assert not check.right(asked, PASSWORD)
    assert check.right(replace(asked, at=IN_CLASS + timedelta(minutes=16)), PASSWORD)


def test_an_identity_check_takes_the_code_alone(asked: Asked, sent: list[str]) -> None:
    check = CHECKS[Ask.IDENTITY]
    assert check.shown(asked).sends
    assert not check.right(asked, PASSWORD)
    check.send(asked)
    with pytest.raises(Conflict):
        check.send(asked)
    assert check.right(asked, sent[0].split(" ")[1].rstrip("，")[:6])
