"""How far targets are: from the same counts as the figures, from what platforms report, from base figures. Nothing is guessed."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from functools import cache

from django.db.models import Sum

from yunpei.catalogue.selection import queries as selection
from yunpei.catalogue.selection import reports
from yunpei.common.actor import Actor
from yunpei.common.clock import day_of
from yunpei.common.errors import Forbidden
from yunpei.common.regions import NATION, trunk
from yunpei.oversight.models import BaseFigure, SiteFigure, Target
from yunpei.oversight.statistics import queries
from yunpei.oversight.statistics.target_types import (
    COUNTED,
    SHARES,
    BaseCard,
    BaseGiven,
    BaseMeasure,
    Reached,
    TargetCard,
    TargetGiven,
    TargetMeasure,
)
from yunpei.oversight.statistics.types import OpenCell
from yunpei.people.access import regions_overlap
from yunpei.people.types import OFFICE_ROLES

Counter = Callable[[TargetGiven, str], int | None]


def targets(*, by: Actor, at: datetime) -> list[TargetCard]:
    """The targets of the officer's region, of those above and below it, each with its progress, by term and region.

    Raises Forbidden. A few queries for each target and region.
    """
    if not by.has(*OFFICE_ROLES) or not by.region:
        raise Forbidden
    region = by.region
    return [_card(row, at, _counted, below=True) for row in _rows() if regions_overlap(row.region, region)]


def open_targets(*, at: datetime, measures: Iterable[TargetMeasure] = TargetMeasure) -> list[TargetCard]:
    """Targets for anyone. A count of people is the sum of open figures, and unknown where one of these is hidden."""
    wanted = set(measures)
    cells = cache(lambda year: queries.open_cells(year=year))  # each year is worked out once for all targets

    def counted(given: TargetGiven, region: str) -> int | None:
        return _counted_openly(given, region, cells)

    return [_card(row, at, counted, below=False) for row in _rows() if row.measure in wanted]


def base_figures(*, by: Actor, at: datetime) -> list[BaseCard]:
    """The base figures that hold in the officer's region and below, by region. Raises Forbidden. 1 query."""
    if not by.has(*OFFICE_ROLES) or not by.region:
        raise Forbidden
    found = _holding(by.region, day_of(at))
    return [found[key] for key in sorted(found, key=lambda one: (one[0], list(BaseMeasure).index(one[1])))]


def _rows() -> list[Target]:
    return list(Target.objects.filter(ended_at=None).order_by("-until", "region", "id"))


def _card(row: Target, at: datetime, counted: Counter, *, below: bool) -> TargetCard:
    given = TargetGiven(
        row.name, row.source, row.clause, TargetMeasure(row.measure), row.since, row.until, int(row.goal)
    )
    reached = _reached(given, row.region, at, counted)
    parts = tuple(_reached(given, one, at, counted) for one in _next_below(given, row.region)) if below else ()
    return TargetCard(str(row.public_id), row.region, given, reached, parts)


def _reached(given: TargetGiven, region: str, at: datetime, counted: Counter) -> Reached:
    day = min(day_of(at), _last_day(given.until))
    if given.measure in SHARES:
        return _share(given.measure, region, day)
    if given.measure in COUNTED:
        counted_at = queries.counted_at()
        return Reached(region, counted(given, region) if counted_at else None, counted_at)
    found = reports.progress(region=region, since=given.since, until=given.until, on=day_of(at))
    if given.measure is TargetMeasure.PLATFORMS:
        return Reached(region, found.platforms, day)
    value = found.occupations if given.measure is TargetMeasure.OCCUPATIONS else found.registrations
    return Reached(region, value if found.reported_at else None, found.reported_at)


def _counted(given: TargetGiven, region: str) -> int:
    rows = SiteFigure.objects.filter(measure=COUNTED[given.measure], group="", region__startswith=trunk(region))
    found = rows.filter(month__gte=given.since, month__lte=given.until).aggregate(sum=Sum("value"))
    return int(found["sum"] or 0)


def _counted_openly(given: TargetGiven, region: str, cells: Callable[[int], list[OpenCell]]) -> int | None:
    """The sum of cells that anyone has anyway, so that it gives nothing more away; None where one of them is hidden."""
    found = 0
    for year in range(given.since.year, given.until.year + 1):
        whole = given.since <= date(year, 1, 1) and given.until >= date(year, 12, 1)
        for cell in cells(year):
            if cell.measure is not COUNTED[given.measure] or not _inside(cell.region, region):
                continue
            if whole != (cell.month == queries.ALL) or not (whole or _within(cell.month, given)):
                continue
            if cell.value is None:
                return None
            found += cell.value
    return found


def _inside(cell: str, region: str) -> bool:
    """Whether a cell's row is part of the region's sum: the total's own row for the country, districts' rows else."""
    return cell == queries.ALL if region == NATION else cell != queries.ALL and cell.startswith(trunk(region))


def _within(month: str, given: TargetGiven) -> bool:
    return f"{given.since:%Y-%m}" <= month <= f"{given.until:%Y-%m}"


def _share(measure: TargetMeasure, region: str, day: date) -> Reached:
    """A share as of a day: the region's own two figures, else those of the highest regions below it that have both."""
    whole_of, part_of = SHARES[measure]
    found = _holding(region, day)
    both = {one for one, measure in found if measure is whole_of} & {
        one for one, measure in found if measure is part_of
    }
    kept = list[str]()
    for one in sorted(both, key=lambda one: (len(trunk(one)), one)):
        if not any(one.startswith(trunk(above)) for above in kept):
            kept.append(one)
    whole = sum(found[one, whole_of].given.value for one in kept)
    if not whole:
        return Reached(region, None)
    part = sum(found[one, part_of].given.value for one in kept)
    oldest = min(found[one, measure].given.on for one in kept for measure in (whole_of, part_of))
    return Reached(region, part * 10_000 // whole, oldest, part, whole, tuple(kept))


def _holding(region: str, day: date) -> dict[tuple[str, BaseMeasure], BaseCard]:
    rows = BaseFigure.objects.filter(region__startswith=trunk(region), on__lte=day).order_by("on", "id")
    return {
        (row.region, BaseMeasure(row.measure)): BaseCard(
            row.region, BaseGiven(BaseMeasure(row.measure), int(row.value), row.on, row.source), row.entered_at
        )
        for row in rows
    }


def _next_below(given: TargetGiven, region: str) -> list[str]:
    """The regions next below that anything is known of, by code: cities of a province, districts of a city."""
    if given.measure in SHARES:
        known = set(BaseFigure.objects.filter(region__startswith=trunk(region)).values_list("region", flat=True))
    elif given.measure in COUNTED:
        rows = SiteFigure.objects.filter(measure=COUNTED[given.measure], region__startswith=trunk(region))
        known = set(rows.values_list("region", flat=True).distinct())
    else:
        known = {one.region for one in selection.calls(region=region)}
    digits = len(trunk(region)) + 2
    below = {one[:digits].ljust(6, "0") for one in known if len(trunk(one)) >= digits}
    return sorted(below)


def _last_day(month: date) -> date:
    return (month + timedelta(days=32)).replace(day=1) - timedelta(days=1)
