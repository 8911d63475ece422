"""The inbox's pages: filtered by the address, kept by name, taken away as a table, worked on in batches."""

from __future__ import annotations

import csv
import io

import pytest
from openpyxl import load_workbook

from tests.casework.city import City, submitted
from tests.casework.waiting import filled
from tests.invented import person
from tests.portals.conftest import SignedIn
from yunpei.casework.models import Case

pytestmark = pytest.mark.django_db


def test_tabs_pages_and_what_is_said_of_time_limits(there: City, signed_in: SignedIn) -> None:
    rows = filled(there, 60)
    client = signed_in(there.reviewers[0])
    page = client.get("/bureau/", {"tab": "all"}).content.decode()
    for said in ("停止计时", "剩 3 天", "期限天数尚未设定", "截止日待放假安排公布后确定", "下一页"):
        assert said in page or said in client.get("/bureau/", {"tab": "waiting"}).content.decode() + page
    assert "style=" not in page.partition("<main")[2]
    late = client.get("/bureau/", {"tab": "overdue"}, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in late
    assert all(row.case.number not in late for row in rows if row.clock != "running")
    assert client.get("/bureau/", {"tab": "nonsense", "state": "x", "after": "y"}).status_code == 200
    assert client.get("/bureau/", {"region": "210200"}).status_code == 200  # no choice of this officer's


@pytest.mark.parametrize("ending", ["xlsx", "csv"])
def test_the_export_is_exactly_what_is_filtered(there: City, signed_in: SignedIn, ending: str) -> None:
    rows = filled(there, 60)
    client = signed_in(there.reviewers[0])
    answer = client.get(f"/bureau/inbox/inbox.{ending}", {"tab": "all", "state": "held"})
    if ending == "xlsx":
        sheet = load_workbook(io.BytesIO(answer.content)).active
        assert sheet is not None
        table = [[str(cell or "") for cell in row] for row in sheet.iter_rows(values_only=True)]
    else:
        table = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert {row[0] for row in table[1:]} == {row.case.number for row in rows if row.state == "held"}
    assert not any(person(n) in cell for n in (500, 501) for row in table for cell in row)
    assert client.get("/bureau/inbox/inbox.pdf").status_code == 404


def test_a_filter_is_kept_and_forgotten(there: City, signed_in: SignedIn) -> None:
    client = signed_in(there.reviewers[0])
    kept = {"name": "超期", "query": "tab=overdue&kind=claim&evil=1"}
    page = client.post("/bureau/inbox/filters/", kept, follow=True).content.decode()
    assert "筛选已保存" in page
    assert "kind=claim&amp;tab=overdue" in page
    assert "evil" not in page
    client.post("/bureau/inbox/filters/", {"drop": "超期"})
    assert "kind=claim&amp;tab=overdue" not in client.get("/bureau/").content.decode()
    assert "bad" in client.post("/bureau/inbox/filters/", {"name": " "}, follow=True).content.decode()


def test_a_batch_says_what_became_of_each(there: City, signed_in: SignedIn) -> None:
    numbers = [submitted(there, (n,)) for n in (1, 2)]
    client = signed_in(there.reviewers[0])
    given = {"number": [*numbers, "WX-2020-9999"], "do": "return", "reason": "缺公章"}
    page = client.post("/bureau/inbox/batch/", given).content.decode()
    assert "办成 2 件，未办成 1 件" in page
    assert "没有找到" in page
    assert client.post("/bureau/inbox/batch/", {"do": "return", "reason": "x"}).status_code == 422
    assert client.post("/bureau/inbox/batch/", {"number": numbers, "do": "hand", "to": "x"}).status_code == 422


def test_all_that_are_filtered(there: City, signed_in: SignedIn) -> None:
    numbers = [submitted(there, (n,)) for n in (1, 2, 3)]
    client = signed_in(there.reviewers[0])
    given = {"all": "yes", "query": f"text={numbers[1]}", "do": "refuse", "reason": "不符"}
    assert "办成 1 件" in client.post("/bureau/inbox/batch/", given).content.decode()
    assert list(Case.objects.order_by("id").values_list("state", flat=True)) == ["submitted", "refused", "submitted"]


def test_handing_over_shows_in_the_workload(there: City, signed_in: SignedIn) -> None:
    number = submitted(there)
    client, other = signed_in(there.reviewers[0]), there.reviewers[1]
    client.post("/bureau/inbox/batch/", {"number": [number], "do": "hand", "to": str(other.account_id)})
    page = client.get("/bureau/inbox/workload/").content.decode()
    assert f"assigned={other.account_id}" in page
    assert number in signed_in(other).get("/bureau/", {"tab": "hand"}).content.decode()
    assert number not in client.get("/bureau/", {"tab": "hand"}).content.decode()
