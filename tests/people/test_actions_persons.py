"""Registration by real name: one person once, and nothing that can be read in the table."""

from __future__ import annotations

import logging
import threading
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, connections, transaction

from tests.invented import name, person
from tests.people.conftest import AT, PASSWORD, SYSTEM, phone, register
from yunpei.common.actor import Actor
from yunpei.common.errors import Conflict, Forbidden, Invalid, Refused
from yunpei.common.identifiers import person_id_check_character
from yunpei.common.models import AuditRow
from yunpei.people import actions, queries
from yunpei.people.models import Account, Person

pytestmark = [pytest.mark.req("R01"), pytest.mark.django_db]


def test_a_person_registers_and_is_a_learner() -> None:
    account = register(1)
    actor = queries.actor_of(account)
    assert actor.roles == {"learner"}
    card = queries.person_of_account(account)
    assert card is not None
    assert (card.id, card.name, card.phone) == (actor.person_id, name(1), phone(1))
    assert card.id_masked == person(1)[:4] + "*" * 12 + person(1)[-2:]
    assert f"{card.birth:%Y%m%d}" == person(1)[6:14]
    row = AuditRow.objects.get()
    assert (row.verb, row.account_id, row.subject_id) == ("person_register", account, card.public_id)


def test_the_number_stands_nowhere(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    register(1)
    with pytest.raises(Conflict) as refused:
        actions.person_register(name=name(1), id_number=person(1), phone=phone(2), password=PASSWORD, at=AT)
    everything = "".join(str(row) for model in (Person, Account, AuditRow) for row in model.objects.values())
    logged = [one.getMessage() for one in caplog.records if one.name != "django.db.backends"]
    for part in (person(1), person(1)[6:14]):
        assert part not in everything + str(refused.value) + refused.value.text.en + "".join(logged)


@pytest.mark.parametrize("typed", ["{} ", "{}\u200b", "'{}", "{:.6}-{}"])
def test_one_person_once_however_it_is_typed(typed: str) -> None:
    register(1)
    number = person(1)
    spelt = f"{number[:6]} {number[6:14]}-{number[14:].lower()}" if typed.startswith("{:") else typed.format(number)
    with pytest.raises(Conflict, match="窗口"):
        actions.person_register(name=name(1), id_number=spelt, phone=phone(2), password=PASSWORD, at=AT)
    assert Account.objects.count() == Person.objects.count() == 1


def test_one_phone_once() -> None:
    register(1)
    with pytest.raises(Conflict, match="手机号"):
        actions.person_register(name=name(2), id_number=person(2), phone=f"+86 {phone(1)}", password=PASSWORD, at=AT)


@pytest.mark.parametrize("area", ["810000", "820000", "830000"])
def test_residence_permits_register(area: str) -> None:
    first17 = f"{area}19900101001"
    number = first17 + person_id_check_character(first17)
    assert actions.person_register(name="买买提·艾力", id_number=number, phone=phone(1), password=PASSWORD, at=AT)


def test_everything_wrong_is_said_at_once() -> None:
    with pytest.raises(Invalid) as refused:
        actions.person_register(name=" ", id_number="123", phone="1234", password="12345", at=AT)
    fields = [one.field for one in refused.value.problems]
    assert fields[:3] == ["name", "id_number", "phone"]
    assert "password" in fields
    assert all(one.text.zh and one.text.en and one.text.zh != one.text.en for one in refused.value.problems)


def test_a_birth_still_to_come_is_refused() -> None:
    with pytest.raises(Invalid, match="还没有到"):
        actions.person_register(
            name="赵甲", id_number=person(1), phone=phone(1), password=PASSWORD, at=AT - timedelta(days=365 * 90)
        )


@pytest.mark.parametrize("password", [person(1), "x" + phone(1), "pass" + person(1)[6:14], "password", "1234567890"])
def test_a_password_that_others_can_guess_is_refused(password: str) -> None:
    with pytest.raises(Invalid) as refused:
        actions.person_register(name=name(1), id_number=person(1), phone=phone(1), password=password, at=AT)
    assert {one.field for one in refused.value.problems} == {"password"}


def test_who_is_on_a_roster_first_gets_the_account_later(admin: Actor) -> None:
    entered = actions.person_enter(name=name(7), id_number=person(7), by=admin, at=AT)
    assert actions.person_enter(name=f" {name(7)}", id_number=person(7), by=admin, at=AT) == entered
    assert queries.actor_of(register(7)).person_id == entered
    with pytest.raises(Conflict):
        actions.person_register(name=name(7), id_number=person(7), phone=phone(8), password=PASSWORD, at=AT)


def test_another_name_under_a_known_number_is_refused(admin: Actor) -> None:
    actions.person_enter(name=name(7), id_number=person(7), by=SYSTEM, at=AT)
    with pytest.raises(Invalid, match="姓名"):
        actions.person_enter(name=name(8), id_number=person(7), by=admin, at=AT)


def test_the_holder_of_a_number_says_how_they_are_called(admin: Actor) -> None:
    entered = actions.person_enter(name="误写", id_number=person(7), by=admin, at=AT)
    actor = queries.actor_of(register(7))
    assert actor.person_id == entered
    card = queries.person(entered)
    assert card.name == name(7)
    row = AuditRow.objects.get(verb="person_register", subject_id=card.public_id)
    assert row.detail["name"] == ["误写", name(7)]
    with pytest.raises(Conflict, match="窗口"):
        actions.person_register(name="误写", id_number=person(7), phone=phone(8), password=PASSWORD, at=AT)


def test_staff_are_entered_by_operations() -> None:
    given: dict[str, Any] = {
        "name": name(1),
        "id_number": person(1),
        "login": "Chen@Example.org",
        "password": PASSWORD,
        "at": AT,
    }
    account = actions.staff_register(**given, by=SYSTEM)
    assert queries.account_of_login("chen@example.ORG") == account
    with pytest.raises(Forbidden):
        actions.staff_register(**given, by=queries.actor_of(account))


def test_the_table_refuses_a_number_in_the_wrong_column() -> None:
    register(1)
    for change in ({"id_masked": person(1)}, {"id_blind": person(1)}, {"phone": "1"}, {"name": ""}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Person.objects.update(**change)


def test_names_are_kept_in_one_form() -> None:
    actions.person_enter(name="阿依古丽•买买提", id_number=person(3), by=SYSTEM, at=AT)
    known = actions.person_enter(name=" 阿依古丽・买买提 ", id_number=person(3), by=SYSTEM, at=AT)
    assert queries.person(known).name == "阿依古丽·买买提"


@pytest.mark.django_db(transaction=True)
def test_one_person_once_when_many_register_at_the_same_moment() -> None:
    ready, outcomes = threading.Barrier(6), list[object]()

    def go(n: int) -> None:
        ready.wait()
        try:
            outcomes.append(
                actions.person_register(name=name(1), id_number=person(1), phone=phone(n), password=PASSWORD, at=AT)
            )
        except Refused as refused:
            outcomes.append(refused)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=go, args=(n,)) for n in range(6)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert sorted(type(one).__name__ for one in outcomes) == ["Conflict"] * 5 + ["int"]
    assert Person.objects.count() == Account.objects.count() == AuditRow.objects.count() == 1
    assert connection.vendor in ("postgresql", "sqlite")
