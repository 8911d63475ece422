"""Figures as the last count left them: for officers of their region, and for anyone with small numbers hidden."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet, Sum

from yunpei.common.actor import Actor
from yunpei.common.errors import Forbidden
from yunpei.oversight.models import FiguresCounted, SiteFigure
from yunpei.oversight.statistics.suppression import LEAST, hidden, with_totals
from yunpei.oversight.statistics.types import HEADS, SPLITS, TELLS_OF, FigureTable, Measure, OpenCell, Split
from yunpei.people.access import significant
from yunpei.people.types import OFFICE_ROLES

OPEN = (Measure.TRAINED, Measure.HOURS, Measure.CERTIFIED, Measure.SUBSIDISED, Measure.GRANTED)
ALL = ""  # of a region or month: all of them together
MONTHS = range(1, 13)


def counted_at() -> datetime | None:
    """When the figures were counted, None while they never were. 1 query."""
    return FiguresCounted.objects.values_list("at", flat=True).first()


def years(*, by: Actor | None = None) -> list[int]:
    """The years that there are figures of, the latest first; by: of an officer's region. Raises Forbidden. 1 query."""
    months = _of(by).values_list("month__year", flat=True).distinct()
    return sorted(set(months), reverse=True)


def figure_table(*, year: int, split: Split, by: Actor) -> FigureTable:
    """A year's figures of the officer's region. Raises Forbidden for who has no office. 3 queries."""
    rows = _of(by).filter(month__year=year)
    column = str(split)
    inside = rows.exclude(group="") if split is Split.GROUP else rows.filter(group="")
    found: dict[str, dict[Measure, int]] = {}
    for measure, name, value in _sums(inside.filter(measure__in=SPLITS[split]), column):
        found.setdefault(_name(name), {})[Measure(measure)] = value
    total = {Measure(measure): value for measure, value in _sums(rows.filter(group=""))}
    return FigureTable(split, year, tuple(SPLITS[split]), dict(sorted(found.items())), total, counted_at())


def open_cells(*, year: int) -> list[OpenCell]:
    """Every figure of a year by district and month with its sums, for anyone: what speaks of fewer than LEAST people is hidden.

    So is what would give it away by subtraction. Hours and money are hidden where the number of people is. 1 query.
    """
    sums = {
        (Measure(measure), region, month): value
        for measure, region, month, value in _sums(SiteFigure.objects.filter(month__year=year, group=""), "region", "month")
    }  # fmt: skip
    regions = sorted({region for _, region, _ in sums})
    if not regions:
        return []
    masks = {measure: hidden(_grid(sums, measure, year, regions)) for measure in HEADS}
    return [
        cell for measure in OPEN for cell in _cells(sums, measure, year, regions, masks[TELLS_OF.get(measure, measure)])
    ]


def open_groups(*, year: int) -> dict[str, int | None]:
    """People trained in a year who belong to a group, by group, for anyone; None where they are too few to be named.

    Groups overlap and are no parts of a sum, so nothing can be subtracted. 1 query.
    """
    rows = SiteFigure.objects.filter(month__year=year, measure=Measure.TRAINED).exclude(group="")
    return {group: value if value >= LEAST else None for _, group, value in _sums(rows, "group")}


def _of(by: Actor | None) -> QuerySet[SiteFigure]:
    rows = SiteFigure.objects.all()
    if by is None:
        return rows
    if not by.has(*OFFICE_ROLES) or not by.region:
        raise Forbidden
    return rows.filter(region__startswith=significant(by.region))


def _sums(rows: QuerySet[SiteFigure], *columns: str) -> Iterable[tuple[Any, ...]]:
    summed = rows.values("measure", *columns).annotate(sum=Sum("value")).order_by("measure", *columns)
    found: Iterable[tuple[Any, ...]] = summed.values_list("measure", *columns, "sum")
    return found


def _name(value: Any) -> str:
    return value.isoformat()[:7] if isinstance(value, date) else value


Sums = dict[tuple[Measure, str, date], int]


def _grid(sums: Sums, measure: Measure, year: int, regions: list[str]) -> list[list[int]]:
    """Districts by months, with totals."""
    return with_totals(
        [[sums.get((measure, region, date(year, month, 1)), 0) for month in MONTHS] for region in regions]
    )


def _cells(
    sums: Sums, measure: Measure, year: int, regions: list[str], mask: set[tuple[int, int]]
) -> Iterable[OpenCell]:
    columns = [*(f"{year}-{month:02d}" for month in MONTHS), ALL]
    for row, (region, values) in enumerate(zip([*regions, ALL], _grid(sums, measure, year, regions), strict=True)):
        for column, value in enumerate(values):
            shown = None if (row, column) in mask else value
            yield OpenCell(measure, columns[column], region, shown)
