"""Figures that the circulars leave to the bureau: what they are for, what they are set to, and setting one."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from yunpei.casework import actions as casework
from yunpei.casework import queries
from yunpei.casework.types.figures import FigureCard, ProgrammeFigures
from yunpei.common.actor import Actor
from yunpei.common.errors import NotFound
from yunpei.portals.bureau.forms import FigureForm
from yunpei.portals.bureau.views.inbox import OFFICERS
from yunpei.portals.ui import flash
from yunpei.portals.ui.pages import actor, now, page, tried


@page(*OFFICERS)
def listing(request: HttpRequest) -> HttpResponse:
    """Every programme of the region that leaves something open."""
    found = [one for one in queries.figures(by=actor(request)) if one.figures]
    return render(request, "bureau/figures.html", {"programmes": found})


@page("officer_review")
def figure(request: HttpRequest, circular: str, programme: str, name: str) -> HttpResponse:
    """One figure with all it was ever set to; set it anew, for decisions from now on."""
    by = actor(request)
    held, found = _found(by, f"{circular}/{programme}", name)
    form = FigureForm(request.POST or None, unit=found.unit)
    if request.method == "POST" and tried(form, lambda given: _set(held, found, given, by)):
        flash.say(request, _("已确定，从现在起的计算都用它；已提交的案件要重新计算才会改变。"))
        return redirect("bureau:figures")
    values = {"programme": held, "figure": found, "form": form}
    return render(request, "bureau/figure.html", values)


def _found(by: Actor, programme: str, name: str) -> tuple[ProgrammeFigures, FigureCard]:
    for held in queries.figures(by=by):
        for one in held.figures:
            if (held.programme, one.name) == (programme, name) and held.may_set:
                return held, one
    raise NotFound


def _set(held: ProgrammeFigures, found: FigureCard, given: dict[str, Any], by: Actor) -> None:
    casework.figure_set(
        programme=held.programme,
        name=found.name,
        value=str(given["value"]),
        reason=given["reason"],
        by=by,
        at=now(),
    )
