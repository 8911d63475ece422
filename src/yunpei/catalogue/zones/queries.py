"""Reads of zones. Each takes a fixed number of queries."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db.models import Q

from yunpei.catalogue import queries as catalogue
from yunpei.catalogue.zones.access import home_region, need_keeper, zone_of
from yunpei.catalogue.zones.models import Zone, ZoneCourse
from yunpei.catalogue.zones.types import GROUPS, FreeCourse, FreeUntil, ZoneCard, ZoneGiven, last_day
from yunpei.common.actor import Actor
from yunpei.common.errors import NotFound
from yunpei.common.regions import trunk


def open_zones(*, on: date) -> list[ZoneCard]:
    """Zones that are open on a day, by name. Up to 3 queries."""
    rows = Zone.objects.filter(_open(on)).prefetch_related("regions", "groups")
    return [_card(row) for row in rows.order_by("name", "id")]


def public_zone(public_id: str, *, on: date) -> ZoneCard:
    """A zone for everyone, from its first day on; one that is over says so. Raises NotFound. 3 queries."""
    row = zone_of(public_id)
    never = row.ended_on is not None and row.ended_on < row.opens_on
    if on < row.opens_on or never:
        raise NotFound
    return _card(row)


def kept_zones(*, by: Actor) -> list[ZoneCard]:
    """Zones that the actor keeps, the last to close first. Raises Forbidden. Up to 3 queries."""
    rows = Zone.objects.prefetch_related("regions", "groups").filter(region__startswith=trunk(home_region(by)))
    return [_card(row) for row in rows.order_by("-closes_on", "-id")]


def kept_zone(public_id: str, *, by: Actor) -> ZoneCard:
    """A zone for those who keep it. Raises NotFound, Forbidden. 3 queries."""
    row = zone_of(public_id)
    need_keeper(by, row.region)
    return _card(row)


def free_courses(public_id: str) -> list[FreeCourse]:
    """The courses of a zone that are in the public catalogue now, by title. 2 queries."""
    rows = ZoneCourse.objects.filter(zone__public_id=public_id).select_related("zone")
    held = {str(row.line): row for row in rows}
    return [
        FreeCourse(course, row.own, last_day(row.zone.closes_on, row.zone.ended_on, row.own))
        for course in catalogue.public_courses(held)
        for row in (held[course.line],)
    ]


def free_until(line: str, *, on: date) -> list[FreeUntil]:
    """The zones in which a course, by its line, is free on a day, the longest first. 1 query."""
    rows = ZoneCourse.objects.filter(_open(on, "zone__"), line=UUID(line)).select_related("zone")
    found = [
        FreeUntil(str(row.zone.public_id), row.zone.name, last_day(row.zone.closes_on, row.zone.ended_on, row.own))
        for row in rows
    ]
    return sorted((one for one in found if one.until >= on), key=lambda one: (one.until, one.name), reverse=True)


def as_given(row: Zone) -> ZoneGiven:
    """What an office has said of a zone. Up to 2 queries."""
    groups = {one.group for one in row.groups.all()}
    return ZoneGiven(
        row.name,
        row.text,
        row.source,
        row.clause,
        tuple(sorted(one.region for one in row.regions.all())),
        tuple(code for code in GROUPS if code in groups),
        row.opens_on,
        row.closes_on,
    )


def _open(on: date, at: str = "") -> Q:
    ended = Q(**{f"{at}ended_on": None}) | Q(**{f"{at}ended_on__gt": on})
    return ended & Q(**{f"{at}opens_on__lte": on, f"{at}closes_on__gte": on})


def _card(row: Zone) -> ZoneCard:
    return ZoneCard(str(row.public_id), row.region, as_given(row), row.ended_on, row.reason)
