"""A zone is set up, changed, ended early; courses are put in and taken out. Each leaves one audit row."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from yunpei.catalogue import queries as catalogue
from yunpei.catalogue.types import CourseState
from yunpei.catalogue.zones.access import home_region, need_keeper, zone_of
from yunpei.catalogue.zones.models import Zone, ZoneCourse, ZoneGroup, ZoneRegion
from yunpei.catalogue.zones.queries import as_given
from yunpei.catalogue.zones.types import GROUPS, ZoneGiven
from yunpei.common import audit
from yunpei.common.actor import Actor
from yunpei.common.clock import day_of
from yunpei.common.errors import Conflict, Invalid, NotFound, Problem
from yunpei.common.language import Text
from yunpei.common.regions import NATION
from yunpei.people.access import region_covers

WRITTEN = (("name", 100), ("text", 4000), ("source", 200), ("clause", 2000))  # and the most characters of each
DAYS = ("opens_on", "closes_on")


@transaction.atomic
def zone_open(*, given: ZoneGiven, by: Actor, at: datetime) -> str:
    """Set a zone up, open from its first day to the end of its last; its id. Reviewing officers.

    Regions lie inside the office's own; without regions it is for everywhere, which an office of the whole country alone
    may say. Raises Forbidden; Invalid with all that is wrong.
    """
    region = home_region(by)
    given = _tidy(given)
    problems = _problems(given, region)
    if given.closes_on < day_of(at):
        problems.append(Problem("closes_on", Text("最后一天已过", "the last day is over")))
    if problems:
        raise Invalid(problems)
    row = Zone(region=region)
    _write(row, given)
    _record(row, "zone_open", by, at, _plain(given))
    return str(row.public_id)


@transaction.atomic
def zone_change(*, zone: str, given: ZoneGiven, by: Actor, at: datetime) -> None:
    """Change what a zone says, for whom it is, its days; a later last day extends it. Who keeps it.

    Once it is open, its first day stays and its last day only moves on: sooner is `zone_end`, with the reason. The audit row
    has each change, from what to what. Raises NotFound, Forbidden, Conflict for a zone that was ended, Invalid.
    """
    row = _kept(zone, by)
    given, before = _tidy(given), as_given(row)
    problems = _problems(given, row.region)
    if row.opens_on <= day_of(at):
        problems += _moved(given, before)
    elif given.closes_on < day_of(at):
        problems.append(Problem("closes_on", Text("最后一天已过", "the last day is over")))
    if row.courses.exclude(own=None).exclude(own__range=(given.opens_on, given.closes_on)).exists():
        told = Text(
            "有课程的免费日期不在这段时间内，请先改课程", "a course's own free day lies outside: change that first"
        )
        problems.append(Problem("closes_on", told))
    if problems:
        raise Invalid(problems)
    old, new = _plain(before), _plain(given)
    changed = {name: [old[name], new[name]] for name in new if old[name] != new[name]}
    if not changed:
        return
    _write(row, given)
    _record(row, "zone_change", by, at, changed)


@transaction.atomic
def zone_end(*, zone: str, reason: str, by: Actor, at: datetime) -> None:
    """End a zone before its last day, from today on, with the reason, which is public. Who keeps it.

    Raises NotFound, Forbidden, Conflict for a zone that is over, Invalid.
    """
    row = _kept(zone, by)
    if row.closes_on < day_of(at):
        raise Conflict(Text("专区已经到期", "the zone is over"))
    reason = reason.strip()
    if not 1 <= len(reason) <= 1000:
        raise Invalid([Problem("reason", Text("请填写理由，不超过1000字", "give the reason, up to 1000 characters"))])
    row.ended_on, row.reason = day_of(at), reason
    row.save(update_fields=["ended_on", "reason"])
    _record(row, "zone_end", by, at, {"on": row.ended_on.isoformat(), "reason": reason})


@transaction.atomic
def course_put(*, zone: str, course: str, own: date | None, by: Actor, at: datetime) -> None:
    """Put a course of the public catalogue into a zone, or give it another last free day. Who keeps the zone.

    course: public id of the version that is in the catalogue. own: its own last free day, inside the zone's days; None: the zone's last.
    Raises NotFound, Forbidden, Conflict for a zone that was ended, Invalid.
    """
    row = _kept(zone, by)
    problems = []
    try:
        held = catalogue.course_by_public_id(course)
    except NotFound:
        held = None
    if held is None or not held.public or held.state is not CourseState.PUBLISHED:
        told = Text("请选择公开课程目录中的课程", "choose a course of the public catalogue")
        problems.append(Problem("course", told))
    if own is not None and not row.opens_on <= own <= row.closes_on:
        told = Text(
            f"须在 {row.opens_on} 至 {row.closes_on} 之间；更晚请先延长专区",
            f"between {row.opens_on} and {row.closes_on}; for a later day extend the zone first",
        )
        problems.append(Problem("own", told))
    if problems or held is None:
        raise Invalid(problems)
    ZoneCourse.objects.update_or_create(zone=row, line=UUID(held.line), defaults={"own": own})
    _record(row, "zone_course_put", by, at, {"line": held.line, "own": own.isoformat() if own else None})


@transaction.atomic
def course_remove(*, zone: str, line: str, by: Actor, at: datetime) -> None:
    """Take a course, by its line, out of a zone. Who keeps the zone. Raises NotFound, Forbidden, Conflict for a zone that was ended."""
    row = _kept(zone, by)
    gone, _per_table = row.courses.filter(line=line).delete()
    if not gone:
        raise NotFound
    _record(row, "zone_course_remove", by, at, {"line": line})


def _kept(zone: str, by: Actor) -> Zone:
    row = zone_of(zone, lock=True)
    need_keeper(by, row.region)
    if row.ended_on is not None:
        raise Conflict(Text("专区已提前结束，不能再改", "the zone was ended and changes no more"))
    return row


def _tidy(given: ZoneGiven) -> ZoneGiven:
    """Each text without blanks around it, each region and group once, in their order."""
    order = list(GROUPS)
    groups = sorted(set(given.groups), key=lambda one: order.index(one) if one in GROUPS else len(order))
    texts = {name: getattr(given, name).strip() for name, _most in WRITTEN}
    return replace(given, **texts, regions=tuple(sorted(set(given.regions))), groups=tuple(groups))


def _problems(given: ZoneGiven, home: str) -> list[Problem]:
    problems = []
    for name, most in WRITTEN:
        if not 1 <= len(getattr(given, name)) <= most:
            problems.append(Problem(name, Text(f"请填写，不超过{most}字", f"fill this in, up to {most} characters")))
    if given.closes_on < given.opens_on:
        problems.append(Problem("closes_on", Text("最后一天早于第一天", "the last day comes before the first")))
    if not given.regions and home != NATION:
        problems.append(Problem("regions", Text("请填写本地区以内的地区", "name regions inside your own")))
    for one in given.regions:
        if not re.fullmatch(r"[1-9][0-9]{5}", one):
            problems.append(Problem("regions", Text(f"{one} 不是地区代码", f"{one} is no code of a region")))
        elif not region_covers(home, one):
            problems.append(Problem("regions", Text(f"{one} 不在本地区以内", f"{one} lies outside your region")))
    for one in given.groups:
        if one not in GROUPS:
            problems.append(Problem("groups", Text(f"没有这类人员：{one}", f"there is no group {one}")))
    return problems


def _moved(given: ZoneGiven, before: ZoneGiven) -> list[Problem]:
    problems = []
    if given.opens_on != before.opens_on:
        problems.append(Problem("opens_on", Text("专区已开放，第一天不能再改", "it is open: its first day stays")))
    if given.closes_on < before.closes_on:
        told = Text(
            "只能延长；要提前结束，请写明理由另行办理", "it can be extended; to end it sooner, end it with the reason"
        )
        problems.append(Problem("closes_on", told))
    return problems


def _write(row: Zone, given: ZoneGiven) -> None:
    for name in (*(name for name, _most in WRITTEN), *DAYS):
        setattr(row, name, getattr(given, name))
    row.save()
    row.regions.all().delete()
    row.groups.all().delete()
    ZoneRegion.objects.bulk_create(ZoneRegion(zone=row, region=one) for one in given.regions)
    ZoneGroup.objects.bulk_create(ZoneGroup(zone=row, group=one) for one in given.groups)


def _plain(given: ZoneGiven) -> dict[str, Any]:
    plain = {name: getattr(given, name) for name, _most in WRITTEN}
    lists = {"regions": list(given.regions), "groups": list(given.groups)}
    return {**plain, **lists, **{name: getattr(given, name).isoformat() for name in DAYS}}


def _record(row: Zone, verb: str, by: Actor, at: datetime, detail: dict[str, Any]) -> None:
    audit.record(by=by, at=at, verb=verb, subject_type="zone", subject_id=row.public_id, detail=detail)
