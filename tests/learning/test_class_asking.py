"""What a class asks: set before it begins within bounds, later only more strictly and by the office."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from tests.casework.city import officer
from tests.classroom import FILED, IN_CLASS, SYSTEM, Town
from yunpei.catalogue import queries as catalogue
from yunpei.common.actor import Actor
from yunpei.common.errors import Conflict, Forbidden, Invalid, NotFound
from yunpei.common.models import AuditRow
from yunpei.evidence.asking import EVERY_10_TO_20_MINUTES, Ask, Asking
from yunpei.learning import study_rule
from yunpei.learning.admission import admit
from yunpei.learning.class_asking import asking_set, milder, settable
from yunpei.learning.models import ClassAsking
from yunpei.people import actions as people
from yunpei.people.types import OfficeKind
from yunpei.training import actions as training
from yunpei.training.types import ClassFacts

pytestmark = pytest.mark.database
BEFORE = datetime(2020, 2, 27, 2, tzinfo=UTC)
Q, S, ID = Ask.QUESTION, Ask.SIGN_IN, Ask.IDENTITY
STRICTER = Asking(300, 600, (Q, ID))
MILDER = Asking(1200, 2400, (Q,))


@pytest.fixture
def reviewer(there: Town) -> Actor:
    office = people.office_open(name="市审核", region="320200", kind=OfficeKind.REVIEW, by=SYSTEM, at=FILED)
    return officer(900, office, OfficeKind.REVIEW)


def put(held: ClassFacts, by: Actor, asking: Asking, *, entry: bool = False, at: datetime = BEFORE) -> None:
    asking_set(class_id=held.id, asking=asking, entry=entry, by=by, at=at)


def in_force(held: ClassFacts) -> tuple[Asking, bool]:
    rule = study_rule.study_rule(held)
    return rule.asking, rule.entry


def test_the_organisation_asks_more_before_it_begins(held: ClassFacts, there: Town) -> None:
    put(held, there.admin, STRICTER, entry=True)
    assert in_force(held) == (STRICTER, True)
    row = AuditRow.objects.get(verb="class_asking")
    assert row.detail == {"least": 300, "most": 600, "kinds": "question.identity", "entry": True}
    put(held, there.admin, EVERY_10_TO_20_MINUTES)
    assert in_force(held) == (EVERY_10_TO_20_MINUTES, False), "its own setting may be taken back"


@pytest.mark.parametrize("asking", [MILDER, Asking(600, 1200, ()), Asking(600, 1201, (Q,))])
def test_the_organisation_does_not_ask_less(held: ClassFacts, there: Town, asking: Asking) -> None:
    with pytest.raises(Invalid):
        put(held, there.admin, asking)
    assert in_force(held) == (EVERY_10_TO_20_MINUTES, False)


def test_the_office_may_and_then_binds(held: ClassFacts, there: Town, reviewer: Actor) -> None:
    put(held, reviewer, MILDER)
    assert in_force(held) == (MILDER, False)
    put(held, reviewer, STRICTER, entry=True)
    with pytest.raises(Invalid) as refused:
        put(held, there.admin, EVERY_10_TO_20_MINUTES)
    assert [one.field for one in refused.value.problems] == ["kinds", "kinds", "entry"]


def test_the_programme_binds_both(
    held: ClassFacts, there: Town, reviewer: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = {"challenge_after": 5, "challenge_by": 8, "challenges": ["identity"], "daily_minutes": 240}
    monkeypatch.setattr(study_rule, "_written", lambda _: said)
    for who in (there.admin, reviewer):
        with pytest.raises(Invalid):
            put(held, who, Asking(300, 480, (Q, ID)))
        put(held, who, Asking(240, 480, (ID,)))
    assert study_rule.study_rule(held).cap_ms == 240 * 60_000


@pytest.mark.parametrize("asking", [Asking(119, 600, (Q,)), Asking(600, 599, (Q,)), Asking(600, 21_601, (Q,))])
def test_times_that_are_none(held: ClassFacts, reviewer: Actor, asking: Asking) -> None:
    with pytest.raises(Invalid) as refused:
        put(held, reviewer, asking)
    assert refused.value.problems[0].field == "least"


def test_once_begun_only_stricter_and_by_the_office(held: ClassFacts, there: Town, reviewer: Actor) -> None:
    for late in (STRICTER, EVERY_10_TO_20_MINUTES):
        with pytest.raises(Conflict):
            put(held, there.admin, late, at=IN_CLASS)
    with pytest.raises(Invalid):
        put(held, reviewer, MILDER, at=IN_CLASS)
    put(held, reviewer, STRICTER, at=IN_CLASS)
    with pytest.raises(Invalid):
        put(held, reviewer, EVERY_10_TO_20_MINUTES, at=IN_CLASS)
    training.class_cancel(class_id=held.id, why="人数不足", by=there.admin, at=BEFORE)
    with pytest.raises(Conflict):
        put(held, reviewer, STRICTER, at=IN_CLASS)


def test_who_may(held: ClassFacts, there: Town, reviewer: Actor) -> None:
    far = people.office_open(name="外市审核", region="210200", kind=OfficeKind.REVIEW, by=SYSTEM, at=FILED)
    teacher = Actor(1, organisation_id=there.organisation_id, roles=frozenset({"teacher"}))
    for who, refusal in (
        (officer(910, far, OfficeKind.REVIEW), NotFound),
        (there.learners[1], NotFound),
        (teacher, Forbidden),
    ):
        with pytest.raises(refusal):
            put(held, who, STRICTER)
    assert not ClassAsking.objects.exists()


@pytest.mark.parametrize(
    ("kinds", "than", "is_milder"),
    [
        ((Q, ID), (Q,), False),
        ((ID,), (Q, ID), False),
        ((S,), (Q,), False),
        ((Q, S, ID), (Q, ID), True),
        ((Q, ID), (ID,), True),
        ((Q,), (S,), True),
        ((), (Q,), True),
        ((), (), False),
    ],
)
def test_a_stricter_sort_comes_no_more_seldom(kinds: tuple[Ask, ...], than: tuple[Ask, ...], is_milder: bool) -> None:
    assert bool(milder(Asking(600, 1200, kinds), Asking(600, 1200, than))) is is_milder


def test_receipts_carry_it_and_entering_waits_for_a_check(held: ClassFacts, there: Town, reviewer: Actor) -> None:
    put(held, reviewer, STRICTER, entry=True)
    who = there.learners[1]
    assert who.person_id
    training.sign_in(class_id=held.id, person_id=who.person_id, by=who, at=IN_CLASS)
    wanted: dict[str, Any] = {
        "person_id": who.person_id,
        "class_id": held.public_id,
        "lesson_id": catalogue.lessons(held.course_id)[0].public_id,
        "at": IN_CLASS,
    }
    with pytest.raises(Conflict, match="核验身份"):
        admit(**wanted)
    ClassAsking.objects.update(entry=False)
    assert admit(**wanted).asks == "300-600-question.identity"
    assert settable(held, by=there.admin, at=BEFORE).floor is not None


@pytest.mark.parametrize("change", [{"least": 0}, {"most": 299}, {"most": 21_601}])
def test_the_database_keeps_times_in_order(held: ClassFacts, there: Town, change: dict[str, int]) -> None:
    put(held, there.admin, STRICTER)
    with pytest.raises(IntegrityError), transaction.atomic():
        ClassAsking.objects.update(**change)
