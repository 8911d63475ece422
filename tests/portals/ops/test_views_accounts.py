"""Accounts on the pages of operations: staff entered, stopped, restored, made operators, and who has which role."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.casework.city import City
from tests.classroom import SYSTEM, signed_up
from tests.invented import name, person
from tests.portals.ops.conftest import page
from yunpei.people import queries
from yunpei.people.types import Role

pytestmark = [pytest.mark.req("R04"), pytest.mark.django_db]


def test_staff_are_entered_by_real_name_and_set_their_own_password(ops: Client) -> None:
    sent = {"name": name(3), "id_number": person(3), "login": "wu@example.cn"}
    done = page(ops, "/ops/accounts/new/", sent)
    assert name(3) in done
    assert person(3) not in done
    assert "该手机号或邮箱已注册" in page(ops, "/ops/accounts/new/", sent)
    wrong = page(ops, "/ops/accounts/new/", {"name": "甲1", "id_number": "1", "login": "x"})
    assert "有 3 处需要改正" in wrong


def test_an_account_is_stopped_restored_and_made_an_operator(ops: Client) -> None:
    signed_up(4)
    card = queries.accounts(by=SYSTEM, text="19900000004")[0]
    there = f"/ops/accounts/{card.public_id}/"
    assert "没有任何角色" in page(ops, there)
    assert "请写明原因" in page(ops, f"{there}stop/", {"why": " "})
    assert "已停用" in page(ops, f"{there}stop/", {"why": "调离"})
    assert "该账号已停用" in page(ops, f"{there}operator/", {})
    assert "可以登录" in page(ops, f"{there}restore/", {"why": "调回"})
    assert "已任命为运维" in page(ops, f"{there}operator/", {})
    assert len(queries.roles_held(by=SYSTEM, roles=[Role.OPS])) == 2


def test_who_has_which_role_is_searched(ops: Client, there: City) -> None:
    staff = page(ops, "/ops/accounts/")
    payer = queries.roles_held(by=SYSTEM, roles=[Role.OFFICER_PAY])[0].account
    assert payer.name in staff
    found = page(ops, f"/ops/accounts/?text={payer.login}&role=officer_pay")
    assert "拨付员" in found
    assert "找到的账号" in found
    assert "单位经办人" in page(ops, "/ops/accounts/?role=org_admin")
    assert "没有符合条件的角色" in page(ops, "/ops/accounts/?role=officer_pay&text=nobody")
