"""A security or audit administrator is proposed on one page and confirmed on another's."""

from __future__ import annotations

import pytest

from tests.casework.city import DRAFTED
from tests.classroom import signed_up
from tests.oversight.archives.test_actions import administrator
from tests.portals.conftest import SignedIn
from yunpei.common import clock
from yunpei.people import queries
from yunpei.people.types import Role

pytestmark = [pytest.mark.django_db, pytest.mark.req("R37")]


def test_from_the_proposal_to_the_confirmation(signed_in: SignedIn) -> None:
    ops, security = administrator(960, Role.OPS), administrator(961, Role.SECURITY)
    chosen = signed_up(970)
    card = next(one for one in queries.accounts(by=ops) if one.id == chosen.account_id)
    with clock.holding(DRAFTED):
        client = signed_in(ops)
        page = f"/ops/accounts/{card.public_id}/"
        assert f'action="{page}propose/audit/"' in client.get(page).content.decode()
        told = client.post(f"{page}propose/audit/", follow=True).content.decode()
        assert "已提出，由安全或审计管理员确认后生效" in told
        waiting = client.get("/ops/nominations/").content.decode()
        assert "待确认" in waiting
        assert "确认任命</" not in waiting  # not for who proposed
        judge = signed_in(security)
        [one] = queries.nominations(by=security)
        assert f"/ops/nominations/{one.id}/confirm/" in judge.get("/ops/nominations/").content.decode()
        told = judge.post(f"/ops/nominations/{one.id}/confirm/", follow=True).content.decode()
        assert "已确认，任命即日生效" in told
    assert queries.actor_of(chosen.account_id or 0).roles == {"audit"}


def test_only_these_roles_are_proposed_and_only_these_events_there(signed_in: SignedIn) -> None:
    ops, security = administrator(960, Role.OPS), administrator(961, Role.SECURITY)
    card = next(one for one in queries.accounts(by=ops) if one.id == security.account_id)
    assert signed_in(ops).post(f"/ops/accounts/{card.public_id}/propose/officer_pay/").status_code == 404
    assert signed_in(ops).post(f"/ops/accounts/{card.public_id}/security/").status_code == 404
    assert signed_in(security).post(f"/ops/nominations/{card.public_id}/forget/").status_code == 404
