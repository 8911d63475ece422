"""Claims: begin one for a class that is over, see each line and why it comes to its amount."""

from __future__ import annotations

from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from yunpei.casework import actions as casework
from yunpei.casework import queries
from yunpei.casework.types import CaseKind
from yunpei.common.errors import Conflict, NotFound
from yunpei.funds import queries as funds
from yunpei.oversight import queries as oversight
from yunpei.portals.organisation.forms import DocumentForm
from yunpei.portals.organisation.views.classes import own
from yunpei.portals.organisation.views.home import ROLES
from yunpei.portals.ui import flash
from yunpei.portals.ui.corrections import corrections_of
from yunpei.portals.ui.pages import actor, now, page
from yunpei.portals.ui.templatetags.ui import say

PER_PAGE = 50


@require_POST
@page(*ROLES)
def begin(request: HttpRequest, class_id: UUID) -> HttpResponse:
    """Open the claim."""
    by = actor(request)
    held = own(by, class_id)
    try:
        number = casework.claim_open(class_id=held.id, by=by, at=now())
    except Conflict as refused:
        flash.say(request, say(refused.text), "bad")
        return redirect("organisation:class", class_id=class_id)
    return redirect("organisation:claim", number=number)


@page(*ROLES)
def claim(request: HttpRequest, number: str) -> HttpResponse:
    """The claim with its lines; before it is submitted, what they would come to."""
    by = actor(request)
    found = queries.case(number=number, by=by)
    if found.card.kind is not CaseKind.CLAIM:
        raise NotFound
    draft = "submit" in found.events
    lines = queries.claim_preview(number=number, by=by, at=now()) if draft else queries.lines(number=number, by=by)
    values = {
        "case": found,
        "draft": draft,
        "lines": Paginator(lines, PER_PAGE).get_page(request.GET.get("page")),
        "total": sum(one.amount_fen for one in lines if one.state == "counted"),
        "paid": sum(one.paid_fen for one in lines),
        "problems": queries.plan_problems(number=number, by=by, at=now()) if draft else (),
        "firm": found.applicant.firm,
        "document_form": DocumentForm(),
        "is_legal": by.has("org_legal"),
        "refused": queries.refused_payments(by=by, number=number),
        "corrections": corrections_of(found),
        "holds": oversight.holds_of_case(number=number, by=by),
        "accounts": queries.payees_given(number=number, by=by),
        "advance": funds.advance_of(case=found.filing_number),
        "recoveries": funds.recoveries_of(case=number),
        "mismatches": (
            queries.mismatches_preview(number=number, by=by, at=now())
            if draft
            else queries.mismatches(number=number, by=by)
        ),
    }
    return render(request, "organisation/claim.html", values)


@page(*ROLES)
def line(request: HttpRequest, number: str, line: str) -> HttpResponse:
    """Why this amount: from seconds to fen, with the clauses."""
    by = actor(request)
    values = {"line": queries.line(number=number, line=line, by=by), "number": number}
    small = bool(request.headers.get("HX-Request"))
    return render(request, "ui/why.html" if small else "organisation/line.html", values)
