"""Clients signed in as each role of the casework city, and the clock held where a test wants it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from tests.casework.city import AFTER, City, Studied, city
from yunpei.common import clock
from yunpei.common.actor import Actor

SignedIn = Callable[[Actor], Client]


@pytest.fixture
def there(db: None) -> City:
    return city()


@pytest.fixture
def studied(monkeypatch: pytest.MonkeyPatch) -> Studied:
    stub = Studied()
    stub.stand_in(monkeypatch)
    return stub


@pytest.fixture(autouse=True)
def _at() -> Iterator[None]:
    with clock.holding(AFTER):
        yield


@pytest.fixture
def signed_in() -> SignedIn:
    """A client with the session of an actor's account."""

    def make(who: Actor) -> Client:
        assert who.account_id is not None
        client = Client()
        client.force_login(get_user_model().objects.get(pk=who.account_id))
        return client

    return make


@pytest.fixture
def at() -> Callable[[datetime], object]:
    """Hold the clock at another moment inside a block."""
    return clock.holding
