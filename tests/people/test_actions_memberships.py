"""Rights: who gives them, what they fit, and that nobody reviews and pays."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from django.db import IntegrityError, connections, transaction

from tests.invented import name
from tests.people.conftest import AT, BINHU, DALIAN, JIANGSU, SYSTEM, WUXI, enrol, operator, register
from yunpei.common.actor import Actor
from yunpei.common.errors import Conflict, Forbidden, Invalid, NotFound, Refused
from yunpei.common.models import AuditRow
from yunpei.people import actions, queries
from yunpei.people.models import Membership
from yunpei.people.types import ROLE_OF_OFFICE, OfficeKind, Role

pytestmark = [pytest.mark.req("R02"), pytest.mark.django_db]
REVIEW, PAY = Role.OFFICER_REVIEW, Role.OFFICER_PAY


def office(kind: OfficeKind, region: str, label: str = "") -> int:
    return actions.office_open(name=f"{region}{kind}{label}", region=region, kind=kind, by=SYSTEM, at=AT)


def appoint(account: int, kind: OfficeKind, region: str, label: str = "") -> int:
    place = office(kind, region, label)
    return actions.membership_grant(account_id=account, role=ROLE_OF_OFFICE[kind], office_id=place, by=SYSTEM, at=AT)


@pytest.mark.parametrize("kind", list(OfficeKind))
def test_an_office_gives_its_duty_and_its_region(kind: OfficeKind) -> None:
    account = register(1)
    appoint(account, kind, WUXI)
    actor = queries.actor_of(account)
    assert (*actor.roles, actor.region, actor.organisation_id) == (ROLE_OF_OFFICE[kind].value, WUXI, None)
    assert actor.office_id


@pytest.mark.parametrize(
    ("first", "second", "apart"),
    [
        (WUXI, WUXI, True),
        (WUXI, BINHU, True),
        (BINHU, WUXI, True),
        (BINHU, JIANGSU, True),
        (WUXI, DALIAN, False),
        (BINHU, "320213", False),
    ],
)
@pytest.mark.parametrize("kinds", [(OfficeKind.REVIEW, OfficeKind.PAY), (OfficeKind.PAY, OfficeKind.REVIEW)])
def test_who_reviews_may_not_pay(first: str, second: str, apart: bool, kinds: tuple[OfficeKind, OfficeKind]) -> None:
    account = register(1)
    held = appoint(account, kinds[0], first)
    if not apart:
        appoint(account, kinds[1], second)
        return
    with pytest.raises(Conflict, match="审核与拨付"):
        appoint(account, kinds[1], second)
    actions.membership_end(membership_id=held, by=SYSTEM, at=AT)
    appoint(account, kinds[1], second, "再")


def test_the_table_itself_keeps_review_and_payment_apart() -> None:
    account = register(1)
    appoint(account, OfficeKind.REVIEW, WUXI)
    pay = office(OfficeKind.PAY, WUXI)
    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.create(account_id=account, role=PAY, office_id=pay, region=WUXI, granted_at=AT)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("regions", [(WUXI, WUXI), (WUXI, BINHU)])
def test_a_second_grant_waits_for_the_first_and_then_sees_it(regions: tuple[str, str]) -> None:
    account = register(1)
    review, pay = office(OfficeKind.REVIEW, regions[0]), office(OfficeKind.PAY, regions[1])
    outcomes = list[str]()

    def go() -> None:
        try:
            actions.membership_grant(account_id=account, role=PAY, office_id=pay, by=SYSTEM, at=AT)
            outcomes.append("granted")
        except Refused as refused:
            outcomes.append(type(refused).__name__)
        finally:
            connections.close_all()

    other = threading.Thread(target=go)
    with transaction.atomic():
        actions.membership_grant(account_id=account, role=REVIEW, office_id=review, by=SYSTEM, at=AT)
        other.start()
        other.join(0.5)
        assert outcomes == []
    other.join()
    assert outcomes == ["Conflict"]


def test_place_and_role_must_fit(admin: Actor) -> None:
    account, firm, place = register(9), admin.organisation_id, office(OfficeKind.REVIEW, WUXI)
    for role, organisation_id, office_id in (
        (Role.ORG_ADMIN, None, place),
        (Role.ORG_ADMIN, None, None),
        (Role.ORG_ADMIN, firm, place),
        (REVIEW, firm, None),
        (REVIEW, None, None),
        (PAY, None, place),
        (Role.OPS, None, place),
        (Role.LEARNER, None, None),
    ):
        with pytest.raises(Invalid):
            actions.membership_grant(
                account_id=account, role=role, organisation_id=organisation_id, office_id=office_id, by=SYSTEM, at=AT
            )
    assert not Membership.objects.filter(account_id=account).exists()
    for wrong in ({"role": REVIEW}, {"role": Role.OPS, "region": WUXI}, {"role": Role.ORG_ADMIN, "office_id": place}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Membership.objects.create(account_id=account, granted_at=AT, **wrong)


def test_operations_do_not_promote_themselves() -> None:
    ops = operator(1)
    place = office(OfficeKind.PAY, WUXI)
    with pytest.raises(Forbidden):
        actions.membership_grant(account_id=ops.account_id or 0, role=PAY, office_id=place, by=ops, at=AT)
    with pytest.raises(Forbidden):
        actions.account_stop(account_id=ops.account_id or 0, why="tired", by=ops, at=AT)


def test_an_administrator_lets_others_in_and_one_always_stays(admin: Actor) -> None:
    second = register(9)
    given: dict[str, Any] = {
        "account_id": second,
        "role": Role.ORG_ADMIN,
        "organisation_id": admin.organisation_id,
        "at": AT,
    }
    right = actions.membership_grant(**given, by=admin)
    with pytest.raises(Conflict, match="已有"):
        actions.membership_grant(**given, by=admin)
    assert queries.actor_of(second).organisation_id == admin.organisation_id
    rights = queries.members_of(organisation_id=admin.organisation_id or 0, by=admin)
    assert [(one.person_name, one.role) for one in rights] == [(name(2), "org_admin"), (name(9), "org_admin")]
    actions.membership_end(membership_id=rights[0].id, by=queries.actor_of(second), at=AT)
    with pytest.raises(Conflict, match="唯一"):
        actions.membership_end(membership_id=right, by=queries.actor_of(second), at=AT)
    with pytest.raises(Conflict, match="已终止"):
        actions.membership_end(membership_id=rights[0].id, by=SYSTEM, at=AT)
    with pytest.raises(NotFound):
        actions.membership_grant(**given, by=queries.actor_of(admin.account_id or 0))  # is none any more


def test_the_legal_representative_is_who_the_licence_names(admin: Actor) -> None:
    given: dict[str, Any] = {"role": Role.ORG_LEGAL, "organisation_id": admin.organisation_id, "by": admin, "at": AT}
    with pytest.raises(Invalid, match="法定代表人"):
        actions.membership_grant(account_id=register(9), **given)
    actions.membership_grant(account_id=admin.account_id or 0, **given)
    assert queries.actor_of(admin.account_id or 0).roles == {"learner", "org_admin", "org_legal"}


def test_one_acts_in_one_place_at_a_time(admin: Actor) -> None:
    account = admin.account_id or 0
    other = enrol(3, admin, DALIAN)
    appoint(account, OfficeKind.INSPECTION, DALIAN)
    places = queries.places_of(account)
    assert [(one.region, one.organisation_id) for one in places] == [
        (DALIAN, None),
        (None, admin.organisation_id),
        (None, other),
        (None, None),
    ]
    assert queries.actor_of(account).roles == {"officer_inspect"}
    for place in places:
        actor = queries.actor_of(account, place.public_id)
        assert (actor.organisation_id, actor.office_id, actor.roles) == (
            place.organisation_id,
            place.office_id,
            place.roles,
        )
    assert queries.actor_of(account, "somewhere else") == queries.actor_of(account)


def test_nothing_is_given_to_a_stopped_or_missing_account(admin: Actor) -> None:
    account = register(9)
    actions.account_stop(account_id=account, why="tests", by=SYSTEM, at=AT)
    given: dict[str, Any] = {"role": Role.ORG_ADMIN, "organisation_id": admin.organisation_id, "by": admin, "at": AT}
    with pytest.raises(Conflict):
        actions.membership_grant(account_id=account, **given)
    for account_id, place in ((404, {"organisation_id": admin.organisation_id}), (account, {"organisation_id": 404})):
        with pytest.raises(NotFound):
            actions.membership_grant(account_id=account_id, role=Role.ORG_ADMIN, by=SYSTEM, at=AT, **place)
    with pytest.raises(NotFound):
        actions.membership_grant(account_id=register(10), role=REVIEW, office_id=404, by=SYSTEM, at=AT)
    with pytest.raises(NotFound):
        actions.membership_end(membership_id=404, by=SYSTEM, at=AT)


def test_an_office_is_opened_once() -> None:
    office(OfficeKind.PAY, WUXI)
    with pytest.raises(Conflict):
        office(OfficeKind.PAY, WUXI)
    with pytest.raises(Invalid) as refused:
        actions.office_open(name=" ", region="3202", kind=OfficeKind.PAY, by=SYSTEM, at=AT)
    assert [one.field for one in refused.value.problems] == ["name", "region"]
    assert [one.kind for one in queries.offices(region=WUXI)] == ["pay"]
    assert queries.offices(kind=OfficeKind.REVIEW) == []
    assert AuditRow.objects.filter(verb="office_open").count() == 1
