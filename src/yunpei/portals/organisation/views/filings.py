"""Class filings: begin one, fill it in, see how it stands."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from yunpei.casework import actions as casework
from yunpei.casework import queries
from yunpei.casework.types import CaseDetail, CaseKind
from yunpei.common.clock import day_of
from yunpei.common.errors import NotFound
from yunpei.funds import queries as funds
from yunpei.policy.types import Pack
from yunpei.portals.organisation.forms import DocumentForm, ProgrammeForm, RosterForm
from yunpei.portals.organisation.views.home import ROLES
from yunpei.portals.ui import flash
from yunpei.portals.ui.corrections import corrections_of
from yunpei.portals.ui.language import marked
from yunpei.portals.ui.pages import actor, now, page, tried
from yunpei.portals.ui.plans import FIELDS, PlanForm, courses_of, initial_of, listed_of
from yunpei.portals.ui.templatetags.ui import say
from yunpei.training import queries as training

FIRST_PEOPLE = 12  # of the roster; the others have a page of their own


@page(*ROLES)
def new(request: HttpRequest) -> HttpResponse:
    """Choose the programme; the case is pinned to its version of today."""
    form = ProgrammeForm(request.POST or None)
    found = queries.programmes_to_file()
    form.fields["programme"].choices = [  # type: ignore[attr-defined]
        (one.programme, _label(one)) for one in found
    ]
    made: list[str] = []
    if request.method == "POST" and tried(
        form, lambda given: made.append(casework.filing_draft(by=actor(request), at=now(), **given))
    ):
        return redirect("organisation:filing", number=made[0])
    return render(request, "organisation/filing_new.html", {"form": form})


def _label(pack: Pack) -> str:
    circular = pack.circular
    told = {"region": say(circular.region_name), "name": say(pack.name), "number": circular.number}
    return str(marked(_("%(region)s · %(name)s（%(number)s）") % told))


@page(*ROLES)
def filing(request: HttpRequest, number: str) -> HttpResponse:
    """The filing: a form while it is the organisation's turn, afterwards as it was filed."""
    by = actor(request)
    found = queries.case(number=number, by=by)
    if found.card.kind is not CaseKind.CLASS_FILING:
        raise NotFound
    if "edit" not in found.events:
        money = {"advance": funds.advance_of(case=number), "recoveries": funds.recoveries_of(case=number)}
        plans = {
            "amendments": queries.amendments(number=number, by=by),
            "revisions": queries.revisions(number=number, by=by),
            "listed": listed_of(found.plan, today=day_of(now())),
        }
        return render(request, "organisation/filing_seen.html", _values(request, found) | money | plans)
    courses = courses_of(request, found)
    asked = corrections_of(found)
    form = PlanForm(request.POST or None, initial=initial_of(found.plan), courses=courses, corrections=asked)
    if request.method == "POST" and tried(
        form,
        lambda _given: casework.filing_edit(number=number, plan=form.plan(), by=by, at=now()),
        FIELDS,
    ):
        flash.say(request, _("已保存。"))
        return redirect("organisation:filing", number=number)
    problems = queries.plan_problems(number=number, by=by, at=now())
    values = _values(request, found) | {"form": form, "problems": problems, "roster_form": RosterForm()}
    return render(request, "organisation/filing.html", values)


def _values(request: HttpRequest, found: CaseDetail) -> dict[str, Any]:
    by = actor(request)
    held = training.class_by_case(found.card.number)
    return {
        "case": found,
        "lines": Paginator(training.RosterPages(found.roster_id), FIRST_PEOPLE).get_page(1),
        "upload": training.last_upload(found.card.number),
        "held": held,
        "firm": found.applicant.firm,
        "document_form": DocumentForm(),
        "is_legal": by.has("org_legal"),
        "corrections": corrections_of(found),
    }
