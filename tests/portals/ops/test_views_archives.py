"""The pages of the three administrators: each opens their own, and none another's."""

from __future__ import annotations

import pytest

from tests.casework.city import AFTER, City
from tests.oversight.archives.test_actions import administrator
from tests.portals.conftest import SignedIn
from yunpei.people import queries as people
from yunpei.people.types import Role

pytestmark = [pytest.mark.django_db, pytest.mark.req("R37")]
NONE = "00000000-0000-7000-8000-000000000000"
# address, method → what the system, the security and the audit administrator get, and an inspector
TABLE = {
    ("/ops/", "GET"): (200, 403, 403, 403),
    ("/ops/accounts/", "GET"): (200, 403, 403, 403),
    ("/ops/archives/", "GET"): (200, 200, 200, 403),
    ("/ops/archives/purge/", "POST"): (302, 403, 403, 403),
    (f"/ops/archives/purges/{NONE}/carry_out/", "POST"): (403, 404, 403, 403),
    ("/ops/archives/keeps/", "POST"): (403, 404, 403, 403),
    ("/ops/erasures/", "GET"): (200, 200, 200, 403),
    (f"/ops/erasures/{NONE}/examine/", "POST"): (404, 404, 403, 403),
    ("/ops/dossiers/WX-0000-0000/", "GET"): (403, 403, 404, 403),
    ("/ops/archives/keeps/0/lift/", "POST"): (403, 404, 403, 403),
    ("/ops/looks/", "GET"): (403, 403, 200, 403),
}


def test_each_administrator_opens_their_own_pages(there: City, signed_in: SignedIn) -> None:
    roles = (Role.OPS, Role.SECURITY, Role.AUDIT)
    who = [administrator(960 + place, role) for place, role in enumerate(roles)] + [there.inspector]
    clients = [signed_in(one) for one in who]
    wrong = [
        (address, place, answer.status_code)
        for (address, method), row in TABLE.items()
        for place, (client, status) in enumerate(zip(clients, row, strict=True))
        if (answer := client.generic(method, address)).status_code != status
    ]
    assert not wrong


def test_a_look_is_on_the_auditors_page(there: City, signed_in: SignedIn) -> None:
    auditor = administrator(962, Role.AUDIT)
    card = people.person_of_account(there.admin.account_id or 0)
    assert card is not None
    number = people.person_full_id(person_id=card.id, by=there.inspector, at=AFTER, why="核对证件")
    page = signed_in(auditor).get("/ops/looks/").content.decode()
    assert card.id_masked in page
    assert "核对证件" in page
    assert number not in page
