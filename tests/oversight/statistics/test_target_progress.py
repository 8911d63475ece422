"""How far targets are, from counts, reports and base figures; and what the public does not get to know by them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from tests.casework.city import AFTER
from tests.catalogue.selection.market import LISTED, Market
from tests.catalogue.selection.market import market as market
from tests.classroom import signed_up
from tests.oversight.statistics.test_targets import TRAINED
from yunpei.catalogue.selection import reports
from yunpei.catalogue.selection.types import ReportGiven
from yunpei.common.actor import Actor
from yunpei.common.errors import Forbidden
from yunpei.oversight.models import FiguresCounted, SiteFigure
from yunpei.oversight.statistics import target_progress, targets
from yunpei.oversight.statistics.target_types import BaseGiven, BaseMeasure, TargetCard, TargetMeasure
from yunpei.oversight.statistics.types import Measure

pytestmark = [pytest.mark.req("R33"), pytest.mark.django_db]
E, S, H = BaseMeasure.EMPLOYED, BaseMeasure.SKILLED, BaseMeasure.HIGHLY_SKILLED
SHARE = replace(TRAINED, measure=TargetMeasure.SKILLED_SHARE, goal=25)
HIGH = replace(TRAINED, measure=TargetMeasure.HIGHLY_SKILLED_SHARE, goal=35)


@pytest.fixture
def province() -> Actor:
    return replace(signed_up(60), office_id=1, region="320000", roles=frozenset({"officer_review"}))


def counted(month: date, region: str, value: int, measure: Measure = Measure.TRAINED, group: str = "") -> None:
    FiguresCounted.objects.update_or_create(id=1, defaults={"at": AFTER})
    SiteFigure.objects.create(measure=measure, month=month, region=region, programme="x/y", group=group, value=value)


def state(by: Actor, region: str, on: date = date(2020, 3, 1), **values: int) -> None:
    for name, value in values.items():
        given = BaseGiven(BaseMeasure(name), value, on, "统计公报")
        targets.base_state(given=given, by=replace(by, region=region), at=AFTER)


def only(by: Actor) -> TargetCard:
    [card] = target_progress.targets(by=by, at=AFTER)
    return card


def test_trainings_are_the_figures_of_the_term_and_region(province: Actor) -> None:
    targets.target_set(given=TRAINED, by=province, at=AFTER)
    assert only(province).reached.value is None  # never counted: not known, and not 0
    counted(date(2018, 12, 1), "320211", 1_000)  # before its term
    counted(date(2019, 1, 1), "320211", 20_000)
    counted(date(2020, 3, 1), "320281", 20_000)
    counted(date(2020, 3, 1), "320281", 7, group="poor")  # some of these
    counted(date(2020, 3, 1), "320281", 9, Measure.CERTIFIED)
    counted(date(2020, 3, 1), "320102", 10_000)
    counted(date(2020, 3, 1), "210202", 99_999)  # elsewhere
    card = only(province)
    assert (card.reached.value, card.hundredths, card.reached.as_of) == (50_000, 6_250, AFTER)
    assert [(one.region, one.value) for one in card.below] == [("320100", 10_000), ("320200", 40_000)]


def test_a_share_takes_only_regions_that_have_both_figures(province: Actor) -> None:
    targets.target_set(given=SHARE, by=province, at=AFTER)
    assert only(province).reached.value is None
    state(province, "320211", employed=1_000, skilled=200)
    state(province, "320281", employed=3_000, skilled=1_000)
    state(province, "320102", employed=9_999)  # no skilled: left out, not counted as none
    reached = only(province).reached
    assert (reached.part, reached.whole, reached.value) == (1_200, 4_000, 3_000)
    assert reached.regions == ("320211", "320281")
    state(province, "320200", employed=10_000, skilled=2_400)  # the city's own word stands for its districts
    reached = only(province).reached
    assert (reached.value, reached.regions) == (2_400, ("320200",))
    assert only(province).hundredths == 9_600


def test_the_latest_day_holds_and_none_after_the_term(province: Actor) -> None:
    targets.target_set(given=replace(HIGH, until=date(2020, 2, 1)), by=province, at=AFTER)
    state(province, "320000", date(2020, 1, 1), skilled=100, highly_skilled=30)
    state(province, "320000", date(2019, 1, 1), skilled=100, highly_skilled=10)
    state(province, "320000", date(2020, 3, 1), skilled=100, highly_skilled=90)
    assert only(province).reached.value == 3_000
    assert [one.given.value for one in target_progress.base_figures(by=province, at=AFTER)] == [100, 90]
    assert target_progress.base_figures(by=replace(province, region="210000"), at=AFTER) == []


def test_platforms_come_from_the_list_and_their_reports(market: Market) -> None:
    for one in targets.known()[:3]:
        targets.target_set(given=one, by=market.officer, at=LISTED)
    made = market.listed(market.call())
    june = LISTED.replace(month=6, day=20)

    def values() -> list[int | None]:
        return [one.reached.value for one in target_progress.open_targets(at=june)]

    assert values() == [1, None, None]  # nothing reported is not nothing
    given = ReportGiven(date(2020, 4, 1), 1_000, 30, ("4-10-01-05", "6-31-01-03"))
    reports.reports_put(platform=made, given=[given], by=market.admin, at=june)
    assert values() == [1, 2, 1_000]


def test_the_public_gets_sums_of_open_figures_alone(province: Actor) -> None:
    targets.target_set(given=TRAINED, by=province, at=AFTER)
    counted(date(2019, 3, 1), "320211", 40)
    counted(date(2020, 3, 1), "320281", 60)
    [card] = target_progress.open_targets(at=AFTER)
    assert (card.reached.value, card.below) == (100, ())
    counted(date(2020, 4, 1), "320211", 3)  # three people: their year is hidden, and so is what they are part of
    [card] = target_progress.open_targets(at=AFTER)
    assert card.reached.value is None
    assert only(province).reached.value == 103


def test_who_sees_which(province: Actor) -> None:
    targets.target_set(given=TRAINED, by=province, at=AFTER)
    assert len(target_progress.targets(by=replace(province, region="320211"), at=AFTER)) == 1
    assert target_progress.targets(by=replace(province, region="210200"), at=AFTER) == []
    with pytest.raises(Forbidden):
        target_progress.targets(by=replace(province, roles=frozenset({"learner"})), at=AFTER)
