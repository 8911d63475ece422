"""Sessions find their account; a password alone opens nothing past actions.sign_in."""

from __future__ import annotations

import pytest
from django.contrib.auth import authenticate, get_user, login
from django.contrib.sessions.backends.db import SessionStore
from django.http import HttpRequest

from tests.people.conftest import AT, PASSWORD, SYSTEM, phone, register
from yunpei.people import actions, queries
from yunpei.people.models import Account

pytestmark = [pytest.mark.req("R02"), pytest.mark.django_db]
BACKEND = "yunpei.people.backends.SessionsOnly"


@pytest.fixture(autouse=True)
def _backend(settings: object) -> None:
    settings.AUTHENTICATION_BACKENDS = [BACKEND]  # type: ignore[attr-defined]


@pytest.fixture
def request_() -> HttpRequest:
    request = HttpRequest()
    request.session = SessionStore()
    return request


def test_a_session_ends_when_its_account_is_stopped(request_: HttpRequest) -> None:
    account = register(1)
    user = queries.session_account(account)
    assert isinstance(user, Account)
    login(request_, user)
    assert get_user(request_).pk == account
    actions.account_stop(account_id=account, why="lost phone", by=SYSTEM, at=AT)
    assert get_user(request_).is_anonymous


def test_a_session_ends_when_the_password_changes(request_: HttpRequest) -> None:
    account = register(1)
    user = queries.session_account(account)
    assert isinstance(user, Account)
    login(request_, user)
    actions.password_change(old=PASSWORD, new="another good phrase", by=queries.actor_of(account), at=AT)
    assert get_user(request_).is_anonymous


def test_djangos_own_door_is_shut() -> None:
    register(1)
    assert authenticate(username=phone(1), password=PASSWORD) is None
