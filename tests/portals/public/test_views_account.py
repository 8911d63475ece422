"""Whoever becomes staff while signed in by password alone gives a code before they work."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.classroom import FILED, SYSTEM, signed_up
from tests.portals.public.conftest import Outbox
from yunpei.people import actions
from yunpei.people.types import Role

pytestmark = [pytest.mark.req("R02"), pytest.mark.django_db(transaction=True)]
GIVEN = {"login": "19900000001", "password": "a long enough phrase"}


def test_an_office_wants_a_code_even_of_an_open_session(outbox: Outbox) -> None:
    who, client = signed_up(1), Client()
    assert who.account_id is not None
    actions.account_confirm(account_id=who.account_id, why="x", by=SYSTEM, at=FILED)
    assert client.post("/account/login/", GIVEN)["Location"] == "/learn/"
    actions.membership_grant(account_id=who.account_id, role=Role.OPS, by=SYSTEM, at=FILED)
    assert client.get("/ops/")["Location"] == "/account/login/?next=%2Fops%2F"
    assert client.post("/account/login/", GIVEN)["Location"] == "/account/code/"
    assert client.get("/ops/").status_code == 302
    assert client.post("/account/code/", {"code": outbox.code})["Location"] == "/ops/"
    assert client.get("/ops/").status_code == 200
