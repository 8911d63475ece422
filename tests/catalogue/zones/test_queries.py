"""Which zones are open on a day, what is free in them and until when, who sees which."""

from __future__ import annotations

from datetime import date

import pytest
from pytest_django import DjangoAssertNumQueries

from tests.catalogue.zones.place import BEFORE, CLOSES, DAY, OPENS, OVER, WITHIN, Place
from tests.classroom import SYSTEM
from yunpei.catalogue import actions as courses
from yunpei.catalogue import making
from yunpei.catalogue import queries as catalogue
from yunpei.catalogue.zones import actions, queries
from yunpei.common.errors import Forbidden, NotFound

pytestmark = [pytest.mark.req("R05"), pytest.mark.django_db]
ON = WITHIN.date()


@pytest.mark.parametrize(
    ("day", "is_open"), [(OPENS - DAY, False), (OPENS, True), (CLOSES, True), (CLOSES + DAY, False)]
)
def test_it_is_open_from_its_first_day_to_its_last(place: Place, day: date, is_open: bool) -> None:
    zone = place.opened()
    place.put(zone)
    assert bool(queries.open_zones(on=day)) is is_open
    assert bool(queries.free_until(place.line, on=day)) is is_open
    assert queries.kept_zone(zone, by=place.officer).open_on(day) is is_open


def test_an_early_end_counts_from_its_day(place: Place) -> None:
    zone = place.opened()
    place.put(zone, CLOSES)
    actions.zone_end(zone=zone, reason="调整", by=place.officer, at=WITHIN)
    for day, is_open in ((ON - DAY, True), (ON, False)):
        assert bool(queries.open_zones(on=day)) is is_open
        assert bool(queries.free_until(place.line, on=day)) is is_open
        assert queries.kept_zone(zone, by=place.officer).open_on(day) is is_open
    assert [one.until for one in queries.free_courses(zone)] == [ON - DAY]


def test_the_longest_stands_first_and_what_is_over_not_at_all(place: Place) -> None:
    for name, own in (("甲", ON), ("乙", None), ("丙", ON - DAY), ("丁", ON + DAY)):
        place.put(place.opened(name=name), own)
    assert [(one.name, one.until) for one in queries.free_until(place.line, on=ON)] == [
        ("乙", CLOSES),
        ("丁", ON + DAY),
        ("甲", ON),
    ]


def test_the_next_version_is_as_free(place: Place) -> None:
    zone = place.opened()
    place.put(zone)
    new = making.course_version(course_id=place.course_id, by=SYSTEM, at=WITHIN)
    assert [one.course.id for one in queries.free_courses(zone)] == [place.course_id]
    courses.course_publish(course_id=new, by=SYSTEM, at=WITHIN)
    [free] = queries.free_courses(zone)
    assert (free.course.id, free.own, free.until) == (new, None, CLOSES)
    again = free.course.public_id  # another day for the same line
    actions.course_put(zone=zone, course=again, own=ON, by=place.officer, at=WITHIN)
    assert [one.own for one in queries.free_courses(zone)] == [ON]


def test_a_course_that_left_the_catalogue_is_shown_no_more(place: Place) -> None:
    zone = place.opened()
    place.put(zone)
    courses.course_retire(course_id=place.course_id, by=SYSTEM, at=WITHIN)
    assert queries.free_courses(zone) == []


def test_everyone_sees_it_from_its_first_day_on(place: Place) -> None:
    zone = place.opened()
    for day in (OPENS, CLOSES, OVER.date()):
        assert queries.public_zone(zone, on=day).id == zone
    with pytest.raises(NotFound):
        queries.public_zone(zone, on=OPENS - DAY)


def test_one_that_never_opened_stays_unseen(place: Place) -> None:
    zone = place.opened()
    actions.zone_end(zone=zone, reason="不办了", by=place.officer, at=BEFORE)
    with pytest.raises(NotFound):
        queries.public_zone(zone, on=OPENS)


def test_each_sees_what_they_keep(place: Place) -> None:
    wuxi, everywhere = place.opened(), place.opened("nation", regions=(), groups=())
    seen = {by: {one.id for one in queries.kept_zones(by=place.who[by])} for by in ("officer", "province", "dalian")}
    assert seen == {"officer": {wuxi}, "province": {wuxi}, "dalian": set()}
    assert {one.id for one in queries.kept_zones(by=place.who["nation"])} == {wuxi, everywhere}
    for by in ("payer", "admin", "ops"):
        with pytest.raises(Forbidden):
            queries.kept_zones(by=place.who[by])


@pytest.mark.parametrize(("by", "refused"), [("payer", Forbidden), ("dalian", NotFound), ("admin", NotFound)])
def test_who_does_not_keep_it(place: Place, by: str, refused: type[Exception]) -> None:
    zone = place.opened()
    with pytest.raises(refused):
        queries.kept_zone(zone, by=place.who[by])


def test_the_queries_are_as_many_as_said(place: Place, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    made = [place.opened(name=name) for name in ("甲", "乙", "丙")]
    for zone in made:
        place.put(zone)
    line = catalogue.course(place.course_id).line
    with django_assert_num_queries(3):
        assert len(queries.open_zones(on=ON)) == 3
    with django_assert_num_queries(3):
        queries.public_zone(made[0], on=ON)
    with django_assert_num_queries(2):
        queries.free_courses(made[0])
    with django_assert_num_queries(1):
        queries.free_until(line, on=ON)
