"""The teachers' pool (师资库): who may teach, with their honours and the years of these."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from yunpei.catalogue.access import ADMINS
from yunpei.catalogue.models import Teacher, TeacherHonour
from yunpei.catalogue.types import Honour
from yunpei.common import audit
from yunpei.common.actor import Actor
from yunpei.common.errors import Forbidden, Invalid, NotFound, Problem
from yunpei.common.language import Text
from yunpei.people import access as people_access
from yunpei.people import queries as people

FIRST_YEAR = 1949


@dataclass(frozen=True, slots=True)
class TeacherFacts:
    """A teacher as the pool shows them. honours: with their years, the latest first."""

    public_id: str
    name: str
    organisation_id: int | None
    region: str
    trade: str
    about: str
    live: bool
    honours: tuple[tuple[Honour, int], ...]


@transaction.atomic
def teacher_list(
    *,
    name: str,
    trade: str,
    about: str,
    live: bool,
    honours: Sequence[tuple[Honour, int]],
    by: Actor,
    at: datetime,
) -> str:
    """Put a teacher into the pool; their public id. live: may be invited for live classes.

    An organisation's administrators list their own; a reviewing officer lists those of no organisation, for the region.
    Raises Forbidden, Invalid.
    """
    if by.has(*ADMINS) and by.organisation_id is not None:
        region = people.organisation(by.organisation_id).region
    elif by.has("officer_review") and by.region:
        region = by.region
    else:
        raise Forbidden
    kept = {"name": " ".join(name.split()), "trade": " ".join(trade.split()), "about": about.strip()}
    if problems := _problems(kept, honours, at.year):
        raise Invalid(problems)
    row = Teacher.objects.create(**kept, live=live, region=region, organisation_id=by.organisation_id, listed_at=at)
    TeacherHonour.objects.bulk_create(
        [TeacherHonour(teacher=row, honour=honour, year=year) for honour, year in dict.fromkeys(honours)]
    )
    detail = {"name": kept["name"], "honours": [f"{honour} {year}" for honour, year in honours]}
    audit.record(by=by, at=at, verb="teacher_list", subject_type="teacher", subject_id=row.public_id, detail=detail)
    return str(row.public_id)


@transaction.atomic
def teacher_leave(*, public_id: str, by: Actor, at: datetime) -> None:
    """Take a teacher out of the pool. Who listed them, or an officer of the region. Raises NotFound, Forbidden."""
    try:
        row = Teacher.objects.select_for_update().filter(public_id=UUID(public_id), left_at=None).first()
    except ValueError:
        row = None
    if row is None or not (
        (row.organisation_id is not None and row.organisation_id == by.organisation_id)
        or people_access.region_covers(by.region, row.region)
    ):
        raise NotFound
    if not by.has(*ADMINS, "officer_review"):
        raise Forbidden
    row.left_at = at
    row.save(update_fields=["left_at"])
    audit.record(by=by, at=at, verb="teacher_leave", subject_type="teacher", subject_id=row.public_id, detail={})


def teachers(
    *, words: str = "", honour: str = "", organisation_id: int | None = None, live: bool = False
) -> list[TeacherFacts]:
    """The pool by name: those whose name or trade has the words, who hold an honour, of an organisation. 2 queries.

    live: only those who may be invited for live classes.
    """
    found = Teacher.objects.filter(left_at=None).prefetch_related("honours")
    if words:
        found = found.filter(Q(name__icontains=words) | Q(trade__icontains=words))
    if honour:
        found = found.filter(honours__honour=honour).distinct()
    if organisation_id is not None:
        found = found.filter(organisation_id=organisation_id)
    if live:
        found = found.filter(live=True)
    return [_facts(row) for row in found.order_by("name", "id")]


def _facts(row: Teacher) -> TeacherFacts:
    honours = sorted(((Honour(one.honour), one.year) for one in row.honours.all()), key=lambda one: -one[1])
    return TeacherFacts(
        str(row.public_id),
        row.name,
        row.organisation_id,
        row.region,
        row.trade,
        row.about,
        row.live,
        tuple(honours),
    )


def _problems(kept: dict[str, str], honours: Sequence[tuple[Honour, int]], this_year: int) -> list[Problem]:
    problems = []
    if not kept["name"] or len(kept["name"]) > 60:
        problems.append(Problem("name", Text("请填写姓名，不超过60字", "give the name, up to 60 characters")))
    if not kept["trade"] or len(kept["trade"]) > 100:
        problems.append(Problem("trade", Text("请填写专业或工种，不超过100字", "give the trade, up to 100 characters")))
    if len(kept["about"]) > 2000:
        problems.append(Problem("about", Text("简介不超过2000字", "say it in up to 2000 characters")))
    for _honour, year in honours:
        if not FIRST_YEAR <= year <= this_year:
            said = Text(f"荣誉年份应在{FIRST_YEAR}至{this_year}年之间", f"a year from {FIRST_YEAR} to {this_year}")
            problems.append(Problem("honours", said))
    return problems
