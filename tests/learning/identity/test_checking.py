"""Identity checks as they happen: photos, codes, passwords after an appointment, and the check on entering a class."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from tests.classroom import IN_CLASS, SYSTEM, Town
from tests.learning.identity.conftest import face
from yunpei.catalogue import queries as catalogue
from yunpei.common.errors import Conflict, Invalid, NotFound
from yunpei.evidence.models import Event, SealedValue
from yunpei.evidence.types import Verb
from yunpei.learning.asked import Asked
from yunpei.learning.identity import checking, comparing, service
from yunpei.learning.identity.appointments import appointment_ask, appointment_hold
from yunpei.learning.identity.checking import Identity, code_enter, code_send, entered, photo_hand_in, token_of
from yunpei.learning.identity.types import Compared, How, Way
from yunpei.learning.models import IdentityCheck
from yunpei.messages import actions as messages
from yunpei.people import queries as people
from yunpei.training.types import ClassFacts

pytestmark = pytest.mark.database
PASSWORD = "a long enough phrase"
CHECK = Identity()


@pytest.fixture
def asked(there: Town, held: ClassFacts) -> Asked:
    person = people.person(int(str(there.learners[1].person_id))).public_id
    return Asked(person, held.public_id, catalogue.lessons(held.course_id)[0].public_id, 123_456_789, IN_CLASS)


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    codes: list[str] = []
    monkeypatch.setattr(
        messages, "code_deliver", lambda *, text, **_: codes.append(text.zh.split(" ")[1].rstrip("，")[:6])
    )
    return codes


def test_a_code_to_the_own_address(asked: Asked, sent: list[str]) -> None:
    assert (CHECK.shown(asked).field, CHECK.shown(asked).sends, CHECK.shown(asked).token) == ("code", True, "")
    assert not CHECK.right(asked, PASSWORD)
    CHECK.send(asked)
    assert not CHECK.right(asked, "photo")
    assert CHECK.right(asked, sent[0])
    row = IdentityCheck.objects.get()
    assert (row.way, row.compared, row.token) == (Way.CODE, "", token_of(asked.drawn))
    assert Event.objects.get(verb=Verb.IDENTITY).class_id == asked.class_id


def test_a_photo_answers_its_own_challenge(asked: Asked, agreed, held: ClassFacts) -> None:
    shown = CHECK.shown(asked)
    assert (shown.field, shown.sends, shown.as_json()["token"]) == ("photo", True, token_of(asked.drawn))
    assert not CHECK.right(asked, "photo")
    photo_hand_in(class_id=held.id, picture=face(1), token=shown.token, by=agreed, at=IN_CLASS)
    assert CHECK.right(asked, "photo")
    assert CHECK.right(asked, "photo"), "a repeated heartbeat is answered alike"
    assert not CHECK.right(replace(asked, drawn=1), "photo"), "one photo, one challenge"
    assert IdentityCheck.objects.get().compared == Compared.WAITING
    assert SealedValue.objects.filter(name="face", event__verb=Verb.IDENTITY).count() == 1


def test_a_code_does_as_well_after_a_consent(asked: Asked, agreed, sent: list[str]) -> None:
    CHECK.send(asked)
    assert CHECK.right(asked, sent[0])


@pytest.mark.parametrize("n", [0, 1])
def test_a_picture_seen_before_is_none(agreed, held: ClassFacts, n: int) -> None:
    photo_hand_in(class_id=held.id, picture=face(1), token="a" * 32, by=agreed, at=IN_CLASS)
    with pytest.raises(Invalid) as refused:
        photo_hand_in(class_id=held.id, picture=face(n), token="b" * 32, by=agreed, at=IN_CLASS)
    assert "交过" in refused.value.problems[0].text.zh
    assert IdentityCheck.objects.count() == 1


def test_a_photo_needs_the_consent_a_class_that_runs_and_a_picture(agreed, there: Town, held: ClassFacts) -> None:
    with pytest.raises(Conflict, match="没有同意"):
        photo_hand_in(class_id=held.id, picture=face(1), by=there.learners[2], at=IN_CLASS)
    with pytest.raises(Conflict):
        photo_hand_in(class_id=held.id, picture=face(1), by=agreed, at=IN_CLASS + timedelta(days=60))
    with pytest.raises(NotFound):
        photo_hand_in(class_id=held.id, picture=face(1), by=there.admin, at=IN_CLASS)
    for odd in ({"picture": b"x"}, {"picture": face(1), "token": "x" * 33}, {"picture": face(1), "token": "<b>"}):
        with pytest.raises(Invalid):
            photo_hand_in(**{"class_id": held.id, "by": agreed, "at": IN_CLASS, **odd})
    assert not IdentityCheck.objects.exists()


def test_so_many_photos_a_day(agreed, held: ClassFacts, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checking, "MOST_A_DAY", 1)
    photo_hand_in(class_id=held.id, picture=face(1), by=agreed, at=IN_CLASS)
    with pytest.raises(Conflict):
        photo_hand_in(class_id=held.id, picture=face(2), by=agreed, at=IN_CLASS)
    photo_hand_in(class_id=held.id, picture=face(2), by=agreed, at=IN_CLASS + timedelta(days=1, minutes=1))


def test_after_an_appointment_the_password_will_do(
    asked: Asked, there: Town, held: ClassFacts, sent: list[str]
) -> None:
    met = appointment_ask(
        class_id=held.id, office=False, wanted_at=IN_CLASS + timedelta(hours=1), by=there.learners[1], at=IN_CLASS
    )
    assert not CHECK.right(asked, PASSWORD)
    later = IN_CLASS + timedelta(hours=2)
    appointment_hold(
        class_id=held.id,
        appointment=met,
        how=How.CALL,
        met_at=later,
        confirmed=True,
        remark="",
        by=there.admin,
        at=later,
    )
    after = replace(asked, at=later)
    assert CHECK.shown(after).field == "password"
    assert not CHECK.right(after, "wrong")
    assert CHECK.right(after, PASSWORD)
    assert {row.way for row in IdentityCheck.objects.all()} == {Way.APPOINTMENT}


def test_entering_by_code(there: Town, held: ClassFacts, sent: list[str]) -> None:
    who = there.learners[1]
    assert who.person_id
    code_send(class_id=held.id, by=who, at=IN_CLASS)
    with pytest.raises(Invalid):
        code_enter(class_id=held.id, code="0000", by=who, at=IN_CLASS)
    assert not entered(held.id, who.person_id)
    code_enter(class_id=held.id, code=sent[0], by=who, at=IN_CLASS)
    assert entered(held.id, who.person_id)
    assert not entered(held.id, int(str(there.learners[2].person_id)))
    with pytest.raises(NotFound):
        code_send(class_id=held.id, by=there.admin, at=IN_CLASS)


def test_a_photo_of_another_does_not_let_in(agreed, held: ClassFacts, there: Town, officers) -> None:
    photo_hand_in(class_id=held.id, picture=face(1), by=agreed, at=IN_CLASS)
    assert entered(held.id, agreed.person_id)
    check = IdentityCheck.objects.get().public_id
    judged: dict[str, Any] = {"class_id": held.id, "check": check, "at": IN_CLASS}
    comparing.photo_judge(same=False, reason="不是本人", by=there.admin, **judged)
    assert not entered(held.id, agreed.person_id)
    comparing.void_contest(text="理了发", by=agreed, **judged)
    comparing.contest_settle(lift=True, reason="属实", by=officers[0], **judged)
    assert entered(held.id, agreed.person_id)


@pytest.mark.parametrize(("says", "compared"), [(True, Compared.SAME), (None, Compared.WAITING)])
def test_a_citys_own_service(
    asked: Asked, agreed, held: ClassFacts, monkeypatch: pytest.MonkeyPatch, says: bool | None, compared: Compared
) -> None:
    got: list[tuple[bytes, bytes]] = []

    def ask(reference: bytes, taken: bytes) -> bool | None:
        got.append((reference, taken))
        return says

    monkeypatch.setattr(service, "compared", ask)
    photo_hand_in(class_id=held.id, picture=face(1), token=token_of(asked.drawn), by=agreed, at=IN_CLASS)
    assert IdentityCheck.objects.get().compared == compared
    assert CHECK.right(asked, "photo")
    [(reference, taken)] = got
    assert reference != taken
    assert reference.startswith(b"\xff\xd8")


def test_whom_the_service_does_not_know(
    asked: Asked, agreed, held: ClassFacts, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "compared", lambda *_: False)
    with pytest.raises(Invalid):
        photo_hand_in(class_id=held.id, picture=face(1), token=token_of(asked.drawn), by=agreed, at=IN_CLASS)
    assert not CHECK.right(asked, "photo")
    assert not IdentityCheck.objects.exists(), "no machine voids anything"
    assert "refused_by_service" in Event.objects.get(verb=Verb.IDENTITY).text
    assert not SealedValue.objects.filter(name="face").exists()


def test_the_system_has_no_face(held: ClassFacts) -> None:
    with pytest.raises(NotFound):
        photo_hand_in(class_id=held.id, picture=face(1), by=SYSTEM, at=IN_CLASS)
