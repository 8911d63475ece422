"""Open figures, demand, and the calculator, as a visitor meets them."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.casework.city import AFTER, BINHU, DAY, City, Studied, approved, claimed
from tests.casework.test_queries_estimates import WHOLE
from tests.commands.test_decide import roster
from tests.commands.test_rehearse import someone
from tests.invented import person
from tests.portals.conftest import SignedIn
from yunpei.oversight.models import Need
from yunpei.oversight.statistics.actions import figures_count

pytestmark = pytest.mark.django_db
CALCULATOR = "/policies/wuxi-2020-10/online/calculator/"


@pytest.mark.req("R33")
def test_small_numbers_are_in_no_form_of_the_open_data(there: City, studied: Studied, client: Client) -> None:
    approved(there, claimed(there, (1, 2, 3)))
    figures_count(at=AFTER + 8 * DAY)
    assert "1,332" not in client.get("/figures/").content.decode()
    rows = list(csv.DictReader(io.StringIO(client.get("/open/figures.csv").content.decode("utf-8-sig"))))
    told = json.loads(client.get("/open/figures.json").content)
    assert len(rows) == len(told["figures"]) > 0
    for row in rows:
        assert row["measure"] != "subsidised" or row["value"] in ("", "0")
        assert (row["hidden"] == "1") is (row["value"] == "")


@pytest.mark.req("R33")
def test_pages_stand_before_anything_was_counted(client: Client, db: None) -> None:
    for address in ("/figures/", "/open/figures.csv", "/open/figures.json", "/needs/", "/open/demand.csv"):
        assert client.get(address).status_code == 200


@pytest.mark.req("R45")
def test_the_calculator_answers_with_clauses(client: Client, db: None) -> None:
    page = client.post(CALCULATOR, WHOLE | {"region": BINHU, "people": "3"}).content.decode()
    assert "1,332.00" in page
    assert "这样假定" in page
    assert '<p class="clause"><strong>' in page
    wrong = client.post(CALCULATOR, {"region": BINHU, "people": "0", "class_start": "x"})
    assert wrong.status_code == 422
    open_ = client.post(CALCULATOR, WHOLE | {"region": BINHU, "people": "3", "certificate_no": ""}).content.decode()
    assert "如果下面未定的条件都符合" in open_
    assert client.get("/policies/qinghai-2020-fast/none/calculator/").status_code == 404


@pytest.mark.req("R45")
def test_a_roster_is_worked_out_with_masked_numbers(client: Client, db: None, tmp_path: Path) -> None:
    file = roster(tmp_path, someone(1), someone(2))
    given = {"region": BINHU, "file": SimpleUploadedFile("花名册.csv", file.read_bytes())}
    answer = client.post(CALCULATOR + "roster/", given)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "共 2 行" in page
    assert person(1) not in page
    bad = {"region": BINHU, "file": SimpleUploadedFile("花名册.csv", "身份证号码\nx\n".encode())}
    assert client.post(CALCULATOR + "roster/", bad).status_code == 422


@pytest.mark.req("R38")
def test_a_need_is_stated_and_taken_back(there: City, signed_in: SignedIn) -> None:
    client = signed_in(there.admin)
    given = {"project": "电工", "people": "40", "region": BINHU, "month": "2020-07", "mode": "online", "words": ""}
    assert client.post("/needs/own/", given).status_code == 302
    assert "电工" in client.get("/needs/").content.decode()
    assert "已经填报" in client.post("/needs/own/", given).content.decode()
    assert "这样的月份" in client.post("/needs/own/", given | {"month": "七月"}).content.decode()
    client.post(f"/needs/own/{Need.objects.get().public_id}/withdraw/")
    assert Need.objects.get().state == "withdrawn"
