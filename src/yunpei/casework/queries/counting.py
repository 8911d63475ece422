"""Lines that were granted money, counted for the figures of the site, and the cases behind such a figure."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Count, F, QuerySet, Sum, Value
from django.db.models.functions import Coalesce

from yunpei.casework.models import CaseLine
from yunpei.casework.types import DECIDED, CaseState, LineState
from yunpei.casework.types.counting import CaseBehind
from yunpei.common.actor import Actor
from yunpei.common.clock import SHANGHAI
from yunpei.common.counted import Counted, counted, month_of
from yunpei.common.errors import Forbidden
from yunpei.people.access import significant
from yunpei.people.types import OFFICE_ROLES

GRANTED = (CaseState.APPROVED, CaseState.IN_PAYMENT, CaseState.PAID, CaseState.CLOSED)
PERSON = "person"
MOST = 500


def granted() -> tuple[list[Counted], list[Counted]]:
    """Lines with money of granted cases by the month they were decided: heads with their groups, and fen by fund. 2 queries."""
    rows = _granted()
    columns = ("month", "region", "programme", "kind", "groups", "fund")
    grouped = rows.annotate(month=month_of(rows, "decided_at")).values(*columns)
    summed = list(grouped.annotate(people=Count("id"), fen=Sum("amount_fen")).order_by(*columns[:4]))
    heads = [{**{name: one[name] for name in columns if name != "fund"}, "value": one["people"]} for one in summed]
    money = [{**{name: one[name] for name in columns if name != "groups"}, "value": one["fen"]} for one in summed]
    return counted(heads), counted(money)


def cases_behind(
    *, year: int, month: int | None = None, region: str = "", programme: str = "", by: Actor
) -> list[CaseBehind]:
    """The cases whose granted lines make up a figure, of the officer's region, with heads and fen; at most MOST.

    region: of the applicant, with all below it. Raises Forbidden for who has no office. 1 query.
    """
    if not by.has(*OFFICE_ROLES) or not by.region:
        raise Forbidden
    since = datetime(year, month or 1, 1, tzinfo=SHANGHAI)
    until = datetime(year + (month in (None, 12)), (month or 12) % 12 + 1, 1, tzinfo=SHANGHAI)
    inside = significant(by.region)
    rows = _granted().filter(decided_at__gte=since, decided_at__lt=until, case__region__startswith=inside)
    if region:
        rows = rows.filter(region__startswith=significant(region))
    if programme:
        rows = rows.filter(case__programme=programme)
    found = (
        rows.values("case__number", "case__organisation__name", "case__person__name", "case__programme", "case__state")
        .annotate(people=Count("id"), fen=Sum("amount_fen"))
        .order_by("case__number")[:MOST]
    )
    return [
        CaseBehind(
            row["case__number"],
            row["case__organisation__name"] or row["case__person__name"],
            row["case__programme"],
            CaseState(row["case__state"]),
            row["people"],
            row["fen"],
        )
        for row in found
    ]


def _granted() -> QuerySet[Any, Any]:
    """Lines that money was granted for, each with where its applicant is."""
    return CaseLine.objects.filter(
        case__kind__in=DECIDED, case__state__in=GRANTED, state=LineState.COUNTED, amount_fen__gt=0
    ).annotate(
        region=Coalesce("case__organisation__region", "case__region"),
        kind=Coalesce("case__organisation__kind", Value(PERSON)),
        programme=F("case__programme"),
        fund=F("case__fund"),
        groups=F("person__groups"),
    )
