"""An organisation's own page: what it says of itself, and who acts for it."""

from __future__ import annotations

import pytest

from tests.casework.city import City
from tests.classroom import signed_up
from tests.invented import name
from tests.portals.conftest import SignedIn
from yunpei.people import queries
from yunpei.people.types import Role

pytestmark = pytest.mark.django_db
ADDING = "/org/details/members/add/"


def acting(there: City) -> dict[str, Role]:
    members = queries.members_of(organisation_id=there.organisation_id, by=there.admin)
    return {one.person_name: one.role for one in members if one.ended_at is None}


def test_somebody_is_let_in_and_out_again(there: City, signed_in: SignedIn) -> None:
    signed_up(60)
    client = signed_in(there.admin)
    assert client.post(ADDING, {"login": "19900000060", "role": "org_admin"}).status_code == 302
    assert acting(there)[name(60)] is Role.ORG_ADMIN
    [held] = [
        one
        for one in queries.members_of(organisation_id=there.organisation_id, by=there.admin)
        if one.person_name == name(60)
    ]
    assert client.post(f"/org/details/members/{held.id}/end/").status_code == 302
    assert name(60) not in acting(there)


@pytest.mark.parametrize(
    ("login", "role", "said"),
    [
        ("19900000077", "org_admin", "还没有实名注册"),
        ("19900000060", "org_legal", "与营业执照上的法定代表人不一致"),
        ("19900000500", "org_admin", "该账号已有此角色"),
    ],
)
def test_who_cannot_act_for_it_is_told_beside_the_field(
    there: City, signed_in: SignedIn, login: str, role: str, said: str
) -> None:
    signed_up(60)
    before = acting(there)
    answer = signed_in(there.admin).post(ADDING, {"login": login, "role": role})
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert acting(there) == before


def test_the_legal_representative_reads_and_does_not_change(there: City, signed_in: SignedIn) -> None:
    client = signed_in(there.legal)
    page = client.get("/org/details/").content.decode()
    assert "虚构银行滨湖支行" in page
    assert 'name="bank_account"' not in page
    changed = {"name": "x", "kind": "enterprise", "legal_representative": "x", "bank_account": "1"}
    assert client.post("/org/details/", changed).status_code == 403
    assert client.post(ADDING, {"login": "19900000060", "role": "org_admin"}).status_code == 422


def test_the_business_scope_is_typed_as_on_the_licence_and_looked_at_again(there: City, signed_in: SignedIn) -> None:
    client = signed_in(there.admin)
    firm = queries.organisation(there.organisation_id)
    assert firm.business_scope is None
    same = {"name": firm.name, "kind": firm.kind.value, "legal_representative": firm.legal_representative}
    refused = client.post("/org/details/", same | {"business_scope": "餐"})
    assert refused.status_code == 422
    assert 'id="id_business_scope_error"' in refused.content.decode()
    assert client.post("/org/details/", same | {"business_scope": "餐饮服务；食品销售"}).status_code == 302
    firm = queries.organisation(there.organisation_id)
    assert (firm.business_scope, firm.confirmed_at) == ("餐饮服务；食品销售", None)
    assert client.post("/org/details/", same | {"business_scope": " "}).status_code == 302
    assert queries.organisation(there.organisation_id).business_scope is None
