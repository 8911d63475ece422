"""Consent to photos is given apart, recorded, and withdrawn with every picture; there is always another way."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from tests.classroom import IN_CLASS, SYSTEM, Town
from tests.learning.identity.conftest import face
from yunpei.common.errors import Invalid, NotFound
from yunpei.common.models import AuditRow
from yunpei.evidence.log import holding
from yunpei.evidence.models import Event, SealedValue
from yunpei.evidence.types import Verb
from yunpei.learning.identity import queries
from yunpei.learning.identity.checking import photo_hand_in
from yunpei.learning.identity.choosing import way_choose
from yunpei.learning.identity.consent import CURRENT
from yunpei.learning.identity.types import Compared, Way
from yunpei.learning.models import IdentityCheck, IdentityChoice
from yunpei.people import queries as people
from yunpei.training.types import ClassFacts

pytestmark = pytest.mark.database
LATER = IN_CLASS + timedelta(hours=1)


def consents() -> list[dict[str, object]]:
    rows = Event.objects.filter(verb=Verb.CONSENT).order_by("id")
    return [json.loads(row.text)["detail"] for row in rows]


def test_codes_where_nothing_was_chosen(there: Town) -> None:
    who = there.learners[1].person_id
    assert who
    assert (queries.choice_of(who).way, queries.choice_of(who).chosen_at) == (Way.CODE, None)


def test_a_consent_is_kept_with_its_version_and_time(agreed, there: Town) -> None:
    chosen = queries.choice_of(agreed.person_id)
    assert (chosen.way, chosen.version, chosen.chosen_at) == (Way.PHOTO, CURRENT, IN_CLASS)
    assert consents() == [{"way": "photo", "version": CURRENT}]
    assert [row.name for row in SealedValue.objects.filter(event__verb=Verb.CONSENT)] == ["reference"]
    row = AuditRow.objects.get(verb="identity_choose")
    assert row.subject_id == people.person(agreed.person_id).public_id
    assert queries.choice_of(int(str(there.learners[2].person_id))).way is Way.CODE


@pytest.mark.parametrize(
    ("agreed_to", "picture", "fields"),
    [
        (False, face(0), ["agreed"]),
        (True, b"", ["picture"]),
        (False, b"%PDF-1.7", ["agreed", "picture"]),
    ],
)
def test_no_picture_without_consent(there: Town, agreed_to: bool, picture: bytes, fields: list[str]) -> None:
    with pytest.raises(Invalid) as refused:
        way_choose(way=Way.PHOTO, agreed=agreed_to, picture=picture, by=there.learners[1], at=IN_CLASS)
    assert [one.field for one in refused.value.problems] == fields
    assert not IdentityChoice.objects.exists()
    assert not SealedValue.objects.filter(name="reference").exists()


def test_withdrawing_erases_every_picture(agreed, held: ClassFacts) -> None:
    photo_hand_in(class_id=held.id, picture=face(1), by=agreed, at=IN_CLASS)
    way_choose(way=Way.CODE, by=agreed, at=LATER)
    assert not SealedValue.objects.filter(name__in=["reference", "face"]).exists()
    assert queries.choice_of(agreed.person_id).way is Way.CODE
    assert IdentityCheck.objects.get().compared == Compared.ERASED
    assert consents()[1] == {"withdrawn": True, "version": CURRENT, "erased": 2, "restricted": 0, "uncompared": 1}
    assert AuditRow.objects.filter(verb="identity_withdraw").count() == 1


class Court:
    """Wants everything kept."""

    name = "court"

    def held(self, *, person: str, today: date) -> holding.Held:
        return holding.Held(everything=bool(person and today))


@pytest.fixture
def court() -> Iterator[None]:
    holding.register(Court())
    yield
    holding.unregister("court")


def test_a_legal_hold_keeps_them_where_nobody_reads(agreed, court) -> None:
    way_choose(way=Way.CODE, by=agreed, at=LATER)
    [value] = SealedValue.objects.filter(name="reference")
    assert value.restricted_at == LATER
    assert consents()[1]["restricted"] == 1


def test_what_others_sealed_stays(agreed, held: ClassFacts, there: Town) -> None:
    way_choose(way=Way.PHOTO, agreed=True, picture=face(9), by=there.learners[2], at=IN_CLASS)
    before = SealedValue.objects.count()
    way_choose(way=Way.APPOINTMENT, by=agreed, at=LATER)
    assert SealedValue.objects.count() == before - 1


def test_agreeing_again_ends_the_consent_before(agreed) -> None:
    way_choose(way=Way.PHOTO, agreed=True, picture=face(5), by=agreed, at=LATER)
    assert IdentityChoice.objects.filter(ended_at=None).count() == 1
    assert SealedValue.objects.filter(name="reference").count() == 1


def test_only_for_oneself(db: None) -> None:
    with pytest.raises(NotFound):
        way_choose(way=Way.CODE, by=SYSTEM, at=IN_CLASS)


@pytest.mark.parametrize("change", [{"version": ""}, {"digest": ""}, {"way": "code"}])
def test_the_database_wants_a_consent_for_photos(agreed, change: dict[str, str]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        IdentityChoice.objects.update(**change)
