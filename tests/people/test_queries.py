"""Reads: a bounded number of queries, masked numbers, and one audited way to a full one."""

from __future__ import annotations

import pytest
from pytest_django import DjangoAssertNumQueries

from tests.invented import name, person
from tests.people.conftest import AT, SYSTEM, enrol, officer, phone, register
from yunpei.common.actor import NOBODY, Actor
from yunpei.common.errors import Invalid, NotFound
from yunpei.common.models import AuditRow
from yunpei.people import actions, queries
from yunpei.people.models import Account
from yunpei.people.types import OfficeKind

pytestmark = [pytest.mark.req("R02"), pytest.mark.django_db]


def test_an_actor_costs_one_query(admin: Actor, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    for n in range(20, 25):
        enrol(n, admin)
    with django_assert_num_queries(1):
        queries.actor_of(admin.account_id or 0)
    assert queries.actor_of(404) is NOBODY


def test_a_roster_costs_one_query(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    for n in range(6):
        actions.person_enter(name=name(n), id_number=person(n), by=SYSTEM, at=AT)
    typed = [f" {person(n).lower()}" for n in range(8)] + ["", "123"]
    with django_assert_num_queries(1):
        found = queries.persons_by_id_numbers(typed)
    assert [card.name for card in found.values()] == [name(n) for n in range(6)]
    assert list(found) == typed[:6]
    assert queries.person_by_id_number(person(9)) is None
    with django_assert_num_queries(1):
        assert len(queries.persons(card.id for card in found.values())) == 6


def test_reading_a_full_number_leaves_a_row(learner: Actor) -> None:
    reviewer = officer(11, OfficeKind.REVIEW)
    with pytest.raises(Invalid):
        queries.person_full_id(person_id=learner.person_id or 0, by=reviewer, at=AT, why=" ")
    assert not AuditRow.objects.filter(verb="person_full_id").exists()
    assert queries.person_full_id(person_id=learner.person_id or 0, by=reviewer, at=AT, why="核对名单") == person(1)
    row = AuditRow.objects.get(verb="person_full_id")
    assert (row.account_id, row.office_id, row.detail["why"]) == (reviewer.account_id, reviewer.office_id, "核对名单")
    assert person(1) not in str(row.detail)


def test_names_and_addresses_of_accounts(learner: Actor) -> None:
    account = learner.account_id or 0
    assert (queries.account_name(account), queries.account_address(account)) == (name(1), phone(1))
    assert queries.session_account(account).get_username() == phone(1)
    assert queries.person_masked(learner.person_id or 0) == queries.person(learner.person_id or 0).id_masked
    bare = Account.objects.create(login="a@example.org", password="!", created_at=AT)
    assert queries.account_name(bare.pk) == ""
    assert queries.actor_of(bare.pk).roles == frozenset()
    for ask in (queries.account_name, queries.account_address, queries.person, queries.organisation):
        with pytest.raises(NotFound):
            ask(404)
    actions.account_stop(account_id=account, why="tests", by=SYSTEM, at=AT)
    with pytest.raises(Account.DoesNotExist):
        queries.session_account(account)
    assert queries.account_of_login(phone(1)) is None
    assert register(8)
