"""A new password by a code, and a page that never says whether an account exists."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from tests.classroom import signed_up
from tests.portals.public.conftest import Outbox
from yunpei.common.clock import SystemClock
from yunpei.people import actions
from yunpei.people.types import Step

pytestmark = [pytest.mark.req("R02"), pytest.mark.django_db(transaction=True)]
LOGIN, NEW = "19900000001", "a quite different phrase"


def words(client: Client, path: str, sent: dict[str, str]) -> str:
    return client.post(path, sent, follow=True).content.decode()


def test_a_forgotten_password_is_set_with_a_code(outbox: Outbox) -> None:
    signed_up(1)
    client = Client()
    assert "验证码已经发出" in words(client, "/account/password/", {"login": f" +86 {LOGIN}"})
    assert outbox.sent[-1][0] == LOGIN
    said = words(client, "/account/password/new/", {"code": outbox.code, "password": NEW, "again": NEW})
    assert "新密码已设好" in said
    assert actions.sign_in(login=LOGIN, password=NEW, address="x", at=SystemClock().now()).step is Step.IN
    assert client.get("/account/password/new/").status_code == 302


def test_a_login_that_nobody_has_looks_the_same(outbox: Outbox) -> None:
    signed_up(1)
    known, nobody = Client(), Client()
    pages = [
        words(one, "/account/password/", {"login": login}) for one, login in ((known, LOGIN), (nobody, "19900000099"))
    ]
    assert len(outbox.sent) == 1
    wrong = {"code": "000000" if outbox.code != "000000" else "000001", "password": NEW, "again": NEW}
    pages += [words(one, "/account/password/new/", wrong) for one in (known, nobody)]
    plain = [re.sub(r'value="[^"]*"', "", one) for one in pages]
    assert plain[0] == plain[1]
    assert plain[2] == plain[3]
    assert "验证码不对或已失效" in plain[2]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"again": "x"}, "两次输入的密码不一样"),
        ({"password": "short", "again": "short"}, "密码至少8位"),
        ({"code": ""}, "有 1 处需要改正"),
    ],
)
def test_what_is_wrong_uses_no_code_up(outbox: Outbox, changes: dict[str, str], said: str) -> None:
    signed_up(1)
    client = Client()
    words(client, "/account/password/", {"login": LOGIN})
    good = {"code": outbox.code, "password": NEW, "again": NEW}
    assert said in words(client, "/account/password/new/", {**good, **changes})
    assert "新密码已设好" in words(client, "/account/password/new/", good)
