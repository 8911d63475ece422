"""What anyone may check and say: draws and their replay, complaints with a receipt code, the list of the dishonest."""

from __future__ import annotations

import csv
from importlib.resources import files
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from yunpei.common.errors import NotFound
from yunpei.oversight import actions, queries
from yunpei.portals.public.forms import ReceiptForm
from yunpei.portals.public.oversight_forms import ComplaintForm
from yunpei.portals.ui import regions
from yunpei.portals.ui.pages import now, page, tried
from yunpei.portals.ui.serving import served

MADE = "complaint_code"  # the code goes with the redirect, so that a reload makes no second complaint


@page()
def draws(request: HttpRequest) -> HttpResponse:
    """Every draw that was committed to."""
    return render(request, "public/draws.html", {"draws": queries.public_draws()})


@page()
def draw(request: HttpRequest, number: str) -> HttpResponse:
    """One draw: lists, commitment, seed, who was drawn, what was found."""
    found, inspections, why = queries.public_draw(number)
    return render(request, "public/draw.html", {"draw": found, "inspections": inspections, "why": why})


@page()
def draw_file(request: HttpRequest, number: str) -> HttpResponse:  # noqa: ARG001 - as every view
    """What `drawing.py` replays."""
    found, _inspections, _why = queries.public_draw(number)
    answer = JsonResponse(found.published, json_dumps_params={"ensure_ascii": False, "indent": 1})
    answer["Content-Disposition"] = f'attachment; filename="{number}.json"'
    return answer


def script(_request: HttpRequest) -> HttpResponse:
    """The script that replays a draw with Python alone; the very one that drew."""
    text = files("yunpei.oversight").joinpath("drawing.py").read_bytes()
    answer = HttpResponse(text, content_type="text/plain; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="drawing.py"'
    return answer


@page()
def photo(request: HttpRequest, inspection: UUID, photo: UUID) -> HttpResponseBase:
    """A photo of a published inspection."""
    return served(request, queries.public_photo(inspection=str(inspection), photo=str(photo)))


@page()
def complaint(request: HttpRequest) -> HttpResponse:
    """The form, and after it the receipt code, shown once."""
    if request.method == "GET" and (code := request.session.pop(MADE, None)):
        fours = "-".join(code[place : place + 4] for place in range(0, len(code), 4))
        return render(request, "public/complaint_made.html", {"code": fours})
    form = ComplaintForm(request.POST or None)
    places = regions.districts(regions.offered(regions.on_hand()))
    form.fields["region"].choices = [("", "—"), *regions.grouped(places)]  # type: ignore[attr-defined]
    if request.method == "POST" and tried(form, lambda given: _made(request, given)):
        return redirect("complaint")
    return render(request, "public/complaint.html", {"form": form}, status=422 if form.is_bound else 200)


def _made(request: HttpRequest, given: dict[str, Any]) -> None:
    request.session[MADE] = actions.complaint_make(at=now(), **given)


@page()
def complaint_status(request: HttpRequest) -> HttpResponse:
    """How a complaint stands, for whoever has its code. By POST: codes do not belong in addresses."""
    form = ReceiptForm(request.POST or None)
    found = None
    if request.method == "POST" and form.is_valid():
        try:
            found = queries.complaint_by_code(form.cleaned_data["code"])
        except NotFound:
            form.add_error("code", _("没有这个回执码；请逐位检查"))
    return render(request, "public/complaint_status.html", {"form": form, "found": found})


@page()
def dishonest(request: HttpRequest) -> HttpResponse:
    """The list of the dishonest as it stands today."""
    return render(request, "public/dishonest.html", {"rows": queries.dishonest(at=now())})


def dishonest_data(_request: HttpRequest) -> HttpResponse:
    """The same as open data. UTF-8 with a mark, so that Excel shows Chinese."""
    answer = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="dishonest.csv"'
    writer = csv.writer(answer)
    writer.writerow(("number", "credit_code", "name", "basis", "from", "until"))
    writer.writerows(
        (one.number, one.credit_code, one.organisation, one.basis, one.from_day, one.until)
        for one in queries.dishonest(at=now())
    )
    return answer
