"""The dossier of a case's class."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from yunpei.portals.ui.dossiers import dossier_file, dossier_page
from yunpei.portals.ui.pages import page


@page("officer_review", "officer_inspect")
def dossier(request: HttpRequest, number: str) -> HttpResponse:
    """What it holds, and the copies that were asked for."""
    return dossier_page(request, number, "bureau/dossier.html")


@page("officer_review", "officer_inspect")
def file(request: HttpRequest, number: str, copy: UUID) -> HttpResponseBase:
    """One copy."""
    return dossier_file(request, number, copy)
