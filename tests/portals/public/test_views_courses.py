"""Courses at their gates by page, then in the catalogue; teachers and directories where everyone looks for them."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.casework.city import DRAFTED, City
from tests.classroom import SYSTEM, course, signed_up
from tests.portals.conftest import SignedIn
from yunpei.catalogue import actions, gates, making, queries
from yunpei.catalogue.types import CourseState
from yunpei.common.actor import Actor
from yunpei.people import actions as people
from yunpei.people import queries as people_queries
from yunpei.people.types import Role

pytestmark = [pytest.mark.req("R09"), pytest.mark.django_db]
GOOD = {"opinion": "内容准确", "verdict": "pass"}


@pytest.fixture
def waiting(there: City) -> str:
    """The public id of a next version that stands at the first gate."""
    new = making.course_version(course_id=there.course_id, by=there.admin, at=DRAFTED)
    making.course_describe(
        course_id=new,
        title="低压电工",
        topic="electric",
        occupation="6-31-01-03",
        occupation_name="电工",
        about="",
        by=there.admin,
        at=DRAFTED,
    )
    gates.course_submit(course_id=new, by=there.admin, at=DRAFTED)
    return queries.course(new).public_id


def operator() -> Actor:
    made = signed_up(950)
    assert made.account_id is not None
    people.membership_grant(account_id=made.account_id, role=Role.OPS, by=SYSTEM, at=DRAFTED)
    return people_queries.actor_of(made.account_id)


def shown(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_course_goes_through_its_gates_by_page(there: City, waiting: str, signed_in: SignedIn) -> None:
    address, ops = f"/reviews/{waiting}/", signed_in(operator())
    for n in (951, 952):
        sent = {"login": f"199{n:08d}", "field": "电工"}
        signed_up(n)
        assert ops.post("/ops/experts/", sent).status_code == 302
    assert "现任委员" in shown(ops, "/ops/experts/")
    assert signed_in(there.legal).get(address).status_code == 404  # not their gate yet
    experts = [people_queries.actor_of(one.account_id) for one in gates.seats()]
    for by in (ops, *map(signed_in, (there.legal, *experts, there.reviewers[0]))):
        assert "低压电工" in shown(by, "/reviews/")
        assert "低压电工" in shown(by, address)
        assert by.post(address, GOOD).status_code == 302
    held = queries.course_by_public_id(waiting)
    assert (held.state, held.public) == (CourseState.PUBLISHED, True)
    own = course(there.organisation_id, publish=False)
    actions.course_publish(course_id=own, by=there.admin, at=DRAFTED)
    visitor = Client()
    assert "低压电工" in shown(visitor, "/courses/?words=电工&kind=occupational_skill&topic=electric&occupation=6-31")
    assert "没有找到课程" in shown(visitor, "/courses/?words=美发")
    assert "四道把关" in shown(visitor, f"/courses/{waiting}/")
    assert visitor.get(f"/courses/{queries.course(own).public_id}/").status_code == 404  # for the firm's own staff


def test_reasons_come_back_to_the_maker(there: City, waiting: str, signed_in: SignedIn) -> None:
    signed_in(operator()).post(f"/reviews/{waiting}/", {"opinion": "第1课没有字幕", "verdict": "return"})
    assert "第1课没有字幕" in shown(signed_in(there.admin), f"/org/courses/{waiting}/")


def test_teachers_are_listed_and_found(there: City, signed_in: SignedIn) -> None:
    admin = signed_in(there.admin)
    sent = {"name": "虚构师傅", "trade": "电工", "honour_1": "national_expert", "year_1": "2018", "live": "on"}
    sent |= {"honour_2": "craftsman", "year_2": "2019"}
    assert "请填写荣誉年份" in admin.post("/org/teachers/", {**sent, "year_2": ""}).content.decode()
    assert "请选择荣誉，或删去年份" in admin.post("/org/teachers/", {**sent, "year_5": "2017"}).content.decode()
    assert admin.post("/org/teachers/", sent).status_code == 302
    page = shown(Client(), "/teachers/?words=电工&honour=national_expert")
    assert "虚构师傅" in page
    assert "全国技术能手 2018" in page
    assert "2019</span>" in page
    assert "没有找到教师" in shown(Client(), "/teachers/?words=美发")


def test_a_directory_is_published_and_shown_by_day(there: City, signed_in: SignedIn) -> None:
    officer = signed_in(there.reviewers[0])
    address = "/bureau/directories/bodies/"
    bad = officer.post(address, {"title": "首批", "entries": "培训机构|甲校||电工|某天|\n学校|乙校||电工|2020-03-01|"})
    assert "第1行" in bad.content.decode()
    assert "第2行" in bad.content.decode()
    lines = "培训机构|虚构职校||电工|2020-03-01|\n评价机构|虚构鉴定所||焊工|2020-03-01|2020-12-31"
    assert officer.post(address, {"title": "首批", "entries": lines}).status_code == 302
    assert "虚构职校" in shown(Client(), "/directories/bodies/?words=职校")
    assert "没有找到" in shown(Client(), "/directories/bodies/?on=2020-03-02")
    assert Client().get("/directories/nothing/").status_code == 404
