"""“What would we get?” by the engine that decides claims, for a few fields or a roster. Nothing of it is kept."""

from __future__ import annotations

from pathlib import Path
from typing import Any, cast

from django.core.files.uploadedfile import TemporaryUploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from yunpei.casework import queries as casework
from yunpei.casework.types.estimates import Estimate, RosterEstimate
from yunpei.common.errors import Invalid, NotFound, Problem
from yunpei.common.sheets.model import UnreadableFile
from yunpei.policy.types import Pack
from yunpei.portals.public.calculator_forms import EstimateForm, EstimateRosterForm
from yunpei.portals.ui import regions
from yunpei.portals.ui.pages import page, tried

MOST_SHOWN = 200


@never_cache
@page()
def calculator(request: HttpRequest, circular: str, programme: str) -> HttpResponse:
    """The form, and the answer below it."""
    pack = _pack(circular, programme)
    asked = casework.estimate_facts(programme=pack.programme)
    form = EstimateForm(request.POST or None, asked=asked, districts=regions.places(pack.circular.region))
    done: list[Estimate] = []
    if request.method == "POST":
        tried(form, lambda given: done.append(_estimate(pack, form, given)))
    return _answer(request, pack, form=form, found=done[0] if done else None)


@never_cache
@page()
def roster(request: HttpRequest, circular: str, programme: str) -> HttpResponse:
    """A roster decided line by line; the file is gone with the request."""
    pack = _pack(circular, programme)
    form = EstimateRosterForm(
        request.POST or None, request.FILES or None, districts=regions.places(pack.circular.region)
    )
    done: list[RosterEstimate] = []
    if request.method == "POST":
        tried(form, lambda given: done.append(_roster(pack, given)))
    return _answer(request, pack, roster_form=form, lines=done[0] if done else None)


def _answer(request: HttpRequest, pack: Pack, **values: Any) -> HttpResponse:
    """One page for both ways to ask."""
    form, lines = values.get("form") or values["roster_form"], values.get("lines")
    status = 422 if form.errors or (lines is not None and lines.bad) else 200
    shown = {"pack": pack, "most_shown": MOST_SHOWN, **values}
    return render(request, "public/calculator.html", shown, status=status)


def _pack(circular: str, programme: str) -> Pack:
    """A programme that pays money. Raises NotFound."""
    found = next((one for one in casework.programmes() if one.programme == f"{circular}/{programme}"), None)
    if found is None or not found.pays:
        raise NotFound
    return found


def _estimate(pack: Pack, form: EstimateForm, given: dict[str, Any]) -> Estimate:
    return casework.estimate(
        programme=pack.programme, region=given["region"], people=given["people"], typed=form.facts()
    )


def _roster(pack: Pack, given: dict[str, Any]) -> RosterEstimate:
    upload = cast(TemporaryUploadedFile, given["file"])
    try:
        return casework.estimate_roster(
            programme=pack.programme, region=given["region"], path=Path(upload.temporary_file_path())
        )
    except UnreadableFile as error:
        raise Invalid([Problem("file", error.text)]) from error
