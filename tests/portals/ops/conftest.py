"""An operator's client."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.casework.city import DRAFTED
from tests.classroom import SYSTEM, signed_up
from tests.portals.conftest import SignedIn
from yunpei.people import actions
from yunpei.people.types import Role


@pytest.fixture
def ops(db: None, signed_in: SignedIn) -> Client:
    """Signed in as the 950th invented person, who runs the site."""
    who = signed_up(950)
    assert who.account_id is not None
    actions.membership_grant(account_id=who.account_id, role=Role.OPS, by=SYSTEM, at=DRAFTED)
    return signed_in(who)


def page(client: Client, path: str, sent: dict[str, str] | None = None) -> str:
    """The page, or the one that a form leads to."""
    answer = client.get(path, follow=True) if sent is None else client.post(path, sent, follow=True)
    assert answer.status_code == 200, answer.content.decode()[:500]
    return answer.content.decode()
