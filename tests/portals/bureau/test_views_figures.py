"""Figures that circulars leave open: shown with what they are for, set by a reviewing officer of the place, never guessed."""

from __future__ import annotations

import pytest

from tests.casework.city import AFTER, DAY, City, officer
from tests.classroom import SYSTEM
from tests.portals.conftest import SignedIn
from yunpei.casework import actions, queries
from yunpei.casework.programmes import current_pack, figures_set
from yunpei.common.actor import Actor
from yunpei.common.errors import Forbidden
from yunpei.people import actions as people
from yunpei.people.types import OfficeKind

pytestmark = [pytest.mark.req("R27"), pytest.mark.django_db]
RATE, UNTIL = (
    "/bureau/figures/dalian-2020-41/institution-online/rate_fen/",
    "/bureau/figures/dalian-2020-41/sme-training/epidemic_until/",
)
INSTITUTION = "dalian-2020-41/institution-online"


def at_work(n: int, region: str, kind: OfficeKind = OfficeKind.REVIEW) -> Actor:
    office = people.office_open(name=f"{n}科", region=region, kind=kind, by=SYSTEM, at=AFTER)
    return officer(n, office, kind)


@pytest.mark.usefixtures("db")
def test_a_figure_is_set_in_yuan_and_shown_with_who_and_why(signed_in: SignedIn) -> None:
    who = at_work(951, "210211")
    client = signed_in(who)
    before = client.get("/bureau/figures/").content.decode()
    assert "尚未确定" in before
    assert "没有写标准" in before
    done = client.post(RATE, {"value": "12.5", "reason": "大人社发〔2020〕虚构1号"}, follow=True).content.decode()
    assert "12.50" in done
    assert "辽宁省大连市甘井子区" in done
    assert "大人社发〔2020〕虚构1号" in done
    assert figures_set(current_pack(INSTITUTION), "210211") == {"rate_fen": "1250"}
    assert figures_set(current_pack(INSTITUTION), "210202") == {}
    assert "12.50" in client.get(RATE).content.decode()


@pytest.mark.usefixtures("db")
def test_a_day_rests_under_its_conditions_and_the_latest_holds(signed_in: SignedIn) -> None:
    who = at_work(951, "210200")
    client = signed_in(who)
    page = client.get(UNTIL).content.decode()
    assert "用于条件" in page
    assert 'type="date"' in page
    for day in ("2020-06-30", "2020-07-31"):
        client.post(UNTIL, {"value": day, "reason": "会议纪要"})
    [held] = [one for one in queries.figures(by=who) if one.programme == "dalian-2020-41/sme-training"]
    [figure] = held.figures
    assert [str(one.value) for one in figure.history] == ["2020-07-31", "2020-06-30"]
    assert figure.current == figure.history[0]
    assert all(clause and sentence for rest in figure.rests for clause, sentence in rest.clauses)


@pytest.mark.usefixtures("db")
@pytest.mark.parametrize(
    ("path", "value", "reason"),
    [
        (RATE, "abc", "x"),
        (RATE, "-1", "x"),
        (RATE, "12.505", "x"),
        (RATE, "12", " "),
        (UNTIL, "2020-13-01", "x"),
        (UNTIL, "", "x"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_set(signed_in: SignedIn, path: str, value: str, reason: str) -> None:
    who = at_work(951, "210200")
    answer = signed_in(who).post(path, {"value": value, "reason": reason})
    assert "需要改正" in answer.content.decode()
    assert not any(figure.current for one in queries.figures(by=who) for figure in one.figures)


def test_the_nearest_region_holds_for_each(there: City) -> None:
    city, district = at_work(951, "210200"), at_work(952, "210211")
    for who, value in ((district, "1500"), (city, "1000")):
        actions.figure_set(programme=INSTITUTION, name="rate_fen", value=value, reason="x", by=who, at=AFTER + DAY)

    def current(who: Actor) -> object:
        [held] = [one for one in queries.figures(by=who) if one.programme == INSTITUTION]
        return held.figures[0].current and held.figures[0].current.value

    assert (current(city), current(district), current(at_work(953, "210202"))) == (1000, 1500, 1000)


def test_who_sees_and_who_sets(there: City, signed_in: SignedIn) -> None:
    payer, province = at_work(951, "210200", OfficeKind.PAY), at_work(952, "210000")
    assert signed_in(payer).get("/bureau/figures/").status_code == 200
    assert signed_in(payer).get(RATE).status_code == 403
    assert [one.may_set for one in queries.figures(by=province) if one.programme == INSTITUTION] == [False]
    assert signed_in(province).get(RATE).status_code == 404  # the city's circular: the province looks on
    assert "大人社发" not in signed_in(there.reviewers[0]).get("/bureau/figures/").content.decode()
    for nobody in (there.admin, SYSTEM):
        with pytest.raises(Forbidden):
            queries.figures(by=nobody)


def test_the_page_takes_as_many_queries_for_many_values(
    signed_in: SignedIn, there: City, django_assert_num_queries: object
) -> None:
    who = at_work(951, "210200")
    client = signed_in(who)
    for n in range(4):
        client.post(RATE, {"value": f"{n}", "reason": "x"})
    with django_assert_num_queries(2):  # type: ignore[operator]
        queries.figures(by=who)
