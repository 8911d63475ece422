"""Dossiers for the audit administrator, who finds a class by the number of its case."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from yunpei.casework.queries.dossiers import dossier_class
from yunpei.common.errors import NotFound
from yunpei.portals.ui import flash
from yunpei.portals.ui.dossiers import dossier_file, dossier_page
from yunpei.portals.ui.pages import actor, page


@page("audit")
def find(request: HttpRequest) -> HttpResponse:
    """To the dossier of a case's class."""
    number = request.GET.get("number", "").strip()
    try:
        dossier_class(number, actor(request))
    except NotFound:
        flash.say(request, _("没有这个案件，或它没有班级。"), "bad")
        return redirect("ops:archives")
    return redirect("ops:dossier", number=number)


@page("audit")
def dossier(request: HttpRequest, number: str) -> HttpResponse:
    """What it holds, and the copies that were asked for."""
    return dossier_page(request, number, "ops/dossier.html")


@page("audit")
def file(request: HttpRequest, number: str, copy: UUID) -> HttpResponseBase:
    """One copy."""
    return dossier_file(request, number, copy)
