"""Packs that do not come with the program: what each would do, and two officers' approval of exactly that."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from yunpei.casework import actions as casework
from yunpei.casework import queries
from yunpei.portals.ui.pages import act, actor, now, page

SEEING = ("officer_review", "officer_inspect")


@page(*SEEING)
def listing(request: HttpRequest) -> HttpResponse:
    """Every pack from outside the program whose place the officer's office covers."""
    return render(request, "bureau/packs.html", {"packs": queries.outside_packs(by=actor(request))})


@page(*SEEING)
def pack(request: HttpRequest, circular: str, programme: str, version: str) -> HttpResponse:
    """One pack with its rule, its worked examples and its digest; approve exactly what is shown."""
    by, name = actor(request), f"{circular}/{programme}"
    if request.method == "POST":
        digest = request.POST.get("digest", "")
        return act(
            request,
            lambda: casework.pack_approve(programme=name, version=version, digest=digest, by=by, at=now()),
            done=_("已批准。"),
            back=reverse("bureau:pack", args=[circular, programme, version]),
        )
    found = queries.outside_pack(programme=name, version=version, by=by)
    return render(request, "bureau/pack.html", {"one": found, "pack": found.pack})
