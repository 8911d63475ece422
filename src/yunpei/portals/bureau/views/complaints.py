"""Complaints of a region: accepted, answered in time, and cases that wait because of them."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from yunpei.common.errors import NotFound
from yunpei.oversight import actions, queries
from yunpei.portals.bureau.oversight_forms import AnswerForm, HoldCaseForm
from yunpei.portals.ui.pages import act, actor, now, page


@page("officer_inspect")
def listing(request: HttpRequest) -> HttpResponse:
    """What is due first at the top."""
    open_only = request.GET.get("show") != "all"
    rows = queries.complaints(by=actor(request), at=now(), open_only=open_only)
    return render(request, "bureau/complaints.html", {"rows": rows, "open_only": open_only})


@page("officer_inspect")
def complaint(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """One complaint."""
    found, events, cases = queries.complaint(public_id=str(public_id), by=actor(request), at=now())
    values = {"one": found, "events": events, "cases": cases, "answer": AnswerForm(), "hold": HoldCaseForm()}
    return render(request, "bureau/complaint.html", values)


@require_POST
@page("officer_inspect")
def event(request: HttpRequest, public_id: UUID, event: str) -> HttpResponse:
    """Accept, answer, decline, or let a case wait."""
    by, one, given = actor(request), str(public_id), request.POST
    do = {
        "accept": lambda: actions.complaint_accept(complaint=one, by=by, at=now()),
        "answer": lambda: actions.complaint_end(
            complaint=one, event="answer", answer=given.get("answer", ""), by=by, at=now()
        ),
        "decline": lambda: actions.complaint_end(
            complaint=one, event="decline", answer=given.get("answer", ""), by=by, at=now()
        ),
        "hold": lambda: actions.complaint_hold(complaint=one, case=given.get("case", ""), by=by, at=now()),
    }
    if event not in do:
        raise NotFound
    return act(request, do[event], done=_("已办理。"), back=reverse("bureau:complaint", args=[public_id]))
