"""Zones are set up, changed, extended, ended: by whom, in which days, with what kept of it; the tables refuse the rest."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from tests.catalogue.zones.place import BEFORE, CLOSES, DAY, GIVEN, OPENS, OVER, WITHIN, Place
from tests.classroom import course
from yunpei.catalogue import queries as catalogue
from yunpei.catalogue.zones import actions, queries
from yunpei.catalogue.zones.models import Zone, ZoneCourse, ZoneGroup, ZoneRegion
from yunpei.common.actor import Actor
from yunpei.common.audit import history
from yunpei.common.errors import Conflict, Forbidden, Invalid, NotFound, Refused
from yunpei.common.identifiers_db import new_id

pytestmark = [pytest.mark.req("R05"), pytest.mark.django_db]
JULY = date(2020, 7, 31)


def fields(refused: pytest.ExceptionInfo[Invalid]) -> list[str]:
    return [one.field for one in refused.value.problems]


def verbs(zone: str) -> list[str]:
    return [one.verb for one in history(subject_type="zone", subject_id=zone)]


@pytest.mark.parametrize(
    ("by", "regions", "home"),
    [
        ("officer", ("320211",), "320200"),
        ("officer", ("320200",), "320200"),
        ("province", ("320200", "320000"), "320000"),
        ("nation", (), "100000"),
        ("nation", ("420000", "210200"), "100000"),
    ],
)
def test_who_sets_up_where(place: Place, by: str, regions: tuple[str, ...], home: str) -> None:
    made = queries.kept_zone(place.opened(by, regions=regions), by=place.who["nation"])
    assert (made.given, made.region) == (replace(GIVEN, regions=tuple(sorted(regions))), home)
    assert verbs(made.id) == ["zone_open"]


@pytest.mark.parametrize("regions", [(), ("100000",), ("320000",), ("210200",), ("320211", "420000")])
def test_an_office_stays_inside_its_own_region(place: Place, regions: tuple[str, ...]) -> None:
    with pytest.raises(Invalid) as refused:
        place.opened(regions=regions)
    assert fields(refused) == ["regions"]


@pytest.mark.parametrize("by", ["payer", "admin"])
def test_nobody_else_sets_up(place: Place, by: str) -> None:
    with pytest.raises(Forbidden):
        place.opened(by)


def test_all_that_is_wrong_is_told_at_once(place: Place) -> None:
    wrong: dict[str, Any] = {"name": " ", "text": "", "source": "文" * 201, "clause": "", "groups": ("poor", "rich")}
    with pytest.raises(Invalid) as refused:
        place.opened(**wrong, regions=("3202",), opens_on=OPENS, closes_on=OPENS - 10 * DAY)
    told = ["name", "text", "source", "clause", "closes_on", "regions", "groups", "closes_on"]
    assert fields(refused) == told
    assert not Zone.objects.exists()


def test_a_zone_of_the_past_is_not_set_up(place: Place) -> None:
    with pytest.raises(Invalid) as refused:
        place.opened(at=OVER)
    assert fields(refused) == ["closes_on"]
    place.opened(at=OVER - DAY)


def test_it_is_extended_and_the_change_kept(place: Place) -> None:
    zone = place.opened()
    later = replace(GIVEN, closes_on=JULY, regions=("320211",))
    actions.zone_change(zone=zone, given=later, by=place.officer, at=OVER)
    assert queries.kept_zone(zone, by=place.officer).given == later
    actions.zone_change(zone=zone, given=later, by=place.officer, at=OVER)  # says nothing new
    [_, change] = history(subject_type="zone", subject_id=zone)
    assert change.detail == {
        "closes_on": ["2020-06-30", "2020-07-31"],
        "regions": [["320205", "320211"], ["320211"]],
    }


def test_once_open_its_days_only_move_on(place: Place) -> None:
    zone = place.opened()
    sooner = replace(GIVEN, opens_on=OPENS + DAY, closes_on=CLOSES - DAY)
    with pytest.raises(Invalid) as refused:
        actions.zone_change(zone=zone, given=sooner, by=place.officer, at=WITHIN)
    assert fields(refused) == ["opens_on", "closes_on"]
    actions.zone_change(zone=zone, given=sooner, by=place.officer, at=BEFORE)
    past = replace(GIVEN, opens_on=date(2020, 2, 1), closes_on=date(2020, 3, 1))
    with pytest.raises(Invalid) as refused:
        actions.zone_change(zone=zone, given=past, by=place.officer, at=BEFORE)
    assert fields(refused) == ["closes_on"]


def test_a_change_is_checked_like_the_first_word(place: Place) -> None:
    zone = place.opened()
    with pytest.raises(Invalid) as refused:
        actions.zone_change(zone=zone, given=replace(GIVEN, regions=("420000",)), by=place.who["nation"], at=WITHIN)
    assert fields(refused) == ["regions"]  # it stays the office's zone, whoever changes it


def test_a_course_keeps_its_own_day_inside(place: Place) -> None:
    zone = place.opened()
    for own in (OPENS - DAY, CLOSES + DAY):
        with pytest.raises(Invalid) as refused:
            place.put(zone, own)
        assert fields(refused) == ["own"]
    place.put(zone, OPENS)
    with pytest.raises(Invalid) as refused:
        actions.zone_change(zone=zone, given=replace(GIVEN, opens_on=OPENS + DAY), by=place.officer, at=BEFORE)
    assert fields(refused) == ["closes_on"]
    place.put(zone, CLOSES)  # again: another day
    assert [one.own for one in queries.free_courses(zone)] == [CLOSES]


def test_only_public_courses_come_in(place: Place) -> None:
    zone, [held] = place.opened(), catalogue.courses_by_id([place.course_id]).values()
    draft = catalogue.course(course(held.provider_id, publish=False)).public_id
    for one in (draft, str(new_id()), "x"):
        with pytest.raises(Invalid) as refused:
            actions.course_put(zone=zone, course=one, own=OPENS - DAY, by=place.officer, at=WITHIN)
        assert fields(refused) == ["course", "own"]


def test_a_course_is_taken_out(place: Place) -> None:
    zone = place.opened()
    place.put(zone)
    actions.course_remove(zone=zone, line=place.line, by=place.officer, at=WITHIN)
    assert queries.free_courses(zone) == []
    with pytest.raises(NotFound):
        actions.course_remove(zone=zone, line=place.line, by=place.officer, at=WITHIN)
    assert verbs(zone) == ["zone_open", "zone_course_put", "zone_course_remove"]


def test_it_ends_early_with_the_reason_and_then_rests(place: Place) -> None:
    zone = place.opened()
    place.put(zone)
    for reason in (" ", "长" * 1001):
        with pytest.raises(Invalid):
            actions.zone_end(zone=zone, reason=reason, by=place.officer, at=WITHIN)
    actions.zone_end(zone=zone, reason="课程到期", by=place.officer, at=WITHIN)
    ended = queries.kept_zone(zone, by=place.officer)
    assert (ended.ended_on, ended.reason, ended.last_day) == (date(2020, 4, 1), "课程到期", date(2020, 3, 31))
    assert verbs(zone)[-1] == "zone_end"
    for again in STEPS.values():
        with pytest.raises(Conflict):
            again(place, zone, place.officer)


def test_what_is_over_is_not_ended(place: Place) -> None:
    zone = place.opened()
    with pytest.raises(Conflict):
        actions.zone_end(zone=zone, reason="迟了", by=place.officer, at=OVER)


STEPS: dict[str, Callable[[Place, str, Actor], None]] = {
    "change": lambda _place, zone, by: actions.zone_change(zone=zone, given=GIVEN, by=by, at=WITHIN),
    "end": lambda _place, zone, by: actions.zone_end(zone=zone, reason="调整", by=by, at=WITHIN),
    "put": lambda place, zone, by: actions.course_put(zone=zone, course=place.course, own=None, by=by, at=WITHIN),
    "remove": lambda place, zone, by: actions.course_remove(zone=zone, line=place.line, by=by, at=WITHIN),
}


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize(
    ("by", "refused"),
    [
        ("officer", None),
        ("province", None),
        ("nation", None),
        ("ops", NotFound),
        ("payer", Forbidden),
        ("dalian", NotFound),
        ("admin", NotFound),
    ],
)
def test_who_keeps_it(place: Place, step: str, by: str, refused: type[Refused] | None) -> None:
    zone = place.opened()
    place.put(zone)
    if refused is None:
        STEPS[step](place, zone, place.who[by])
        return
    with pytest.raises(refused):
        STEPS[step](place, zone, place.who[by])
    assert verbs(zone) == ["zone_open", "zone_course_put"]


def test_a_zone_that_is_not_there(place: Place) -> None:
    for one in (str(new_id()), "x"):
        with pytest.raises(NotFound):
            STEPS["end"](place, one, place.officer)


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": ""},
        {"text": ""},
        {"source": ""},
        {"clause": ""},
        {"closes_on": OPENS - DAY},
        {"ended_on": OPENS},
        {"reason": "没有结束"},
        {"ended_on": CLOSES + DAY, "reason": "晚于最后一天"},
    ],
)
def test_the_table_refuses(place: Place, wrong: dict[str, Any]) -> None:
    rows = Zone.objects.filter(public_id=place.opened())
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(**wrong)


def test_the_tables_below_refuse(place: Place) -> None:
    zone, line = Zone.objects.get(public_id=place.opened()), new_id()
    ZoneCourse.objects.create(zone=zone, line=line)
    for wrong in (
        ZoneRegion(zone=zone, region="320211"),
        ZoneRegion(zone=zone, region="32021"),
        ZoneRegion(zone=zone, region="032021"),
        ZoneGroup(zone=zone, group="poor"),
        ZoneGroup(zone=zone, group="rich"),
        ZoneCourse(zone=zone, line=line),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            wrong.save()
