"""Large print is kept by the site, so that it needs no script, on every page until it is turned off."""

from __future__ import annotations

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


def test_it_stays_until_it_is_turned_off() -> None:
    client = Client()
    for on in (True, False):
        answer = client.post("/ui/large-print/", {"next": "/policies/"})
        assert answer.headers["Location"] == "/policies/"
        for address in ("/", "/policies/"):
            page = client.get(address).content.decode()
            assert ('class="large-print"' in page) is on
            assert f'aria-pressed="{str(on).lower()}"' in page


def test_it_leads_nowhere_else() -> None:
    answer = Client().post("/ui/large-print/", {"next": "https://elsewhere.example/"})
    assert answer.headers["Location"] == "/"
