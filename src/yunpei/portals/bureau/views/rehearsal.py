"""A circular rehearsed: cost, gains and losses on lines that were decided here or stand in a file, as tables and bars."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any, cast

from django.core import signing
from django.core.files.uploadedfile import TemporaryUploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from yunpei.casework import queries
from yunpei.casework.types.rehearsal import DecidedYear, FileRehearsed, RehearsalAsked
from yunpei.common.actor import Actor
from yunpei.common.errors import Invalid, Problem
from yunpei.common.language import Text
from yunpei.common.money import yuan_shown
from yunpei.common.sheets.model import UnreadableFile
from yunpei.common.sheets.write import write_xlsx_sheets
from yunpei.policy.rehearsal_head import head
from yunpei.policy.rehearsal_tables import (
    Fen,
    Shown,
    Table,
    breakdown_tables,
    group_name,
    sheets,
    whole_tables,
)  # fmt: skip
from yunpei.policy.rehearsal_types import Rehearsal
from yunpei.portals.bureau.charts import bars
from yunpei.portals.bureau.forms import RehearsalForm
from yunpei.portals.bureau.views.payments import XLSX
from yunpei.portals.ui import regions
from yunpei.portals.ui.pages import actor, page, tried
from yunpei.portals.ui.templatetags.ui import aside

OFFICERS = ("officer_review", "officer_inspect")
SALT = "bureau.rehearsal"
KEPT = 24 * 60 * 60  # seconds for which a result may be fetched as a workbook
MOST_SHOWN = 200  # bad cells


@page(*OFFICERS)
def rehearsal(request: HttpRequest) -> HttpResponse:
    """Ask, and the answer below the form. Nothing is kept: the workbook's content travels in the page, signed."""
    by = actor(request)
    form = _form(request, by)
    done: list[FileRehearsed] = []
    if request.method == "POST":
        tried(form, lambda given: done.append(_rehearsed(given, by)))
    found = done[0] if done else None
    values: dict[str, Any] = {"form": form, "found": found}
    if found is not None and found.rehearsal is not None:
        values |= _shown(found.rehearsal)
    status = 422 if form.errors or (found is not None and found.rehearsal is None) else 200
    return render(request, "bureau/rehearsal.html", values | {"most_shown": MOST_SHOWN}, status=status)


@page(*OFFICERS)
def download(request: HttpRequest) -> HttpResponse:
    """The result that a page showed, as a workbook."""
    try:
        made = signing.loads(request.POST.get("sheets", ""), salt=SALT, max_age=KEPT)
    except signing.BadSignature as error:
        stale = Text("这份结果已过期，请重新试算", "this result is too old; rehearse again")
        raise Invalid([Problem("sheets", stale)]) from error
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "rehearsal.xlsx"
        write_xlsx_sheets(place, made)
        answer = HttpResponse(place.read_bytes(), content_type=XLSX)
    answer["Content-Disposition"] = 'attachment; filename="rehearsal.xlsx"'
    return answer


def _form(request: HttpRequest, by: Actor) -> RehearsalForm:
    years = queries.decided_years(by=by)
    versions = queries.rehearsal_versions(by=by)
    names = {one.name.partition("@")[0]: str(one.text) for one in versions}
    return RehearsalForm(
        request.POST or None,
        request.FILES or None,
        versions=[(one.name, f"{one.circular} {one.text}{aside(one.name.partition('@')[2])}") for one in versions],
        decided=[(_key(one), _year(one, names.get(one.programme, one.programme))) for one in years],
        districts=regions.grouped(sorted({district for one in years for district in one.districts})),
    )


def _key(one: DecidedYear) -> str:
    return f"{one.year} {one.programme}"


def _year(one: DecidedYear, name: str) -> str:
    return _("%(year)d 年 %(name)s，%(lines)d 行") % {"year": one.year, "name": name, "lines": one.lines}


def _rehearsed(given: dict[str, Any], by: Actor) -> FileRehearsed:
    asked = RehearsalAsked(given["programme"], given["against"], given["years"], given["against_years"])
    if given["source"] == "decided":
        year, _space, programme = given["decided"].partition(" ")
        found = queries.rehearse_decided(
            year=int(year), programme=programme, district=given["district"], asked=asked, by=by
        )
        return FileRehearsed(found, (), ())
    upload = cast(TemporaryUploadedFile, given["file"])
    try:
        return queries.rehearse_file(path=Path(upload.temporary_file_path()), asked=asked, by=by)
    except UnreadableFile as error:
        raise Invalid([Problem("file", error.text)]) from error


def _shown(one: Rehearsal) -> dict[str, Any]:
    pictured = [
        {"table": _printed(table), "bars": bars(breakdown, _name)}
        for table, breakdown in zip(breakdown_tables(one, _name), one.breakdowns, strict=True)
    ]
    return {
        "one": one,
        "head": head(one),
        "tables": [_printed(table) for table in whole_tables(one)],
        "pictured": pictured,
        "sheets": signing.dumps(sheets(one, _name), salt=SALT, compress=True),
    }


def _printed(table: Table) -> dict[str, Any]:
    """A table with its columns' headings and whether they hold numbers, and each cell as text beside its column."""
    numbers = [any(isinstance(row[place], int) for row in table.rows) for place in range(len(table.header))]
    columns = list(zip(table.header, numbers, strict=True))
    rows = [list(zip(map(_cell, row), columns, strict=True)) for row in table.rows]
    return {"title": table.title, "columns": columns, "rows": rows}


def _cell(cell: Shown) -> str:
    if isinstance(cell, Fen):
        return yuan_shown(cell)
    return "—" if cell is None else f"{cell:,}" if isinstance(cell, int) else str(cell)


def _name(dimension: str, value: str | None) -> Text:
    """What a group is called; a region by its name where it is a code that is known."""
    known = regions.name(value) if dimension == "region" and value else None
    return Text(known, known) if known is not None else group_name(dimension, value)
