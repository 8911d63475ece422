"""A person applies on a phone: chosen, filled in with faults beside their fields, handed in, read again."""

from __future__ import annotations

import pytest

from tests.casework.applying import APPLIED, BUSINESS, STARTUP, offices, person_applies
from tests.classroom import signed_up
from tests.invented import employer
from tests.oversight.office import held
from tests.portals.conftest import SignedIn
from yunpei.casework import actions, queries
from yunpei.common import clock

pytestmark = pytest.mark.django_db


def test_from_the_list_to_the_submission(signed_in: SignedIn) -> None:
    offices("220000")
    one = signed_up(1)
    client = signed_in(one)
    with clock.holding(APPLIED):
        assert "初次创业补贴" in client.get("/learn/applications/").content.decode()
        begun = client.post(f"/learn/applications/new/{STARTUP}/", {"region": "220104"})
        page = begun["Location"]
        wrong = client.post(
            page, {**BUSINESS, "first_business": "yes", "employer_id": "123", "registered_on": "2019-13-01"}
        )
        assert wrong.status_code == 422
        told = wrong.content.decode()
        assert 'id="id_employer_id_error"' in told
        assert 'id="id_registered_on_error"' in told
        typed = {**BUSINESS, "employer_id": employer(7), "first_business": "yes"}
        assert client.post(page, typed).status_code == 302
        client.post(f"{page}account/", {"bank": "虚构银行", "account": "6217000000001234"})
        assert "5,000.00" in client.get(page).content.decode()
        client.post(f"{page}submit/")
        [card] = queries.own_applications(by=one)
        assert card.state == "submitted"
        why = client.get(f"{page}why/").content.decode()
    assert "首次使用本人身份信息注册" in why


def test_where_nobody_takes_it_in_the_page_says_so(signed_in: SignedIn) -> None:
    one = signed_up(1)
    client = signed_in(one)
    with clock.holding(APPLIED):
        page = client.post(f"/learn/applications/new/{STARTUP}/", {"region": "220104"})["Location"]
        told = client.get(page).content.decode()
        assert "本地区没有受理部门" in told
        client.post(f"{page}submit/")
        assert queries.own_applications(by=one)[0].state == "draft"


def test_what_holds_it_is_said_to_the_person_and_in_full_to_the_officer(signed_in: SignedIn) -> None:
    there = offices("220000")
    number, one = person_applies(
        STARTUP, "220104", facts={**BUSINESS, "employer_id": employer(7), "first_business": "yes"}
    )
    actions.application_submit(number=number, by=one, at=APPLIED)
    held(number, "220000", by=there.inspector, at=APPLIED)
    with clock.holding(APPLIED):
        told = signed_in(one).get(f"/learn/applications/{number}/").content.decode()
        seen = signed_in(there.reviewers[0]).get(f"/bureau/cases/{number}/").content.decode()
    assert "核实中的事项" in told
    assert "收到反映，正在核实" in told
    assert "筛查与暂停" in seen
    assert "收到反映，正在核实" in seen
