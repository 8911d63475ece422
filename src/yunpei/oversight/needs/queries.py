"""Needs as their owners see them, and the demand that anyone may have: no small number, and none that gives one away."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date

from django.db.models import Max, Sum

from yunpei.common.actor import Actor
from yunpei.common.language import Text
from yunpei.oversight.models import Need
from yunpei.oversight.needs.types import DemandRow, NeedCard, NeedMode, NeedState
from yunpei.oversight.statistics.suppression import hidden, with_totals
from yunpei.people.types import ORG_ROLES

MOST_PROJECTS = 50  # the rest is summed into one row
OTHERS = Text("其他项目", "other projects")
ALL = Text("合计", "all")


def needs_of(*, by: Actor) -> list[NeedCard]:
    """What the organisation that one acts for stated, else oneself, the latest first. 1 query."""
    firm = by.organisation_id if by.has(*ORG_ROLES) else None
    rows = Need.objects.filter(organisation_id=firm) if firm else Need.objects.filter(person_id=by.person_id or 0)
    return [
        NeedCard(
            str(row.public_id),
            row.region,
            row.project,
            row.people,
            row.month,
            NeedMode(row.mode),
            row.words,
            NeedState(row.state),
            row.stated_at,
        )
        for row in rows.order_by("-id")
    ]


def demand(*, since: date) -> tuple[Sequence[str], list[DemandRow]]:
    """What is wanted from a month on: the regions, and a row a project with a last one for all, the most wanted first. 1 query.

    The first MOST_PROJECTS are named; the rest is the row OTHERS.
    """
    rows = (
        Need.objects.filter(state=NeedState.STATED, month__gte=since)
        .values("normal", "region")
        .annotate(name=Max("project"), wanted=Sum("people"))
        .order_by("normal", "region")
    )
    names = {row["normal"]: row["name"] for row in rows}
    sums = Counter({(row["normal"], row["region"]): row["wanted"] for row in rows})
    regions = sorted({region for _, region in sums})
    projects = sorted(names, key=lambda one: (-sum(sums[one, region] for region in regions), one))
    named, rest = projects[:MOST_PROJECTS], projects[MOST_PROJECTS:]
    table = [[sums[one, region] for region in regions] for one in named]
    if rest:
        table.append([sum(sums[one, region] for one in rest) for region in regions])
    grid = with_totals(table)
    mask = hidden(grid) if grid else set()
    labels = [*(Text(names[one], names[one]) for one in named), *([OTHERS] if rest else []), ALL]
    found = []
    for place, (label, values) in enumerate(zip(labels if grid else [], grid, strict=True)):
        shown = [None if (place, column) in mask else value for column, value in enumerate(values)]
        found.append(DemandRow(label, tuple(shown[:-1]), shown[-1]))
    return regions, found
