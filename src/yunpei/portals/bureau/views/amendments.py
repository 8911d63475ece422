"""Amendments of an approved filing on the office's side."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from yunpei.casework import actions as casework
from yunpei.casework import queries
from yunpei.casework.types import CaseKind
from yunpei.common.errors import Forbidden, NotFound
from yunpei.portals.bureau.views.inbox import OFFICERS
from yunpei.portals.ui import flash
from yunpei.portals.ui.amending import answered
from yunpei.portals.ui.pages import actor, now, page, tried
from yunpei.portals.ui.plans import FIELDS, AmendForm, courses_of, initial_of


@page(*OFFICERS)
def propose(request: HttpRequest, number: str) -> HttpResponse:
    """A correction of the plan in force, which the organisation has to agree to."""
    by = actor(request)
    found = queries.case(number=number, by=by)
    if found.card.kind is not CaseKind.CLASS_FILING:
        raise NotFound
    if "amend_propose" not in found.events:
        raise Forbidden
    courses = courses_of(request, found)
    form = AmendForm(request.POST or None, initial=initial_of(found.plan), courses=courses)
    if request.method == "POST" and tried(
        form,
        lambda _given: casework.amendment_propose(number=number, by=by, at=now(), **form.amendment()),
        FIELDS,
    ):
        flash.say(request, _("已提出，申请单位同意前仍按现行计划执行。"))
        return redirect(reverse("bureau:case", args=[number]) + "#amendments")
    values = {"case": found, "form": form}
    return render(request, "bureau/amend.html", values, status=422 if form.errors else 200)


@require_POST
@page(*OFFICERS)
def answer(request: HttpRequest, number: str, amendment: int, event: str) -> HttpResponse:
    """Agree to what the organisation proposed, refuse it, or take one's own correction back."""
    return answered(request, number, amendment, event, back=reverse("bureau:case", args=[number]))
