"""A zone by page: set up, filled, extended, ended by an officer or operations; looked at by everyone."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.casework.city import AFTER, DAY, City
from tests.portals.conftest import SignedIn
from yunpei.catalogue import queries as catalogue
from yunpei.common import clock

pytestmark = [pytest.mark.req("R05"), pytest.mark.django_db]
TODAY = AFTER.date()
LAST = TODAY + 20 * DAY
ZONE = {
    "name": "重点人群专区",
    "text": "免费学习更多课程",
    "source": "百日免费线上技能培训行动问答",
    "clause": "设立线上培训专区专栏",
    "regions": "320211 滨湖区\n江苏省无锡市新吴区\n",
    "groups": ["poor", "migrant"],
    "opens_on": TODAY.isoformat(),
    "closes_on": LAST.isoformat(),
}


def shown(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.fixture
def officer(there: City, signed_in: SignedIn) -> Client:
    return signed_in(there.reviewers[0])


@pytest.fixture
def place(officer: Client) -> str:
    """The address of a zone at the bureau, of which `[7:]` is the public one."""
    return officer.post("/bureau/zones/new/", ZONE)["Location"]


def test_everything_wrong_is_told_at_once(officer: Client) -> None:
    wrong = officer.post("/bureau/zones/new/", {"regions": "320299\n某地", "opens_on": "某天"})
    assert wrong.status_code == 422
    page = wrong.content.decode()
    assert page.count('class="error"') == 7  # four texts, the regions, both days
    assert "没有这个地区：320299" in page
    assert "没有这个地区：某地" in page
    outside = officer.post("/bureau/zones/new/", {**ZONE, "regions": "420000 湖北省"})
    assert outside.status_code == 422
    assert "420000 不在本地区以内" in outside.content.decode()


def test_from_setting_up_to_the_early_end(there: City, officer: Client, place: str, client: Client) -> None:
    course = catalogue.course(there.course_id)
    assert course.title in shown(officer, f"{place}?words=电工")
    put = f"{place}courses/?words=电工"
    wrong = officer.post(put, {"own": (LAST + DAY).isoformat()})
    assert wrong.status_code == 422
    outside = officer.post(put, {"course": course.public_id, "own": (LAST + DAY).isoformat()})
    assert "更晚请先延长专区" in outside.content.decode()
    assert officer.post(put, {"course": course.public_id, "own": ""}).status_code == 302
    page = shown(client, place[7:])
    for told in (course.title, f"免费至 {LAST}", "滨湖区", "新吴区", "农民工", "设立线上培训专区专栏"):
        assert told in page
    assert f"专区免费至 {LAST}" in shown(client, f"/courses/{course.public_id}/")
    assert "重点人群专区" in shown(client, "/courses/")
    later = {**ZONE, "closes_on": (LAST + DAY).isoformat()}
    assert officer.post(place, {**ZONE, "closes_on": TODAY.isoformat()}).status_code == 422
    assert officer.post(place, later).status_code == 302
    assert f"专区免费至 {LAST + DAY}" in shown(client, f"/courses/{course.public_id}/")
    assert "请填写理由" in officer.post(f"{place}end/", {"reason": ""}, follow=True).content.decode()
    assert "专区已提前结束" in officer.post(f"{place}end/", {"reason": "课程更新"}, follow=True).content.decode()
    page = shown(client, place[7:])
    assert "课程更新" in page
    assert "免费期已过" in page
    assert "专区免费至" not in shown(client, f"/courses/{course.public_id}/")
    assert "重点人群专区" not in shown(client, "/courses/")
    assert "今天起结束" not in shown(officer, place)


def test_a_course_is_taken_out(there: City, officer: Client, place: str, client: Client) -> None:
    course = catalogue.course(there.course_id)
    officer.post(f"{place}courses/", {"course": course.public_id})
    assert "移出专区" in shown(officer, place)
    officer.post(f"{place}courses/{course.line}/remove/")
    assert course.title not in shown(client, place[7:])


def test_it_waits_for_its_first_day_and_says_when_it_is_over(officer: Client, client: Client) -> None:
    first = TODAY + DAY
    place = officer.post("/bureau/zones/new/", {**ZONE, "opens_on": first.isoformat()})["Location"]
    assert client.get(place[7:]).status_code == 404
    assert "尚未开放" in shown(officer, "/bureau/zones/")
    with clock.holding(AFTER + DAY):
        assert "专区已到期" not in shown(client, place[7:])
    with clock.holding(AFTER + 21 * DAY):
        assert "专区已到期" in shown(client, place[7:])
        assert "已到期" in shown(officer, "/bureau/zones/")
