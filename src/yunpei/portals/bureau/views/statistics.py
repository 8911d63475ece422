"""Figures of the officer's region: tables and bars, the cases behind them, and the workbook that goes up the levels."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from yunpei.casework.queries.counting import cases_behind
from yunpei.common.actor import Actor
from yunpei.common.clock import day_of
from yunpei.common.sheets.write import write_xlsx_sheets
from yunpei.oversight.statistics import queries, target_progress
from yunpei.oversight.statistics.types import HEADS, FigureTable, Measure, Split
from yunpei.portals.bureau.templatetags.books import programme_name
from yunpei.portals.bureau.views.payments import XLSX
from yunpei.portals.bureau.views.targets import sheets as target_sheets
from yunpei.portals.ui import figures, regions, targets
from yunpei.portals.ui.pages import actor, now, page
from yunpei.portals.ui.templatetags.ui import moment

OFFICERS = ("officer_review", "officer_pay", "officer_finance", "officer_inspect")
DRAWN = (Measure.TRAINED, Measure.GRANTED)  # of a table that has them, else its first measure


@page(*OFFICERS)
def statistics(request: HttpRequest) -> HttpResponse:
    """A year's figures by one split, as bars and as a table."""
    by = actor(request)
    found, years = _table(request, by)
    rows = figures.printed(found, programme_name)
    goals = target_progress.targets(by=by, at=now())
    values = {
        "table": found,
        "years": years,
        "splits": figures.SPLITS.items(),
        "headings": [figures.MEASURES[one] for one in found.measures],
        "rows": rows,
        "total": [
            (figures.MEASURES[one], figures.shown(one, found.total.get(one, 0))) for one in found.measures
        ],
        "charts": [(figures.MEASURES[one], _bars(found, one)) for one in DRAWN if one in found.measures],
        "targets": goals,
        "target_bars": targets.bars(goals),
        "drills": found.split in (Split.MONTH, Split.REGION, Split.PROGRAMME),
    }  # fmt: skip
    return render(request, "bureau/statistics.html", values)


@page(*OFFICERS)
def download(request: HttpRequest) -> HttpResponse:
    """The year by every split, one sheet each, and the targets with their base figures: what an office hands to the level above."""
    by = actor(request)
    year = _year(request, queries.years(by=by))
    tables = [queries.figure_table(year=year, split=split, by=by) for split in Split]
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "statistics.xlsx"
        write_xlsx_sheets(place, [*(_sheet(one, by) for one in tables), *target_sheets(by)])
        answer = HttpResponse(place.read_bytes(), content_type=XLSX)
    answer["Content-Disposition"] = f'attachment; filename="statistics-{by.region}-{year}.xlsx"'
    return answer


@page(*OFFICERS)
def behind(request: HttpRequest) -> HttpResponse:
    """The cases that a figure is made of."""
    by = actor(request)
    year, split, key = _year(request, queries.years(by=by)), _split(request), request.GET.get("key", "")
    months = {f"{year}-{month:02d}": month for month in range(1, 13)}
    cases = cases_behind(
        year=year,
        month=months.get(key) if split is Split.MONTH else None,
        region=key if split is Split.REGION and key.isdigit() else "",
        programme=key if split is Split.PROGRAMME else "",
        by=by,
    )
    values = {"cases": cases, "year": year, "name": figures.row_name(split, key, programme_name), "split": split}
    return render(request, "bureau/statistics_cases.html", values)


def _table(request: HttpRequest, by: Actor) -> tuple[FigureTable, list[int]]:
    years = queries.years(by=by)
    return queries.figure_table(year=_year(request, years), split=_split(request), by=by), years


def _year(request: HttpRequest, years: list[int]) -> int:
    """The year asked for if there are figures of it, else the latest that there are any of."""
    wanted = request.GET.get("year", "")
    return next((one for one in years if str(one) == wanted), years[0] if years else day_of(now()).year)


def _split(request: HttpRequest) -> Split:
    wanted = request.GET.get("by", "")
    return Split(wanted) if wanted in list(Split) else Split.MONTH


def _bars(found: FigureTable, measure: Measure) -> list[figures.Bar]:
    numbers = {
        figures.row_name(found.split, key, programme_name): row.get(measure, 0) for key, row in found.rows.items()
    }
    return figures.bars(numbers, measure)


def _sheet(found: FigureTable, by: Actor) -> tuple[str, list[str], list[list[Any]]]:
    measures = [str(figures.MEASURES[one]) for one in found.measures]
    head = [str(figures.SPLITS[found.split]), *measures]
    rows: list[list[Any]] = [
        [figures.row_name(found.split, key, programme_name), *(_cell(one, row.get(one, 0)) for one in found.measures)]
        for key, row in found.rows.items()
    ]
    rows.append([_("合计"), *(_cell(one, found.total.get(one, 0)) for one in found.measures)])
    rows.append([_("地区"), regions.name(by.region or "")])
    rows.append([_("统计时间"), moment(found.counted_at) if found.counted_at else "—"])
    return str(figures.SPLITS[found.split]), head, rows


def _cell(measure: Measure, value: int) -> int | str:
    """Heads as numbers; yuan and hours as text, so that nothing rounds them."""
    return value if measure in (*HEADS, Measure.CLASSES) else figures.shown(measure, value)
