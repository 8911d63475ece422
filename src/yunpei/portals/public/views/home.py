"""The first page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from yunpei.casework import queries as casework
from yunpei.portals.ui.pages import actor, now, page

SHOWN = 5
HOMES = (
    (("officer_review", "officer_pay", "officer_finance", "officer_inspect"), "bureau:inbox"),
    (("org_admin", "org_legal", "teacher"), "organisation:home"),
    (("ops",), "ops:home"),
    (("security",), "ops:archives"),
    (("audit",), "ops:looks"),
    (("learner",), "learner:home"),
)


def home_of(roles: frozenset[str]) -> str:
    """The name of the address where someone of these roles begins."""
    return next((name for wanted, name in HOMES if not roles.isdisjoint(wanted)), "account")


@page()
def home(request: HttpRequest) -> HttpResponse:
    """What this is, the ways in, the latest notices."""
    mine = home_of(actor(request).roles) if request.user.is_authenticated else None
    notices = casework.notices(at=now(), limit=SHOWN)
    return render(request, "public/home.html", {"mine": mine, "notices": notices})
