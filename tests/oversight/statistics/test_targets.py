"""Targets and base figures are set by the region's officers, with their source."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from tests.casework.city import AFTER, DAY
from tests.classroom import signed_up
from yunpei.common.actor import Actor
from yunpei.common.audit import history
from yunpei.common.errors import Conflict, Forbidden, Invalid, NotFound
from yunpei.oversight.models import BaseFigure, Target
from yunpei.oversight.statistics import targets
from yunpei.oversight.statistics.target_types import BaseGiven, BaseMeasure, TargetGiven, TargetMeasure

pytestmark = [pytest.mark.req("R33"), pytest.mark.django_db]
TRAINED = TargetGiven(
    "三年培训8万人",
    "协议",
    "3年开展职业技能培训8万人",
    TargetMeasure.TRAINED,
    date(2019, 1, 1),
    date(2021, 12, 1),
    80_000,
)


@pytest.fixture
def officer() -> Actor:
    return replace(signed_up(42), office_id=1, region="320200", roles=frozenset({"officer_review"}))


def test_set_once_ended_and_kept(officer: Actor) -> None:
    made = targets.target_set(given=TRAINED, by=officer, at=AFTER)
    with pytest.raises(Conflict):
        targets.target_set(given=replace(TRAINED, goal=1), by=officer, at=AFTER)
    with pytest.raises(NotFound):
        targets.target_end(target=made, by=replace(officer, region="210200"), at=AFTER)
    targets.target_end(target=made, by=officer, at=AFTER)
    assert Target.objects.get().ended_at == AFTER
    assert targets.target_set(given=TRAINED, by=officer, at=AFTER) != made
    assert [one.verb for one in history(subject_type="target", subject_id=made)] == ["target_set", "target_end"]


def test_everything_that_is_wrong_is_told(officer: Actor) -> None:
    bad = TargetGiven("", " ", "", TargetMeasure.SKILLED_SHARE, date(2020, 1, 2), date(2019, 1, 1), 101)
    with pytest.raises(Invalid) as error:
        targets.target_set(given=bad, by=officer, at=AFTER)
    assert [one.field for one in error.value.problems] == ["name", "source", "clause", "until", "goal"]
    tomorrow = BaseGiven(BaseMeasure.EMPLOYED, -1, AFTER.date() + DAY, " ")
    with pytest.raises(Invalid) as error:
        targets.base_state(given=tomorrow, by=officer, at=AFTER)
    assert [one.field for one in error.value.problems] == ["value", "on", "source"]
    assert not Target.objects.exists()
    assert not BaseFigure.objects.exists()


def test_reviewing_officers_alone(officer: Actor) -> None:
    for role in ("officer_pay", "org_admin"):
        with pytest.raises(Forbidden):
            targets.target_set(given=TRAINED, by=replace(officer, roles=frozenset({role})), at=AFTER)
        given = BaseGiven(BaseMeasure.EMPLOYED, 1, AFTER.date(), "公报")
        with pytest.raises(Forbidden):
            targets.base_state(given=given, by=replace(officer, roles=frozenset({role})), at=AFTER)


def test_what_the_texts_name_can_be_set(officer: Actor) -> None:
    for one in targets.known():
        targets.target_set(given=one, by=officer, at=AFTER)
    assert Target.objects.count() == 6
    goals = dict(Target.objects.values_list("measure", "goal"))
    assert (goals["platforms"], goals["occupations"], goals["registrations"]) == (50, 100, 5_000_000)
    assert (goals["skilled_share"], goals["highly_skilled_share"], goals["trained"]) == (25, 35, 80_000)
