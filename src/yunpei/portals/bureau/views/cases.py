"""One case: checklist, evidence, money and history side by side, and what may be done with it now."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from yunpei.casework import actions as casework
from yunpei.casework import queries
from yunpei.casework.types import CaseDetail, CaseKind, NoticeCard
from yunpei.common.errors import Invalid, NotFound, Problem
from yunpei.common.language import Text
from yunpei.files import queries as stored
from yunpei.funds import queries as funds
from yunpei.people import queries as people
from yunpei.portals.bureau.forms import HourForm
from yunpei.portals.bureau.views.inbox import OFFICERS
from yunpei.portals.ui.pages import act, actor, now, page
from yunpei.portals.ui.serving import served
from yunpei.training import queries as training
from yunpei.training.types import Accumulate

PER_PAGE = 50
Action = Callable[..., Any]
# Event of the state table → the action, what is said when it is done, whether it needs a written reason.
EVENTS: dict[str, tuple[Action, Any, bool]] = {
    "approve": (casework.filing_accept, gettext_lazy("备案通过，班级已建立，计划已锁定。"), False),
    "accept": (casework.claim_accept, gettext_lazy("已受理。"), False),
    "review_first": (casework.review_first, gettext_lazy("初审通过。复审须由另一人办理。"), False),
    "review_second": (casework.review_second, gettext_lazy("复审通过，可以公示。"), False),
    "publish": (casework.notice_publish, gettext_lazy("已公示。"), False),
    "approve_claim": (casework.claim_approve, gettext_lazy("已批准，资金已预留。"), False),
    "refuse": (casework.case_refuse, gettext_lazy("已作出不予通过的决定。"), True),
    "hold": (casework.case_hold, gettext_lazy("已暂停办理。"), True),
    "release": (casework.case_release, gettext_lazy("已恢复办理。"), True),
    "reopen": (casework.case_reopen, gettext_lazy("已重新受理。"), True),
    "decide_again": (casework.claim_decide_again, gettext_lazy("已按现有记录重新计算，审核从头开始。"), True),
    "return": (casework.case_return, gettext_lazy("已退回补正。"), True),
}


@page(*OFFICERS)
def case(request: HttpRequest, number: str) -> HttpResponse:
    """The case page."""
    by = actor(request)
    found = queries.case(number=number, by=by)
    claim = found.card.kind is CaseKind.CLAIM
    lines = queries.lines(number=number, by=by) if claim else []
    seen = by.has("officer_review", "officer_inspect")
    notice = _notice_of(number) if claim else None
    values = {
        "case": found,
        "firm": people.organisation(found.card.organisation_id),
        "buttons": buttons(found),
        "hour_form": HourForm(),
        "lines": Paginator(lines, PER_PAGE).get_page(request.GET.get("page")),
        "roster": training.roster_lines(found.roster_id) if found.roster_id is not None else [],
        "held": training.class_of(found.class_id) if found.class_id is not None else None,
        "money": funds.case_standings(cases=[number]).get(number) if claim else None,
        "notice": notice,
        "objections": queries.objections(case=number, by=by) if claim and seen else [],
        "changed": queries.recheck(number=number, by=by, at=now()) if _to_approve(found) else [],
    }
    return render(request, "bureau/case.html", values)


@require_POST
@page(*OFFICERS)
def event(request: HttpRequest, number: str, event: str) -> HttpResponse:
    """One button of a case."""
    by = actor(request)
    found = queries.case(number=number, by=by)
    name = "approve_claim" if event == "approve" and found.card.kind is CaseKind.CLAIM else event
    if name not in EVENTS:
        raise NotFound
    action, done, reasoned = EVENTS[name]
    reason = request.POST.get("reason", "")
    given: dict[str, Any] = {"reason": reason} if reasoned else {}
    if name == "approve":
        given = _hour(request)
    if event == "return":
        given = {"items": [("", line.strip()) for line in reason.splitlines() if line.strip()]}
    back = reverse("bureau:case", args=[number])
    return act(request, lambda: action(number=number, by=by, at=now(), **given), done=done, back=back)


@page(*OFFICERS)
def line(request: HttpRequest, number: str, line: str) -> HttpResponse:
    """Why this amount; and, while it is reviewed, what the officer may decide about this one line."""
    by = actor(request)
    found = queries.case(number=number, by=by)
    values = {
        "line": queries.line(number=number, line=line, by=by),
        "number": number,
        "deciding": "review_first" in found.events or "accept" in found.events,
    }
    small = bool(request.headers.get("HX-Request"))
    return render(request, "bureau/why.html" if small else "bureau/line.html", values)


@require_POST
@page(*OFFICERS)
def line_decide(request: HttpRequest, number: str, line: str) -> HttpResponse:
    """Allow a line at discretion, or refuse it; with a written reason either way."""
    by = actor(request)
    action = casework.line_allow if request.POST.get("decision") == "allow" else casework.line_refuse
    return act(
        request,
        lambda: action(number=number, line=line, reason=request.POST.get("reason", ""), by=by, at=now()),
        done=_("已记录。"),
        back=reverse("bureau:case", args=[number]),
    )


@page(*OFFICERS)
def file(request: HttpRequest, number: str, file_id: UUID) -> HttpResponseBase:
    """A paper of a case in the officer's region."""
    by = actor(request)
    queries.case(number=number, by=by)
    found = stored.file_seen(file_id, by=by)
    return served(request, str(found.public_id), download=True)


def _hour(request: HttpRequest) -> dict[str, Any]:
    """The bureau's choice of a class hour; what is no number is left to be refused with a sentence."""
    form = HourForm(request.POST)
    if not form.is_valid():
        text = "；".join(str(one) for rows in form.errors.values() for one in rows)
        raise Invalid([Problem("hour_seconds", Text(text, text))])
    minutes, accumulate = form.cleaned_data["minutes"], form.cleaned_data["accumulate"]
    return {
        "hour_seconds": minutes * 60 if minutes else None,
        "accumulate": Accumulate(accumulate) if accumulate else None,
    }


def buttons(found: CaseDetail) -> list[tuple[str, bool]]:
    """Events that have a button here, and whether each wants a reason. All ways out of a hold are one button."""
    known = [one for one in found.events if one in EVENTS]
    if any(one.startswith("release_to_") for one in found.events):
        known.append("release")
    return [(one, EVENTS[one][2]) for one in known]


def _to_approve(found: CaseDetail) -> bool:
    return found.card.kind is CaseKind.CLAIM and "approve" in found.events


def _notice_of(number: str) -> NoticeCard | None:
    return next((one for one in queries.notices(at=now(), limit=1000) if one.case == number), None)
