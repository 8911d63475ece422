"""The whole way of a platform through the pages: call, handing in, seal, review, batch, objection, list, reports."""

from __future__ import annotations

import io
from datetime import date

import openpyxl
import pytest
from django.test import Client

from tests.casework.city import AFTER, DAY, City
from tests.classroom import SYSTEM, signed_up
from tests.portals.conftest import SignedIn
from yunpei.catalogue import gates
from yunpei.catalogue.selection import queries, reviews
from yunpei.common import clock
from yunpei.common.actor import Actor

pytestmark = [pytest.mark.django_db, pytest.mark.req("R07")]
CALL = {
    "title": "征集线上培训平台",
    "asks": "资质合法、信誉良好",
    "criteria": "课程|60\n技术\t40",
    "closes_on": (AFTER.date() + DAY).isoformat(),
    "contact": "职建处",
}
PLATFORM = {
    "name": "锡培在线",
    "address": "https://peixun.example.cn/",
    "about": "面向企业职工",
    "facts": "实名注册",
    "contact": "张经办",
    "users": "12000",
    "kind_safety": "5",
    "occupations": "6-31-01-03|电工|12\n4-10-01-05\t养老护理员\t18",
}


def called(officer: Client) -> str:
    assert officer.post("/bureau/platforms/calls/new/", {**CALL, "criteria": "课程"}).status_code == 422
    made = officer.post("/bureau/platforms/calls/new/", CALL)
    assert made.status_code == 302
    return made["Location"].rstrip("/").rsplit("/", 1)[1]


def handed_in(there: City, signed_in: SignedIn, call: str) -> str:
    admin = signed_in(there.admin)
    place = admin.post(f"/org/platforms/calls/{call}/new/")["Location"]
    wrong = admin.post(place, {**PLATFORM, "occupations": "电工"})
    assert wrong.status_code == 422
    assert "第1行应为" in wrong.content.decode()
    assert admin.post(place, PLATFORM).status_code == 302
    told = admin.post(f"{place}submit/", follow=True).content.decode()
    assert "请上传盖章页的 PDF" in told
    page = io.BytesIO(b"not a pdf")
    page.name = "sealed.pdf"
    assert "盖章页已上传" not in admin.post(f"{place}seal/", {"file": page}, follow=True).content.decode()
    assert admin.get(f"{place}paper.pdf").content[:4] == b"%PDF"
    seal = io.BytesIO(admin.get(f"{place}paper.pdf").content)
    seal.name = "sealed.pdf"
    assert "盖章页已上传" in admin.post(f"{place}seal/", {"file": seal}, follow=True).content.decode()
    assert "以法定代表人账号确认" in signed_in(there.legal).get(place).content.decode()
    assert "已报送" in admin.post(f"{place}submit/", follow=True).content.decode()
    return place.rstrip("/").rsplit("/", 1)[1]


def test_from_the_call_to_the_list(there: City, signed_in: SignedIn, client: Client) -> None:
    officer, second = signed_in(there.reviewers[0]), signed_in(there.reviewers[1])
    call = called(officer)
    assert "征集线上培训平台" in client.get(f"/platforms/calls/{call}/").content.decode()
    platform = handed_in(there, signed_in, call)
    experts = [signed_up(n) for n in (971, 972)]
    for one in experts:
        assert one.account_id is not None
        gates.expert_seat(account_id=one.account_id, field="职业培训", by=SYSTEM, at=AFTER)
    with clock.holding(AFTER + 2 * DAY):
        officer.post(f"/bureau/platforms/calls/{call}/begin/")
        for one in experts:
            officer.post(f"/bureau/platforms/calls/{call}/reviewer/", {"account": one.account_id})
        marked(signed_in, call, platform, experts)
        page = officer.get(f"/bureau/platforms/calls/{call}/").content.decode()
        assert "评审排名" in page
        assert "76.00" in page  # 80 × 60 % + 70 × 40 %
        officer.post(f"/bureau/platforms/{platform}/accept/", {"reason": "得分达标"})
        batch = {"title": "首批平台", "platforms": [platform], "days": "3"}
        assert officer.post("/bureau/platforms/batches/new/", batch).status_code == 302
        objected(client, officer, platform)
    with clock.holding(AFTER + 6 * DAY):
        told = officer.post("/bureau/platforms/batches/1/list/", follow=True).content.decode()
        assert "没有异议的平台已列入目录" in told
        assert "锡培在线" in client.get("/platforms/").content.decode()
        assert "锡培在线,https://peixun.example.cn/" in client.get("/open/platforms.csv").content.decode()
        reported(signed_in(there.admin), client, platform)
        officer.post(f"/bureau/platforms/{platform}/strike/", {"reason": "学时造假"})
        assert "锡培在线</a><br>" not in client.get("/platforms/").content.decode()
        signed_in(there.admin).post(f"/org/platforms/{platform}/appeal/", {"said": "系误判"})
        second.post(f"/bureau/platforms/{platform}/restore/", {"reason": "查实"})
        assert [one.name for one in queries.listed(on=clock.current().now().date())] == ["锡培在线"]


