"""The first operator of a site: once, by the program alone, also when two try at the same time."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection

from tests.invented import name, person
from tests.people.conftest import AT, PASSWORD, SYSTEM, operator, phone, register
from yunpei.common.actor import Actor
from yunpei.common.errors import Conflict, Forbidden, Invalid
from yunpei.common.models import AuditRow
from yunpei.people import actions, queries
from yunpei.people.models import Account, Membership
from yunpei.people.types import Role, Step

pytestmark = [pytest.mark.req("R02"), pytest.mark.django_db]


def given(n: int = 1, **changes: Any) -> dict[str, Any]:
    """What the n-th invented person gives."""
    whole = {"name": name(n), "id_number": person(n), "login": phone(n), "password": PASSWORD, "by": SYSTEM, "at": AT}
    return {**whole, **changes}


def test_the_first_operator_signs_in_with_a_code_and_appoints() -> None:
    account = actions.site_found(**given())
    assert queries.actor_of(account).roles == {Role.OPS}
    signed = actions.sign_in(login=phone(1), password=PASSWORD, address="x", at=AT)
    assert signed.step is Step.CODE
    second = register(2)
    actions.membership_grant(account_id=second, role=Role.OPS, by=queries.actor_of(account), at=AT)
    rows = AuditRow.objects.filter(actor_name=SYSTEM.name).order_by("id")
    assert [row.verb for row in rows] == ["person_register", "membership_grant"]


def test_a_site_that_has_one_is_not_founded_again() -> None:
    operator(9)
    with pytest.raises(Conflict):
        actions.site_found(**given())
    assert not Account.objects.filter(login=phone(1)).exists()


@pytest.mark.parametrize("by", [Actor(account_id=99, roles=frozenset({"ops"})), Actor(account_id=99)])
def test_nobody_signed_in_may(by: Actor) -> None:
    with pytest.raises(Forbidden):
        actions.site_found(**given(by=by))


def test_everything_wrong_is_said_at_once_and_nothing_stays() -> None:
    with pytest.raises(Invalid) as refused:
        actions.site_found(**given(name="", id_number="1", login="x", password="1"))
    assert {one.field for one in refused.value.problems} == {"name", "id_number", "login", "password"}
    assert not Account.objects.exists()


def test_someone_who_registered_before_keeps_account_and_password() -> None:
    known = register(1)
    assert actions.site_found(**given(password="")) == known
    assert queries.actor_of(known).roles == {Role.OPS}
    assert actions.sign_in(login=phone(1), password=PASSWORD, address="x", at=AT).step is Step.CODE


def test_another_persons_number_does_not_open_a_known_account() -> None:
    register(1)
    with pytest.raises(Conflict):
        actions.site_found(**given(id_number=person(2)))
    assert not Membership.objects.exists()


def test_a_site_whose_operator_was_stopped_can_be_founded_again() -> None:
    first = operator(9)
    actions.account_stop(account_id=first.account_id or 0, why="x", by=SYSTEM, at=AT)
    assert actions.site_found(**given())


def test_the_last_operator_stays() -> None:
    first, second = operator(8), operator(9)
    held = {row.account_id: row.pk for row in Membership.objects.filter(role=Role.OPS)}
    actions.membership_end(membership_id=held[second.account_id or 0], by=first, at=AT)
    with pytest.raises(Conflict):
        actions.membership_end(membership_id=held[first.account_id or 0], by=first, at=AT)


@pytest.mark.django_db(transaction=True)
def test_two_at_once_found_it_once() -> None:
    start = Barrier(2)

    def found(n: int) -> bool:
        try:
            start.wait()
            actions.site_found(**given(n))
        except Conflict:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(2) as pool:
        done = list(pool.map(found, (1, 2)))
    assert sorted(done) == [False, True]
    assert Membership.objects.filter(role=Role.OPS).count() == 1
    assert Account.objects.count() == 1
