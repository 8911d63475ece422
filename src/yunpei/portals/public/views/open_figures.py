"""Figures for anyone, with small numbers hidden: a page, and the same as CSV and JSON."""

from __future__ import annotations

import csv
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from yunpei.common.clock import day_of
from yunpei.oversight.statistics import queries, target_progress
from yunpei.oversight.statistics.suppression import LEAST
from yunpei.oversight.statistics.types import Measure, OpenCell
from yunpei.portals.ui import figures, regions, targets
from yunpei.portals.ui.figures import HOUR_MS
from yunpei.portals.ui.pages import now, page

COLUMNS = ("measure", "unit", "year", "month", "region", "region_name", "value", "hidden")
UNITS = {Measure.HOURS: "hours", Measure.GRANTED: "yuan", Measure.PAID: "yuan"}


@page()
def open_figures(request: HttpRequest) -> HttpResponse:
    """A year by district and by month, and the groups of people."""
    years = queries.years()
    year = _year(request, years)
    cells = queries.open_cells(year=year)
    goals = target_progress.open_targets(at=now())
    values = {
        "year": year,
        "years": years,
        "counted_at": queries.counted_at(),
        "least": LEAST,
        "targets": goals,
        "target_bars": targets.bars(goals),
        "headings": [figures.MEASURES[one] for one in queries.OPEN],
        "regions": _rows(cells, lambda one: one.region if not one.month and one.region else None, regions.name),
        "months": _rows(cells, lambda one: one.month if not one.region and one.month else None, str),
        "total": _rows(cells, lambda one: "" if not one.region and not one.month else None, str),
        "bars": _bars(cells),
        "groups": [
            (figures.group_name(name), figures.shown(Measure.TRAINED, value))
            for name, value in queries.open_groups(year=year).items()
        ],
    }
    return render(request, "public/figures.html", values)


def open_csv(request: HttpRequest) -> HttpResponse:
    """Every figure of a year. UTF-8 with a mark, so that Excel shows Chinese."""
    answer = HttpResponse(content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="figures.csv"'
    answer.write("\ufeff")
    writer = csv.DictWriter(answer, COLUMNS)
    writer.writeheader()
    writer.writerows(_open_rows(request))
    return answer


def open_json(request: HttpRequest) -> HttpResponse:
    """The same, with when it was counted."""
    counted_at = queries.counted_at()
    told = {"counted_at": counted_at and counted_at.isoformat(), "least": LEAST, "figures": _open_rows(request)}
    return JsonResponse(told, json_dumps_params={"ensure_ascii": False})


def _open_rows(request: HttpRequest) -> list[dict[str, Any]]:
    year = _year(request, queries.years())
    return [_open_row(year, one) for one in queries.open_cells(year=year)]


def _open_row(year: int, one: OpenCell) -> dict[str, Any]:
    place = regions.name(one.region) if one.region else ""
    values = (one.measure, UNITS.get(one.measure, "people"), year, one.month, one.region, place, _number(one))
    return dict(zip(COLUMNS, (*values, int(one.value is None)), strict=True))


def _number(one: OpenCell) -> str | int | None:
    if one.value is None or one.measure not in UNITS:
        return one.value
    return f"{one.value / HOUR_MS:.1f}" if one.measure is Measure.HOURS else f"{one.value / 100:.2f}"


def _year(request: HttpRequest, years: list[int]) -> int:
    """The year asked for if there are figures of it, else the latest that there are any of."""
    wanted = request.GET.get("year", "")
    return next((one for one in years if str(one) == wanted), years[0] if years else day_of(now()).year)


def _rows(cells: list[OpenCell], key: Any, name: Any) -> list[tuple[str, list[tuple[str, str]]]]:
    """Rows of the page's tables: name, and (heading, number) of each measure. key: of a cell's row, None for other tables'."""
    found: dict[str, list[tuple[str, str]]] = {}
    for one in cells:
        row = key(one)
        if row is not None:
            found.setdefault(row, []).append(
                (str(figures.MEASURES[one.measure]), figures.shown(one.measure, one.value))
            )
    return [(name(row), numbers) for row, numbers in found.items()]


def _bars(cells: list[OpenCell]) -> list[figures.Bar]:
    """People trained by month; a hidden month has no bar."""
    trained = {
        one.month: one.value
        for one in cells
        if one.measure is Measure.TRAINED and one.month and not one.region and one.value is not None
    }
    return figures.bars(trained, Measure.TRAINED)
