"""Offices and staff on the pages of operations: opened, appointed, ended, found again; and what is refused, in words."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.casework.city import DRAFTED as AT
from tests.casework.city import WUXI, City
from tests.classroom import SYSTEM, signed_up
from tests.invented import name
from tests.portals.ops.conftest import page
from yunpei.common.models import AuditRow
from yunpei.people import actions, queries
from yunpei.people.types import OfficeKind, Role

pytestmark = [pytest.mark.req("R04"), pytest.mark.django_db]


def office_of(title: str) -> str:
    return next(one.public_id for one in queries.offices() if one.name == title)


def test_an_office_is_opened_staffed_and_left(ops: Client) -> None:
    empty = page(ops, "/ops/offices/")
    assert "没有科室" in empty
    opened = page(ops, "/ops/offices/new/", {"name": "市培训科", "kind": "review", "region": WUXI})
    assert "市培训科" in opened
    assert "江苏省无锡市" in opened
    signed_up(1)
    there = f"/ops/offices/{office_of('市培训科')}/"
    assert name(1) in page(ops, there, {"login": "+86 199 0000 0001"})
    [held] = queries.roles_held(by=SYSTEM, roles=[Role.OFFICER_REVIEW])
    ended = page(ops, f"/ops/roles/{held.id}/end/", {"next": there})
    assert "曾任人员" in ended
    assert not queries.roles_held(by=SYSTEM, roles=[Role.OFFICER_REVIEW])
    verbs = AuditRow.objects.filter(account_id=queries.account_of_login("19900000950")).order_by("id")
    assert [row.verb for row in verbs if "sign" not in row.verb][-3:] == [
        "office_open",
        "membership_grant",
        "membership_end",
    ]


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"name": " ", "kind": "review", "region": WUXI}, "有 1 处需要改正"),
        ({"name": "科", "kind": "review", "region": "990000"}, "有 1 处需要改正"),
        ({"name": "科", "kind": "judge", "region": WUXI}, "有 1 处需要改正"),
        ({"name": ""}, "有 3 处需要改正"),
    ],
)
def test_an_office_that_cannot_be_is_not_opened(ops: Client, sent: dict[str, str], said: str) -> None:
    assert said in page(ops, "/ops/offices/new/", sent)
    assert not queries.offices()


def test_the_same_office_twice_is_one(ops: Client) -> None:
    sent = {"name": "科", "kind": "pay", "region": WUXI}
    page(ops, "/ops/offices/new/", sent)
    assert "该地区已有同名同类机构" in page(ops, "/ops/offices/new/", sent)
    assert len(queries.offices()) == 1


def test_refusals_stand_above_the_form(ops: Client, there: City) -> None:
    review = next(one for one in queries.offices(kind=OfficeKind.REVIEW))
    address = f"/ops/offices/{review.public_id}/"
    assert "没有人用这个手机号或邮箱登记" in page(ops, address, {"login": "19900009999"})
    assert "不能给自己授权" in ops.post(address, {"login": "19900000950"}).content.decode()
    [payer] = queries.roles_held(by=SYSTEM, roles=[Role.OFFICER_PAY])
    assert "审核与拨付须由不同的人担任" in page(ops, address, {"login": payer.account.login})


def test_the_list_is_narrowed_by_kind_name_and_region(ops: Client, there: City) -> None:
    actions.office_open(name="大连科", region="210200", kind=OfficeKind.REVIEW, by=SYSTEM, at=AT)
    whole = page(ops, "/ops/offices/")
    assert whole.index("辽宁省大连市") < whole.index("江苏省无锡市")
    assert "大连科" not in page(ops, "/ops/offices/?kind=pay")
    assert "大连科" in page(ops, "/ops/offices/?text=辽宁省")
    assert "没有科室" in page(ops, "/ops/offices/?text=沈阳")


def test_the_first_page_says_what_the_site_lacks(ops: Client) -> None:
    lacking = page(ops, "/ops/")
    assert lacking.count("不足") == 3
    assert "初审、复审须由两个人办理" in lacking


def test_with_all_desks_staffed_nothing_lacks(ops: Client, there: City) -> None:
    assert "不足" not in page(ops, "/ops/")


def test_lists_take_as_many_queries_for_many_rows(ops: Client, there: City) -> None:
    def asked(path: str) -> int:
        with CaptureQueriesContext(connection) as counted:
            page(ops, path)
        return len(counted)

    few = [asked("/ops/offices/"), asked("/ops/accounts/")]
    for n in range(5):
        office = actions.office_open(name=f"{n}科", region=WUXI, kind=OfficeKind.FINANCE, by=SYSTEM, at=AT)
        who = signed_up(100 + n)
        assert who.account_id is not None
        actions.membership_grant(
            account_id=who.account_id, role=Role.OFFICER_FINANCE, office_id=office, by=SYSTEM, at=AT
        )
    assert [asked("/ops/offices/"), asked("/ops/accounts/")] == few
