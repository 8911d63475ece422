"""Amendments of an approved filing on the organisation's side."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from yunpei.casework import actions as casework
from yunpei.casework import queries
from yunpei.casework.types import CaseDetail
from yunpei.common.clock import day_of
from yunpei.common.errors import NotFound
from yunpei.portals.organisation.views.home import ROLES
from yunpei.portals.ui import flash
from yunpei.portals.ui.amending import answered
from yunpei.portals.ui.forms import Upload
from yunpei.portals.ui.pages import actor, now, page, tried
from yunpei.portals.ui.plans import FIELDS, AmendForm, courses_of, initial_of
from yunpei.portals.ui.roster_reading import roster_rows
from yunpei.training import actions as training


class RosterAmendForm(AmendForm):
    """With a roster to take the place of the plan's."""

    roster = Upload(
        label=_("变更后的花名册"),
        required=False,
        accept=".xlsx,.csv",
        help_text=_("人员有变动才上传；须包括变更后的全部人员"),
    )


@page(*ROLES)
def propose(request: HttpRequest, number: str) -> HttpResponse:
    """The plan in force as a form: what differs in it is proposed."""
    by = actor(request)
    found = queries.case(number=number, by=by)
    if "amend_propose" not in found.events:
        raise NotFound
    courses = courses_of(request, found)
    form = RosterAmendForm(request.POST or None, request.FILES or None, initial=initial_of(found.plan), courses=courses)
    if (
        request.method == "POST"
        and tried(form, lambda _given: _propose(request, found, form), FIELDS)
        and not form.errors
    ):
        flash.say(request, _("已提出，审核人员答复前仍按现行计划执行。"))
        return redirect(reverse("organisation:filing", args=[number]) + "#amendments")
    values = {"case": found, "form": form, "firm": found.applicant.firm}
    return render(request, "organisation/amend.html", values, status=422 if form.errors else 200)


def _propose(request: HttpRequest, found: CaseDetail, form: RosterAmendForm) -> None:
    """With a roster where one was put in; what is wrong with it stands beside it, and nothing is proposed."""
    by, at, given = actor(request), now(), form.amendment()
    if form.cleaned_data["roster"]:
        firm, first_day = found.card.organisation_id or 0, given["plan"].starts_on or day_of(at)
        rows = roster_rows(form, "roster", organisation_id=firm, first_day=first_day)
        if not rows:
            return
        given["roster_id"] = training.roster_put(organisation_id=firm, rows=rows, first_day=first_day, by=by, at=at)
    casework.amendment_propose(number=found.card.number, by=by, at=at, **given)


@require_POST
@page(*ROLES)
def answer(request: HttpRequest, number: str, amendment: int, event: str) -> HttpResponse:
    """Agree to what the officer proposed, refuse it, or take one's own proposal back."""
    return answered(request, number, amendment, event, back=reverse("organisation:filing", args=[number]))
