"""The inbox: what waits for this officer, and everything of the region."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from yunpei.casework import queries as casework
from yunpei.casework.types import CaseKind, CaseState
from yunpei.common.actor import Actor
from yunpei.portals.bureau.forms import FilterForm
from yunpei.portals.ui.pages import actor, page

OFFICERS = ("officer_review", "officer_pay", "officer_finance", "officer_inspect")
PER_PAGE = 25
MOST = 1000
S = CaseState
WAITING: dict[str, tuple[CaseState, ...]] = {
    "officer_review": (S.SUBMITTED, S.ACCEPTED, S.FIRST_REVIEW, S.SECOND_REVIEW, S.PUBLIC_NOTICE),
    "officer_pay": (S.APPROVED, S.IN_PAYMENT),
    "officer_inspect": (S.HELD, S.REFUSED),
}


@page(*OFFICERS)
def inbox(request: HttpRequest) -> HttpResponse:
    """Filtered by the address, so that a filter can be kept as a bookmark; the rows alone for a fragment's request."""
    by = actor(request)
    form = FilterForm(request.GET or None, initial={"show": "mine"})
    given = form.cleaned_data if form.is_valid() else {}
    show = given.get("show") or "mine"
    kind = CaseKind(given["kind"]) if given.get("kind") else None
    states = waiting_for(by) if show == "mine" else ()
    found = casework.cases(by=by, kind=kind, states=states, text=given.get("text", ""), limit=MOST)
    if show == "mine" and not by.has("officer_inspect"):
        found = [one for one in found if not (one.kind is CaseKind.CLASS_FILING and one.state is not S.SUBMITTED)]
    values = {"form": form, "cases": Paginator(found, PER_PAGE).get_page(request.GET.get("page")), "show": show}
    small = bool(request.headers.get("HX-Request"))
    return render(request, "bureau/case_rows.html" if small else "bureau/inbox.html", values)


def waiting_for(by: Actor) -> tuple[CaseState, ...]:
    """States in which a case waits for one of the actor's roles. Finance reads everything and is waited for by nothing."""
    found = [state for role, states in WAITING.items() if by.has(role) for state in states]
    return tuple(found) or tuple(CaseState)
