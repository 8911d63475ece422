"""Penalties: proposed, imposed by another, appealed; and what the city's credit platform is given."""

from __future__ import annotations

import csv
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from yunpei.common.errors import NotFound
from yunpei.oversight import actions, queries
from yunpei.oversight.types import PenaltyCard
from yunpei.portals.bureau.oversight_forms import AnswerForm, PenaltyForm
from yunpei.portals.ui.pages import act, actor, now, page, tried

# As docs/credit-export.md describes them.
COLUMNS = (
    "number", "credit_code", "name", "kind", "state", "facts", "basis", "authority_region", "imposed_on", "until",
    "ended_on",
)  # fmt: skip


@page("officer_inspect")
def listing(request: HttpRequest) -> HttpResponse:
    """Penalties of the region, and a new one."""
    by, form = actor(request), PenaltyForm(request.POST or None)
    made = list[str]()
    if request.method == "POST" and tried(
        form, lambda given: made.append(actions.penalty_propose(by=by, at=now(), **given))
    ):
        return redirect("bureau:penalty", number=made[0])
    values = {"rows": queries.penalties(by=by), "form": form}
    return render(request, "bureau/penalties.html", values, status=422 if form.is_bound else 200)


@page("officer_inspect")
def penalty(request: HttpRequest, number: str) -> HttpResponse:
    """One penalty, and what may be done with it."""
    found = queries.penalty(number=number, by=actor(request))
    values = {"one": found, "rung": queries.next_rung(found.organisation_id), "answer": AnswerForm()}
    return render(request, "bureau/penalty.html", values)


@require_POST
@page("officer_inspect")
def event(request: HttpRequest, number: str, event: str) -> HttpResponse:
    """One button of a penalty."""
    by, answer = actor(request), request.POST.get("answer", "")
    if event not in queries.PENALTY_EVENTS:
        raise NotFound
    return act(
        request,
        lambda: actions.penalty_decide(number=number, event=event, answer=answer, by=by, at=now()),
        done=_("已办理。"),
        back=reverse("bureau:penalty", args=[number]),
    )


@page("officer_inspect")
def export(request: HttpRequest, ending: str) -> HttpResponse:
    """Suspensions and listings of the region for the city's credit platform, ended ones with them."""
    rows = [_row(one) for one in queries.credit_records(by=actor(request))]
    if ending == "json":
        return JsonResponse({"format": "yunpei-credit-1", "records": rows}, json_dumps_params={"ensure_ascii": False})
    if ending != "csv":
        raise NotFound
    answer = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="credit.csv"'
    writer = csv.DictWriter(answer, COLUMNS)
    writer.writeheader()
    writer.writerows({name: _harmless(value) for name, value in row.items()} for row in rows)
    return answer


def _row(one: PenaltyCard) -> dict[str, Any]:
    return {
        "number": one.number,
        "credit_code": one.credit_code,
        "name": one.organisation,
        "kind": one.kind.value,
        "state": one.state.value,
        "facts": one.facts,
        "basis": one.basis,
        "authority_region": one.region,
        "imposed_on": one.from_day.isoformat() if one.from_day else "",
        "until": one.until.isoformat() if one.until else "",
        "ended_on": one.ended_at.date().isoformat() if one.ended_at else "",
    }


def _harmless(text: str) -> str:
    """A spreadsheet would run a text that begins like a formula."""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t") else text
