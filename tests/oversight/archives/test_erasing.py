"""A person asks to be forgotten: what may go goes, what the law keeps is sealed off, and every proof still holds."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.db.utils import IntegrityError

from tests.casework.city import AFTER, DAY
from tests.casework.classbook import LATER, Classbook, made
from tests.classroom import signed_up
from tests.oversight.archives.test_actions import administrator
from yunpei.casework.models import Case
from yunpei.common.actor import Actor
from yunpei.common.errors import Conflict, Forbidden, Invalid, NotFound
from yunpei.common.models import AuditRow
from yunpei.evidence import study as configured
from yunpei.evidence import verifier
from yunpei.evidence.jobs import restricted_erase
from yunpei.evidence.log import actions as log
from yunpei.evidence.models import Leaf, SealedValue
from yunpei.learning.forgetting import FORGOTTEN
from yunpei.learning.models import Enquiry
from yunpei.messages.models import Message
from yunpei.oversight.archives import actions, erasing, queries
from yunpei.oversight.archives.holding import kept_of
from yunpei.oversight.archives.types import Because, ErasureState
from yunpei.oversight.jobs import go_on
from yunpei.oversight.models import Erasure
from yunpei.people import queries as people
from yunpei.people.types import Role
from yunpei.training import queries as training

pytestmark = [pytest.mark.django_db, pytest.mark.req("R37")]
FREE = LATER + timedelta(days=2 * 366 + 2)


@pytest.fixture
def book(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: Any) -> Iterator[Classbook]:
    settings.YUNPEI_UPLOADS = tmp_path / "files"
    yield made(tmp_path, monkeypatch)
    configured.reset()
    from yunpei.interfaces.study_settings import from_settings

    configured.configure(from_settings)


@pytest.fixture
def ops(book: Classbook) -> Actor:
    return administrator(960, Role.OPS)


@pytest.fixture
def security(book: Classbook) -> Actor:
    return administrator(961, Role.SECURITY)


@pytest.fixture
def who(book: Classbook) -> Actor:
    """The first on the roster, who has signed in from somewhere and asked something."""
    found = signed_up(1)
    line = training.roster_lines(book.held.roster_id)[0]
    assert found.person_id == line.person_id
    log.login_record(person=line.person, address="203.0.113.7", device="phone", by=found, at=AFTER)
    Enquiry.objects.create(training_class_id=book.held.id, person_id=line.person_id, text="怎么接线？", asked_at=AFTER)
    return found


def values(who: Actor) -> list[SealedValue]:
    person = people.person(who.person_id or 0).public_id
    return list(SealedValue.objects.filter(event__person=person).order_by("name", "id"))


def erased(who: Actor, ops: Actor, security: Actor, at: Any = LATER) -> Erasure:
    erasing.erasure_ask(by=who, at=at)
    row = Erasure.objects.latest("id")
    erasing.erasure_examine(erasure=str(row.public_id), by=ops, at=at)
    erasing.erasure_carry_out(erasure=str(row.public_id), by=security, at=at)
    row.refresh_from_db()
    return row


def over(book: Classbook) -> None:
    """Every case of the class was over by LATER."""
    Case.objects.update(state="closed", changed_at=LATER)


def test_what_no_case_keeps_goes_at_once_and_the_rest_is_sealed_off(book, who, ops, security) -> None:
    book.export("before.zip")
    leaves = {one.pk: bytes(one.hash) for one in Leaf.objects.all()}
    done = erased(who, ops, security)
    assert [(one.name, one.restricted_at is not None) for one in values(who)] == [("text", True), ("text", True)]
    assert (done.erased, done.restricted) == (2, 2)  # address and device of the login; words in the class
    assert {one["because"] for one in done.kept} == {"open"}
    assert Enquiry.objects.get().text == "怎么接线？"
    assert {pk: bytes(Leaf.objects.get(pk=pk).hash) for pk in leaves} == leaves
    verifier.check(book.folder / "before.zip")
    book.export("after.zip")
    verifier.check(book.folder / "after.zip")
    assert Message.objects.filter(to_account_id=who.account_id, link="/learn/me/erasure/").count() == 1
    verbs = ["erasure_ask", "erasure_examine", "erasure_carry_out", "values_erase"]
    assert [AuditRow.objects.filter(verb=verb).count() for verb in verbs] == [1, 1, 1, 1]


def test_when_the_term_is_over_the_rest_goes_by_itself(book, who, ops, security) -> None:
    over(book)
    done = erased(who, ops, security)
    assert {one["because"] for one in done.kept} == {"term"}
    restricted_erase(at=LATER + DAY)
    go_on(at=LATER + DAY)
    assert len(values(who)) == 2
    assert Enquiry.objects.get().text != FORGOTTEN
    restricted_erase(at=FREE)
    go_on(at=FREE)
    assert values(who) == []
    assert Enquiry.objects.get().text == FORGOTTEN
    done.refresh_from_db()
    assert done.kept == []
    book.export()
    verifier.check(book.folder / "F.zip")


def test_a_hold_on_one_case_keeps_all_that_is_known_of_its_people(book, who, ops, security) -> None:
    over(book)
    filing = book.held.case_number
    keep = actions.keep_place(case=filing, why="审计核查", by=book.there.inspector, at=LATER)
    done = erased(who, ops, security, at=FREE)
    assert (done.erased, done.restricted) == (0, 4)
    assert {one["because"] for one in done.kept} == {"hold"}
    restricted_erase(at=FREE)
    assert len(values(who)) == 4
    actions.keep_lift(keep=keep, why="核查完毕", by=security, at=FREE + DAY)
    restricted_erase(at=FREE + DAY)
    go_on(at=FREE + DAY)
    assert values(who) == []
    assert Enquiry.objects.get().text == FORGOTTEN


def test_others_values_stay(book, who, ops, security) -> None:
    others = SealedValue.objects.exclude(event__person=people.person(who.person_id or 0).public_id).count()
    over(book)
    erased(who, ops, security, at=FREE)
    assert values(who) == []
    assert SealedValue.objects.count() == others > 0


def test_why_something_is_kept(book, who) -> None:
    person, today = people.person(who.person_id or 0).public_id, LATER.date()
    assert {one.because for one in kept_of(person, today)} == {Because.OPEN}
    over(book)
    found = kept_of(person, today)
    assert {one.because for one in found} == {Because.TERM}
    assert {one.case for one in found} == set(Case.objects.values_list("number", flat=True))
    assert all(one.held == book.held.public_id and one.until is not None for one in found)
    assert kept_of(person, FREE.date()) == []


def test_the_one_who_asked_sees_it_and_anyone_with_the_code(book, who, ops, security) -> None:
    assert queries.own_erasure(by=who, at=LATER) is None
    code = erasing.erasure_ask(by=who, at=LATER)
    mine = queries.own_erasure(by=who, at=LATER)
    assert mine is not None
    assert (mine.open, mine.due) == (True, (LATER + timedelta(days=30)).date())
    spaced = f" {code[:4]}-{code[4:].lower()}"
    assert queries.erasure_by_code(spaced, at=LATER).id == mine.id
    with pytest.raises(NotFound):
        queries.erasure_by_code("0" * 16, at=LATER)
    with pytest.raises(Conflict):
        erasing.erasure_ask(by=who, at=LATER)
    erasing.erasure_withdraw(by=who, at=LATER)
    with pytest.raises(NotFound):
        erasing.erasure_withdraw(by=who, at=LATER)
    erasing.erasure_ask(by=who, at=LATER)
    assert [one.open for one in queries.erasures(by=security, at=LATER)] == [True, False]


def test_two_administrators_and_no_one_else(book, who, ops, security) -> None:
    erasing.erasure_ask(by=who, at=LATER)
    row = Erasure.objects.get()
    erasure = str(row.public_id)
    with pytest.raises(Conflict):
        erasing.erasure_carry_out(erasure=erasure, by=security, at=LATER)
    auditor = administrator(962, Role.AUDIT)
    for by in (security, auditor, who, book.there.inspector):
        with pytest.raises(Forbidden):
            erasing.erasure_examine(erasure=erasure, by=by, at=LATER)
    erasing.erasure_examine(erasure=erasure, by=ops, at=LATER)
    for by in (ops, auditor, who, book.there.inspector):
        with pytest.raises(Forbidden):
            erasing.erasure_carry_out(erasure=erasure, by=by, at=LATER)
        with pytest.raises(Forbidden):
            erasing.erasure_refuse(erasure=erasure, why="x", by=by, at=LATER)
    with pytest.raises(Forbidden):
        queries.erasures(by=book.there.inspector, at=LATER)
    with pytest.raises(Forbidden):
        erasing.erasure_ask(by=ops, at=LATER)
    with pytest.raises(Invalid):
        erasing.erasure_refuse(erasure=erasure, why=" ", by=security, at=LATER)
    erasing.erasure_refuse(erasure=erasure, why="并非本人", by=security, at=LATER)
    assert queries.erasures(by=auditor, at=LATER)[0].state is ErasureState.REFUSED
    assert values(who)
    with pytest.raises(IntegrityError), transaction.atomic():
        Erasure.objects.filter(pk=row.pk).update(decided_by_id=ops.account_id)


def test_every_state_and_event_takes_its_own_roles() -> None:
    from yunpei.oversight.archives.states import ERASURE

    for state, event, role in itertools.product(ERASURE.states, ERASURE.events, Role):
        row = ERASURE.find(state, event)
        assert ERASURE.may(state, event, {role}) is (row is not None and role in row.roles)
