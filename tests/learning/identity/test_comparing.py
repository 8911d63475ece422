"""A person compares photos: every look is recorded, another's photo voids its class day, which can be contested."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from tests.classroom import IN_CLASS, Town
from tests.learning.identity.conftest import face
from yunpei.common.actor import Actor
from yunpei.common.errors import Conflict, Forbidden, Invalid, NotFound
from yunpei.common.models import AuditRow
from yunpei.evidence.models import Event
from yunpei.evidence.types import Verb
from yunpei.learning.identity import queries
from yunpei.learning.identity.checking import photo_hand_in
from yunpei.learning.identity.choosing import way_choose
from yunpei.learning.identity.comparing import contest_settle, photo_judge, picture_look, void_contest
from yunpei.learning.identity.types import Compared, Way
from yunpei.learning.identity.voids import void_days
from yunpei.learning.models import IdentityCheck
from yunpei.messages.models import Message
from yunpei.people import queries as people
from yunpei.training.types import ClassFacts

pytestmark = pytest.mark.database
LATER = IN_CLASS + timedelta(days=1)
DAY = date(2020, 3, 10)


@pytest.fixture
def photo(agreed: Actor, held: ClassFacts) -> dict[str, Any]:
    """A photo handed in at a challenge: what every action on it is told."""
    photo_hand_in(class_id=held.id, picture=face(1), token="a" * 32, by=agreed, at=IN_CLASS)
    return {"class_id": held.id, "check": IdentityCheck.objects.get().public_id, "at": LATER}


def contested(photo: dict[str, Any], there: Town, agreed: Actor, judge: Actor) -> None:
    photo_judge(same=False, reason="换了人", by=judge, **photo)
    void_contest(text="我剪了头发", by=agreed, **photo)


def test_every_look_is_recorded(photo: dict[str, Any], there: Town, officers: list[Actor]) -> None:
    taken = picture_look(reference=False, by=there.admin, **photo)
    reference = picture_look(reference=True, by=officers[0], **photo)
    assert taken != reference
    assert taken.startswith(b"\xff\xd8")
    rows = AuditRow.objects.filter(verb="identity_look").order_by("id")
    assert [row.detail["picture"] for row in rows] == ["face", "reference"]


def test_who_may_look_and_judge(
    photo: dict[str, Any], there: Town, agreed: Actor, elsewhere: Actor, officers: list[Actor]
) -> None:
    for stranger, refusal in ((there.learners[2], NotFound), (elsewhere, NotFound), (agreed, NotFound)):
        with pytest.raises(refusal):
            picture_look(reference=False, by=stranger, **photo)
        with pytest.raises(refusal):
            photo_judge(same=True, reason="", by=stranger, **photo)
    teacher = Actor(77, organisation_id=there.organisation_id, roles=frozenset({"teacher"}))
    picture_look(reference=False, by=teacher, **photo)
    payer = Actor(78, office_id=1, roles=frozenset({"officer_pay"}), region="320200")
    with pytest.raises(Forbidden):
        picture_look(reference=False, by=payer, **photo)
    themselves = Actor(79, agreed.person_id, there.organisation_id, roles=frozenset({"org_admin"}))
    with pytest.raises(Forbidden):
        photo_judge(same=True, reason="", by=themselves, **photo)
    assert AuditRow.objects.filter(verb="identity_look").count() == 1


def test_the_same_person(photo: dict[str, Any], there: Town, held: ClassFacts) -> None:
    photo_judge(same=True, reason="", by=there.admin, **photo)
    assert IdentityCheck.objects.get().compared == Compared.SAME
    assert void_days(held.id) == {}
    assert json.loads(Event.objects.filter(verb=Verb.IDENTITY).latest("id").text)["detail"]["compared"] == "same"
    assert not Message.objects.filter(link__contains="identity").exists()
    with pytest.raises(Conflict):
        photo_judge(same=False, reason="改主意", by=there.admin, **photo)


def test_another_person_voids_the_day(photo: dict[str, Any], there: Town, agreed: Actor, held: ClassFacts) -> None:
    with pytest.raises(Invalid):
        photo_judge(same=False, reason="  ", by=there.admin, **photo)
    photo_judge(same=False, reason="换了人", by=there.admin, **photo)
    person = people.person(int(str(agreed.person_id))).public_id
    assert void_days(held.id) == {person: frozenset({DAY})}
    event = Event.objects.get(verb=Verb.CORRECTION)
    assert event.corrects_id == IdentityCheck.objects.get().event
    assert json.loads(event.text)["detail"]["void_day"] == "2020-03-10"
    assert "换了人" not in event.text
    assert Message.objects.get(link__contains="identity").to_account_id == agreed.account_id


def test_a_contest_that_is_upheld_or_lifted(
    photo: dict[str, Any], there: Town, agreed: Actor, held: ClassFacts, officers: list[Actor]
) -> None:
    contested(photo, there, agreed, there.admin)
    assert queries.PhotoPages(held.id)[0].contest_open
    contest_settle(lift=True, reason="确是本人", by=officers[0], **photo)
    assert void_days(held.id) == {}
    assert Event.objects.filter(verb=Verb.CORRECTION).count() == 2
    row = IdentityCheck.objects.get()
    assert (row.compared, row.lifted, row.settled_reason) == (Compared.OTHER, True, "确是本人")
    with pytest.raises(Conflict):
        contest_settle(lift=False, reason="再议", by=officers[1], **photo)


def test_one_that_is_upheld(
    photo: dict[str, Any], there: Town, agreed: Actor, held: ClassFacts, officers: list[Actor]
) -> None:
    contested(photo, there, agreed, there.admin)
    contest_settle(lift=False, reason="不是本人", by=officers[0], **photo)
    assert len(void_days(held.id)) == 1
    assert "upheld" in Event.objects.filter(verb=Verb.IDENTITY).latest("id").text


def test_who_judged_does_not_settle(
    photo: dict[str, Any], there: Town, agreed: Actor, officers: list[Actor], elsewhere: Actor
) -> None:
    contested(photo, there, agreed, officers[0])
    with pytest.raises(Conflict):
        contest_settle(lift=False, reason="维持", by=officers[0], **photo)
    with pytest.raises(Forbidden):
        contest_settle(lift=True, reason="恢复", by=there.admin, **photo)
    with pytest.raises(NotFound):
        contest_settle(lift=True, reason="恢复", by=elsewhere, **photo)
    with pytest.raises(Invalid):
        contest_settle(lift=True, reason="", by=officers[1], **photo)
    contest_settle(lift=True, reason="恢复", by=officers[1], **photo)


def test_contested_once_and_by_oneself(photo: dict[str, Any], there: Town, agreed: Actor) -> None:
    with pytest.raises(Conflict):
        void_contest(text="为什么", by=agreed, **photo)
    photo_judge(same=False, reason="换了人", by=there.admin, **photo)
    with pytest.raises(NotFound):
        void_contest(text="替他说", by=there.learners[2], **photo)
    with pytest.raises(Invalid):
        void_contest(text="长" * 501, by=agreed, **photo)
    void_contest(text="是我", by=agreed, **photo)
    with pytest.raises(Conflict):
        void_contest(text="还是我", by=agreed, **photo)


def test_erased_pictures_are_not_there(photo: dict[str, Any], there: Town, agreed: Actor, held: ClassFacts) -> None:
    way_choose(way=Way.CODE, by=agreed, at=LATER)
    for reference in (True, False):
        with pytest.raises(NotFound):
            picture_look(reference=reference, by=there.admin, **photo)
    with pytest.raises(Conflict):
        photo_judge(same=False, reason="换了人", by=there.admin, **photo)
    [row] = queries.PhotoPages(held.id)[:5]
    assert (row.compared, row.seen) == (Compared.ERASED, False)


@pytest.mark.parametrize(
    "change",
    [
        {"compared": "other"},
        {"compared": ""},
        {"contested": "x", "contested_at": LATER},
        {"settled_at": LATER, "settled_reason": "x"},
        {"lifted": True},
        {"way": "code"},
    ],
)
def test_the_database_keeps_it_whole(photo: dict[str, Any], change: dict[str, str | datetime | bool]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        IdentityCheck.objects.update(**change)
