"""Many cases of the inbox at once, what became of each, and who has how much in hand."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_POST

from yunpei.casework import actions as casework
from yunpei.casework import queries
from yunpei.casework.actions.batch import MOST
from yunpei.common.actor import Actor
from yunpei.common.clock import day_of
from yunpei.common.errors import Invalid, Problem
from yunpei.common.language import Text
from yunpei.portals.bureau.views.cases import hour_chosen
from yunpei.portals.bureau.views.inbox import OFFICERS, first_tab, form_of
from yunpei.portals.ui.pages import actor, now, page

DONE = {
    "accept": pgettext_lazy("verb", "受理"),
    "pass": gettext_lazy("通过审核"),
    "return": pgettext_lazy("verb", "退回补正"),
    "refuse": pgettext_lazy("verb", "不予通过"),
    "hand": gettext_lazy("转交"),
}


@require_POST
@page(*OFFICERS)
def batch(request: HttpRequest) -> HttpResponse:
    """One button for all that are ticked, or for all that are filtered; then what became of each."""
    by, event = actor(request), request.POST.get("do", "")
    query = form_of(QueryDict(request.POST.get("query", "")), by)
    numbers = request.POST.getlist("number")
    if request.POST.get("all"):
        wanted = query.wanted(first_tab(by))
        numbers = queries.inbox_numbers(by=by, wanted=wanted, today=day_of(now()), most=MOST)
    if event == "hand":
        results = casework.cases_hand_over(numbers=numbers, to=_account(request), by=by, at=now())
    else:
        reason = request.POST.get("reason", "")
        hour = hour_chosen(request) if event == "accept" else {}
        results = casework.cases_batch(numbers=numbers, event=event, reason=reason, by=by, at=now(), **hour)
    values = {
        "results": sorted(results, key=lambda one: one.failed is None),
        "done": sum(one.failed is None for one in results),
        "failed": sum(one.failed is not None for one in results),
        "event": DONE[event],
        "query": query.address(),
    }
    return render(request, "bureau/inbox_batch.html", values)


def _account(request: HttpRequest) -> int:
    to = request.POST.get("to", "")
    if not (to.isascii() and to.isdigit()):
        raise Invalid([Problem("to", Text("请选择要转交的人员", "choose whom to hand them to"))])
    return int(to)


@page(*OFFICERS)
def workload(request: HttpRequest) -> HttpResponse:
    """Open and overdue cases in the hands of each officer of the office."""
    by: Actor = actor(request)
    values = {"rows": queries.workload(by=by, today=day_of(now())), "names": queries.officers(by=by)}
    return render(request, "bureau/inbox_workload.html", values)
