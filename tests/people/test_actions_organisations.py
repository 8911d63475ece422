"""Organisations: once by credit code, kept up by their own, held against the licence by an officer."""

from __future__ import annotations

import threading
from datetime import date

import pytest
from django.db import IntegrityError, connections, transaction

from tests.invented import employer, name
from tests.people.conftest import AT, BINHU, DALIAN, WUXI, enrol, officer, register
from yunpei.common.actor import NOBODY, Actor
from yunpei.common.errors import Conflict, Forbidden, Invalid, NotFound, Refused
from yunpei.common.models import AuditRow
from yunpei.people import actions, queries
from yunpei.people.models import Organisation
from yunpei.people.types import OfficeKind, OrganisationKind, OrganisationSize
from yunpei.policy.words import EMPLOYER_KINDS, EMPLOYER_SIZES

pytestmark = [pytest.mark.req("R02"), pytest.mark.django_db]


def test_who_registers_a_firm_administers_it(learner: Actor) -> None:
    firm = enrol(1, learner)
    assert queries.organisation_of_code(f" {employer(1).lower()}") == queries.organisation(firm)
    actor = queries.actor_of(learner.account_id or 0)
    assert (actor.organisation_id, set(actor.roles)) == (firm, {"learner", "org_admin"})
    assert queries.organisation(firm).confirmed_at is None


def test_a_credit_code_registers_once(admin: Actor) -> None:
    with pytest.raises(Conflict, match="管理员") as refused:
        enrol(2, queries.actor_of(register(5)))
    assert name(2) not in str(refused.value)


def test_only_people_with_a_name_register_a_firm() -> None:
    for actor in (NOBODY, Actor(account_id=1)):
        with pytest.raises(Forbidden):
            enrol(1, actor)


def test_everything_wrong_is_said_at_once(learner: Actor) -> None:
    with pytest.raises(Invalid) as refused:
        actions.organisation_register(
            credit_code=employer(1)[:17] + "0",
            name=" ",
            kind="shop",  # type: ignore[arg-type]
            region="wuxi",
            legal_representative="x" * 101,
            bank_account="12a",
            headcount=-1,
            by=learner,
            at=AT,
        )
    found = [one.field for one in refused.value.problems]
    assert found == ["credit_code", "name", "legal_representative", "region", "bank_account", "kind", "headcount"]


def test_a_change_is_kept_with_both_values(admin: Actor) -> None:
    firm = admin.organisation_id or 0
    actions.organisation_edit(
        organisation_id=firm,
        by=admin,
        at=AT,
        bank_account="6222 0200-1234",
        size=OrganisationSize.SMALL,
        figures_on=date(2019, 12, 31),
        revenue_fen=1_000_000_00,
        name=queries.organisation(firm).name,
    )
    card = queries.organisation(firm)
    assert (card.bank_account, card.size, card.revenue_fen) == ("622202001234", "small", 100_000_000)
    row = AuditRow.objects.get(verb="organisation_edit")
    assert row.detail == {
        "bank_account": ["", "622202001234"],
        "size": ["", "small"],
        "figures_on": [None, "2019-12-31"],
        "revenue_fen": [None, 100_000_000],
    }
    actions.organisation_edit(organisation_id=firm, by=admin, at=AT, size=OrganisationSize.SMALL)
    assert AuditRow.objects.filter(verb="organisation_edit").count() == 1


def test_an_officer_of_the_region_confirms_what_the_licence_says(admin: Actor) -> None:
    firm = admin.organisation_id or 0
    wuxi, dalian = officer(11, OfficeKind.REVIEW, WUXI), officer(12, OfficeKind.REVIEW, DALIAN)
    with pytest.raises(Conflict, match="营业执照"):
        actions.organisation_confirm(organisation_id=firm, by=wuxi, at=AT)
    actions.organisation_edit(organisation_id=firm, by=admin, at=AT, licence="0190-scan")
    with pytest.raises(NotFound):
        actions.organisation_confirm(organisation_id=firm, by=dalian, at=AT)
    for _ in range(2):
        actions.organisation_confirm(organisation_id=firm, by=wuxi, at=AT)
    assert queries.organisation(firm).confirmed_at == AT
    assert AuditRow.objects.filter(verb="organisation_confirm").count() == 1
    actions.organisation_edit(organisation_id=firm, by=admin, at=AT, contact_name="王丙")
    assert queries.organisation(firm).confirmed_at == AT
    actions.organisation_edit(organisation_id=firm, by=admin, at=AT, legal_representative="王丙")
    assert queries.organisation(firm).confirmed_at is None
    assert [one.id for one in queries.organisations_seen(by=wuxi, confirmed=False)] == [firm]
    assert queries.organisations_seen(by=wuxi, confirmed=True) == []
    with pytest.raises(NotFound):
        actions.organisation_confirm(organisation_id=404, by=wuxi, at=AT)


def test_the_words_are_those_of_the_packs() -> None:
    assert {one.value for one in OrganisationKind} == set(EMPLOYER_KINDS)
    assert {one.value for one in OrganisationSize} == {*EMPLOYER_SIZES, ""}


@pytest.mark.parametrize(
    "change", [{"credit_code": "91"}, {"region": "wuxi00"}, {"bank_account": "1a"}, {"revenue_fen": -1}, {"name": ""}]
)
def test_the_table_refuses_nonsense(admin: Actor, change: dict[str, object]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Organisation.objects.update(**change)


@pytest.mark.django_db(transaction=True)
def test_a_credit_code_registers_once_at_the_same_moment() -> None:
    actors = [queries.actor_of(register(n)) for n in range(4)]
    ready, outcomes = threading.Barrier(4), list[str]()

    def go(actor: Actor) -> None:
        ready.wait()
        try:
            enrol(50, actor)
            outcomes.append("registered")
        except Refused as refused:
            outcomes.append(type(refused).__name__)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=go, args=(one,)) for one in actors]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert sorted(outcomes) == ["Conflict"] * 3 + ["registered"]
    assert Organisation.objects.get().region == BINHU
