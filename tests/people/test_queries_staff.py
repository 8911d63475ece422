"""What operations see of accounts, offices and rights, in as many queries for many as for few."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest

from tests.invented import firm, name
from tests.people.conftest import AT, SYSTEM, WUXI, enrol, officer, operator, phone, register
from yunpei.common.actor import Actor
from yunpei.common.errors import Forbidden, NotFound
from yunpei.people import actions, queries
from yunpei.people.types import OfficeKind, Role

pytestmark = [pytest.mark.req("R04"), pytest.mark.django_db]


@pytest.fixture
def ops() -> Actor:
    return operator(9)


def test_who_holds_what_and_since_when(ops: Actor) -> None:
    account = register(1)
    office = actions.office_open(name="培训科", region=WUXI, kind=OfficeKind.REVIEW, by=ops, at=AT)
    held = actions.membership_grant(account_id=account, role=Role.OFFICER_REVIEW, office_id=office, by=ops, at=AT)
    enrol(1, queries.actor_of(account))
    (one,) = queries.roles_held(by=ops, roles=[Role.OFFICER_REVIEW])
    assert (one.id, one.place, one.region, one.granted_by) == (held, "培训科", WUXI, name(9))
    assert (one.account.login, one.account.name) == (phone(1), name(1))
    assert "*" in one.account.id_masked
    assert {card.role for card in queries.roles_held(by=ops, account_id=account)} == {"officer_review", "org_admin"}
    actions.membership_end(membership_id=held, by=ops, at=AT)
    assert not queries.roles_held(by=ops, office_id=office)
    (past,) = queries.roles_held(by=ops, office_id=office, ended=True)
    assert past.ended_at == AT


@pytest.mark.parametrize("text", [name(1), phone(1)[3:], "1号科", firm(2), name(2)])
def test_a_text_finds_by_name_login_office_and_organisation(ops: Actor, text: str) -> None:
    officer(1, OfficeKind.PAY)
    enrol(2, queries.actor_of(register(2)))
    (one,) = queries.roles_held(by=ops, text=f" {text} ")
    assert one.account.login == phone(1 if text in (name(1), phone(1)[3:], "1号科") else 2)


def test_accounts_are_found_without_any_right(ops: Actor) -> None:
    register(1)
    assert [one.login for one in queries.accounts(by=ops)] == [phone(1), phone(9)]
    assert [one.login for one in queries.accounts(by=ops, text=name(1))] == [phone(1)]
    assert [one.login for one in queries.accounts(by=ops, text="+86 " + phone(1))] == [phone(1)]
    assert not queries.accounts(by=ops, text="nobody")


def test_members_are_counted_while_they_can_work(ops: Actor) -> None:
    first, second = officer(1, OfficeKind.PAY), officer(2, OfficeKind.PAY)
    assert queries.office_members(by=ops) == {first.office_id: 1, second.office_id: 1}
    actions.account_stop(account_id=first.account_id or 0, why="x", by=SYSTEM, at=AT)
    assert queries.office_members(by=ops) == {second.office_id: 1}


def test_addresses_lead_to_what_is_there(ops: Actor) -> None:
    officer(1, OfficeKind.PAY)
    [card] = queries.offices()
    assert queries.office_seen(card.public_id, by=ops) == card
    assert queries.account_seen(queries.accounts(by=ops)[0].public_id, by=ops).login == phone(1)
    for look in (queries.office_seen, queries.account_seen):
        for wrong in (str(uuid4()), "x"):
            with pytest.raises(NotFound):
                look(wrong, by=ops)


def test_nobody_else_sees_them() -> None:
    who = officer(1, OfficeKind.REVIEW)
    for look in (queries.accounts, queries.roles_held, queries.office_members):
        with pytest.raises(Forbidden):
            look(by=who)
    for seen in (queries.office_seen, queries.account_seen):
        with pytest.raises(Forbidden):
            seen(str(uuid4()), by=who)


def test_lists_take_one_query(ops: Actor, django_assert_num_queries: Any) -> None:
    for n in range(1, 4):
        officer(n, OfficeKind.FINANCE)
    with django_assert_num_queries(1):
        assert len(queries.roles_held(by=ops)) == 4
    with django_assert_num_queries(1):
        assert len(queries.accounts(by=ops)) == 4
    ids = [one.id for one in queries.accounts(by=ops)]
    with django_assert_num_queries(1):
        assert set(queries.account_names([*ids, 0]).values()) == {name(1), name(2), name(3), name(9)}