def marked(signed_in: SignedIn, call: str, platform: str, experts: list[Actor]) -> None:
    criteria = queries.call(call).criteria
    for one in experts:
        expert = signed_in(one)
        assert "锡培在线" in expert.get("/reviews/platforms/").content.decode()
        place = f"/reviews/platforms/{platform}/"
        assert expert.get(f"{place}file/").status_code == 200
        assert expert.post(place, {}).status_code == 422
        given = {
            "opinion": "扎实",
            **{f"mark_{each.id}": points for each, points in zip(criteria, (80, 70), strict=True)},
        }
        assert expert.post(place, given).status_code == 302
        assert reviews.tasks(by=one) == []


def objected(client: Client, officer: Client, platform: str) -> None:
    place = f"/platforms/{platform}/"
    made = client.post(place, {"text": "课程数不实"}, follow=True).content.decode()
    code = made.split("<strong>")[1].split("</strong>")[0]
    assert code not in client.get(place).content.decode()  # shown once
    page = officer.get("/bureau/platforms/").content.decode()
    objection = page.split("/bureau/platforms/objections/")[1].split("/")[0]
    officer.post(f"/bureau/platforms/objections/{objection}/dismiss/", {"answer": "课程数属实"})
    assert "课程数属实" in client.post("/platforms/objections/", {"code": code}).content.decode()


def reported(admin: Client, client: Client, platform: str) -> None:
    place = f"/org/platforms/{platform}/reports/"
    month = f"{clock.current().now().date():%Y-%m}"
    assert admin.post(place, {"month": "四月"}).status_code == 422
    one = {"month": month, "registrations": "1000", "courses": "30", "occupations": "6-31-01-03、4-10-01-05"}
    assert admin.post(place, one).status_code == 302
    table = io.BytesIO(f"月份,实名注册人次,课程数,职业编码\n{month},1200,30,6-31-01-03\n".encode())
    table.name = "reports.csv"
    assert admin.post(place, {"file": table}).status_code == 302
    assert "1200" in client.get(f"/platforms/{platform}/").content.decode()


@pytest.mark.req("R33")
def test_targets_are_set_shown_and_handed_up(there: City, signed_in: SignedIn, client: Client) -> None:
    officer = signed_in(there.reviewers[0])
    filled = officer.get("/bureau/statistics/targets/?known=1").content.decode()
    assert "遴选50家以上线上技能培训平台" in filled
    given = {
        "name": "技能人才占比",
        "measure": "skilled_share",
        "goal": "25",
        "since": "2019-01",
        "until": "2021-12",
        "source": "协议",
        "clause": "技能人才占比达到25%",
    }
    assert officer.post("/bureau/statistics/targets/new/", {**given, "since": "x"}).status_code == 422
    assert officer.post("/bureau/statistics/targets/new/", given).status_code == 302
    for measure, value in (("employed", 4000), ("skilled", 900)):
        base = {"measure": measure, "value": value, "on": date(2020, 1, 1).isoformat(), "source": "统计公报"}
        assert officer.post("/bureau/statistics/targets/base/", base).status_code == 302
    for page in (
        officer.get("/bureau/statistics/targets/"),
        officer.get("/bureau/statistics/"),
        client.get("/figures/"),
    ):
        assert "22.50%" in page.content.decode()
    book = openpyxl.load_workbook(io.BytesIO(officer.get("/bureau/statistics/statistics.xlsx").content))
    [head, row] = list(book["目标"].values)
    told = dict(zip(head, row, strict=True))
    assert (told["已达到"], told["分子"], told["分母"], told["数据截至"]) == ("22.50%", 900, 4000, "2020-01-01")
    assert [one[2] for one in book["基数"].values] == ["数值", 4000, 900]
