"""Events stay, words can go, a legal hold keeps them until its day."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta

import pytest
from django.db import DatabaseError, transaction

from tests.evidence.log.conftest import AT, BY, happened
from yunpei.common.actor import Actor
from yunpei.common.errors import Forbidden, Invalid, NotFound
from yunpei.common.models import AuditRow
from yunpei.evidence.jobs import restricted_erase
from yunpei.evidence.log import actions, holding, queries
from yunpei.evidence.models import Event, Leaf, SealedValue
from yunpei.evidence.sealing import commitment
from yunpei.evidence.types import Erased, Verb

pytestmark = pytest.mark.django_db

WHO = "0198c0de-0000-7000-8000-000000000001"
ROW = Actor(account_id=1, roles=frozenset({"officer_review"}))


def test_an_event_is_its_text(db: None) -> None:
    (made,) = happened(person=WHO, claim={"place": 3}, sealed={"ip": "203.0.113.7"})
    event = Event.objects.get(pk=made)
    said = json.loads(event.text)
    assert event.pk.version == 7
    assert said["at"] == "2020-03-02T01:00:00.000Z"
    assert (said["person"], said["claim"], said["detail"]) == (WHO, {"place": 3}, {"count": 0})
    assert "203.0.113.7" not in event.text
    assert queries.value_of(made, "ip") is not None
    value, salt = queries.value_of(made, "ip") or ("", b"")
    assert said["sealed"]["ip"] == commitment("ip", value, salt)
    assert "203.0.113.7" not in SealedValue.objects.get().value  # encrypted where it is kept


def test_the_same_value_twice_cannot_be_seen_to_be_the_same(db: None) -> None:
    one, two = happened(2, sealed={"ip": "203.0.113.7"})
    sealed = [json.loads(Event.objects.get(pk=pk).text)["sealed"]["ip"] for pk in (one, two)]
    assert sealed[0] != sealed[1]


def test_an_event_belongs_to_its_change() -> None:
    with pytest.raises(ValueError, match="zone"), transaction.atomic():
        actions.event_record(verb=Verb.VOID, by=BY, at=datetime(2020, 3, 2))


@pytest.mark.django_db(transaction=True)
def test_an_event_outside_a_transaction_is_refused() -> None:
    with pytest.raises(RuntimeError, match="outside"):
        actions.event_record(verb=Verb.VOID, by=BY, at=AT)
    try:
        with transaction.atomic():
            happened()
            raise KeyError
    except KeyError:
        assert (Event.objects.count(), Leaf.objects.count()) == (0, 0)


def test_a_correction_is_a_new_event_that_names_the_old(db: None) -> None:
    (old,) = happened(person=WHO)
    new = actions.event_correct(event_id=old, by=BY, at=AT, detail={"count": 7})
    assert json.loads(Event.objects.get(pk=new).text)["corrects"] == old
    assert Event.objects.get(pk=old).text.count('"count":0') == 1
    with pytest.raises(NotFound):
        actions.event_correct(event_id=WHO, by=BY, at=AT, detail={})
    with pytest.raises(DatabaseError), transaction.atomic():
        Event.objects.create(verb=Verb.CORRECTION, at=AT, text="{}")


def test_erasing_takes_value_and_salt_and_leaves_the_leaf(db: None) -> None:
    (made,) = happened(person=WHO, sealed={"text": "问题", "ip": "203.0.113.7"})
    happened(sealed={"text": "别人的"})
    before = bytes(Leaf.objects.get(event_id=made).hash)
    assert actions.values_erase(person=WHO, why="本人申请", by=BY, at=AT) == Erased(2, 0)
    assert queries.value_of(made, "ip") is None
    assert SealedValue.objects.count() == 1
    assert bytes(Leaf.objects.get(event_id=made).hash) == before
    assert AuditRow.objects.filter(verb="values_erase", subject_id=WHO).count() == 1
    assert Event.objects.filter(verb=Verb.ERASURE, person=WHO).count() == 1


class Keeper:
    """A room above that says what is kept."""

    name = "tests"

    def __init__(self, *, until: date, everything: bool = True, classes: tuple[str, ...] = ()) -> None:
        self.until, self.what = until, holding.Held(everything, frozenset(classes))

    def held(self, *, person: str, today: date) -> holding.Held:
        return self.what if person == WHO and today <= self.until else holding.Held()


@pytest.fixture
def keeps() -> Iterator[Callable[[Keeper], None]]:
    yield holding.register
    holding.unregister("tests")


def test_a_hold_restricts_until_its_day_is_over(db: None, keeps) -> None:
    (made,) = happened(person=WHO, sealed={"text": "问题"})
    keeps(Keeper(until=date(2020, 3, 31)))
    assert actions.values_erase(person=WHO, why="本人申请", by=BY, at=AT) == Erased(0, 1)
    assert queries.value_of(made, "text") is None  # nobody reads it
    assert SealedValue.objects.count() == 1
    restricted_erase(at=datetime.fromisoformat("2020-03-31T15:59:59+00:00"))  # 23:59 in China
    assert SealedValue.objects.count() == 1
    restricted_erase(at=datetime.fromisoformat("2020-03-31T16:00:00+00:00"))
    assert SealedValue.objects.count() == 0


def test_a_term_keeps_what_is_of_its_class_alone(db: None, keeps) -> None:
    (kept,) = happened(person=WHO, class_id="c1", sealed={"text": "问题"})
    happened(person=WHO, class_id="c2", sealed={"text": "问题"})
    happened(person=WHO, sealed={"address": "203.0.113.7"})
    keeps(Keeper(until=date(2020, 3, 31), everything=False, classes=("c1",)))
    assert actions.values_erase(person=WHO, why="本人申请", by=BY, at=AT) == Erased(2, 1)
    assert [str(one.event_id) for one in SealedValue.objects.all()] == [kept]
    assert actions.restricted_erase(at=AT) == 0
    assert actions.restricted_erase(at=AT + timedelta(days=60)) == 1


def test_two_rooms_of_one_name_are_refused(keeps) -> None:
    one = Keeper(until=date(2020, 3, 31))
    keeps(one)
    keeps(one)
    with pytest.raises(ValueError, match="two holders"):
        keeps(Keeper(until=date(2020, 3, 31)))


def test_who_may_and_why(db: None) -> None:
    with pytest.raises(Forbidden):
        actions.values_erase(person=WHO, why="x", by=ROW, at=AT)
    with pytest.raises(Invalid):
        actions.values_erase(person=WHO, why=" ", by=BY, at=AT)
