"""The window: a filing that came by post, entered piece by piece and handed in; another officer approves it."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.test import Client

from tests.casework.city import FILED, PROGRAMME, City, fields
from tests.files.conftest import pdf, uploads  # noqa: F401  # uploads: a store of one's own
from tests.invented import name, person
from tests.portals.conftest import SignedIn
from yunpei.casework import queries
from yunpei.casework.models import Case
from yunpei.common import clock
from yunpei.people import queries as people
from yunpei.portals.ui.plans import initial_of

pytestmark = pytest.mark.req("R47")


def paper(data: bytes, called: str = "扫描件.pdf") -> io.BytesIO:
    file = io.BytesIO(data)
    file.name = called
    return file


def begun(there: City, client: Client, **changes: Any) -> Any:
    given = {
        "credit_code": people.organisation(there.organisation_id).credit_code,
        "what": f"class_filing {PROGRAMME}",
        "way": "post",
        "received_on": "2020-02-20",
        "file": paper(pdf()),
    }
    return client.post("/bureau/intake/", given | changes)


def test_a_filing_is_entered_and_handed_in(there: City, signed_in: SignedIn) -> None:
    window, other, firm = (signed_in(one) for one in (*there.reviewers, there.admin))
    with clock.holding(FILED):
        page = begun(there, window)["Location"]
        number = page.strip("/").rpartition("/")[2]
        shown = {key: "" if value is None else value for key, value in initial_of(fields(there)).items()}
        assert window.post(page, shown).status_code == 302
        bad = window.post(f"{page}people/", {"file": paper(roster(person(1)[:-1] + "?"), "花名册.csv")})
        assert bad.status_code == 422
        assert "第 2 行" in bad.content.decode()
        assert person(1)[:-1] not in bad.content.decode()
        assert window.post(f"{page}people/", {"file": paper(roster(person(1)), "花名册.csv")}).status_code == 302
        window.post(f"{page}documents/signed_undertaking/", {"file": paper(pdf())})
        assert "材料齐全" in window.get(page).content.decode()
        assert "由窗口按纸质材料录入" in firm.get("/account/messages/").content.decode()
        window.post(f"{page}hand-in/")
        assert Case.objects.get(number=number).state == "submitted"
        assert window.get(page).status_code == 404
        assert window.post(f"/bureau/cases/{number}/approve/").status_code == 403
        seen = firm.get(f"/org/filings/{number}/").content.decode()
        assert "邮寄" in seen
        scan = queries.case(number=number, by=there.admin).intake
        assert scan is not None
        assert firm.get(f"/org/cases/{number}/files/{scan.file}/").status_code == 200
        other.post(f"/bureau/cases/{number}/approve/", {"minutes": "1"})
    assert Case.objects.get(number=number).state == "approved"


def roster(id_number: str) -> bytes:
    return f"姓名,身份证号码,人员类别\n{name(1)},{id_number},职工\n".encode()


def test_what_is_wrong_stands_beside_its_field(there: City, signed_in: SignedIn) -> None:
    with clock.holding(FILED):
        answer = begun(there, signed_in(there.reviewers[0]), credit_code="123", received_on="2021-01-01")
    assert answer.status_code == 422
    told = answer.content.decode()
    assert "没有登记这个统一社会信用代码的单位" in told
    assert "收到日期不能晚于今天" in told
    assert not Case.objects.exists()
