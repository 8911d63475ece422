"""Money that has to come back: findings, demands, receipts, and what is given up."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from yunpei.casework import actions as casework
from yunpei.casework import queries as cases
from yunpei.casework.types import CaseKind, LineState
from yunpei.common.actor import Actor
from yunpei.common.money import fen_of_yuan
from yunpei.funds import queries
from yunpei.funds.types import RecoveryState
from yunpei.portals.bureau.money_forms import DemandForm, ReceiptForm, WriteOffForm
from yunpei.portals.bureau.views.payments import READERS
from yunpei.portals.ui import flash
from yunpei.portals.ui.pages import actor, now, page, tried
from yunpei.portals.ui.templatetags.ui import say

PER_PAGE = 50
OVER = (RecoveryState.BACK, RecoveryState.WRITTEN_OFF)


@page(*READERS)
def listing(request: HttpRequest) -> HttpResponse:
    """Recoveries, open ones first at hand."""
    open_only = request.GET.get("show") != "all"
    rows = queries.recoveries(by=actor(request), open_only=open_only)
    values = {
        "rows": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
        "open_only": open_only,
        "fen": sum(row.open_fen for row in rows),
    }
    return render(request, "bureau/recoveries.html", values)


@page(*READERS)
def recovery(request: HttpRequest, number: str) -> HttpResponse:
    """One recovery: how far it is, what came back, and what may be done now."""
    return _page(request, number)


@require_POST
@page("officer_pay")
def demand(request: HttpRequest, number: str) -> HttpResponse:
    """The money was demanded in writing, to be back by a day; its applicant is told."""
    form, by = DemandForm(request.POST), actor(request)
    if tried(form, lambda given: casework.recovery_demand(number=number, by=by, at=now(), **given)):
        flash.say(request, _("已登记催缴，并通知申请人。"))
        return redirect("bureau:recovery", number=number)
    return _page(request, number, demand=form)


@require_POST
@page("officer_pay")
def receive(request: HttpRequest, number: str) -> HttpResponse:
    """A bank's receipt is entered."""
    form, by, fresh = ReceiptForm(request.POST), actor(request), list[bool]()
    if tried(form, lambda given: fresh.append(casework.receipt_enter(number=number, by=by, at=now(), **given))):
        flash.say(request, _("已登记到账。") if fresh[0] else _("这张回单已经登记过，没有重复计入。"))
        return redirect("bureau:recovery", number=number)
    return _page(request, number, receipt=form)


@require_POST
@page("officer_finance")
def write_off(request: HttpRequest, number: str) -> HttpResponse:
    """The rest is given up, with a reason."""
    form, by = WriteOffForm(request.POST), actor(request)
    if tried(form, lambda given: casework.recovery_write_off(number=number, by=by, at=now(), **given)):
        flash.say(request, _("已核销。"))
        return redirect("bureau:recovery", number=number)
    return _page(request, number, writing_off=form)


@page("officer_inspect")
def begin(request: HttpRequest, number: str) -> HttpResponse:
    """Find that money of a case is not due: the whole of it, or chosen people, with amounts where it is a part."""
    by = actor(request)
    found = cases.case(number=number, by=by)
    paid = [one for one in _lines(number, by, found.card.kind) if one.paid_fen]
    form, problems = WriteOffForm(request.POST or None), list[str]()
    if request.method == "POST":
        chosen = _chosen(request, problems)
        if not problems and tried(
            form,
            lambda given: casework.recovery_open(number=number, lines=chosen, by=by, at=now(), **given),
            {one.id: "reason" for one in paid},
        ):
            flash.say(request, _("已登记，账上列为应退回。"))
            return redirect("bureau:case", number=number)
    form.fields["reason"].label = _("查实的情况和依据")
    values = {"case": found, "lines": paid, "form": form, "problems": problems, "given": request.POST}
    return render(request, "bureau/recover.html", values, status=422 if request.method == "POST" else 200)


def _lines(number: str, by: Actor, kind: CaseKind) -> list[Any]:
    if kind is CaseKind.CLASS_FILING:
        return []
    return [one for one in cases.lines(number=number, by=by) if one.state in (LineState.COUNTED, LineState.HELD)]


def _chosen(request: HttpRequest, problems: list[str]) -> dict[str, int | None] | None:
    """The lines that were ticked with their amounts; None for the whole case. What can't be read is told."""
    if request.POST.get("whole") == "yes":
        return None
    found: dict[str, int | None] = {}
    for line in request.POST.getlist("line"):
        typed = request.POST.get(f"fen-{line}", "").strip()
        try:
            found[line] = fen_of_yuan(typed) if typed else None
        except ValueError as error:
            problems.append(say(error.args[0]))
    return found


def _page(
    request: HttpRequest,
    number: str,
    *,
    demand: DemandForm | None = None,
    receipt: ReceiptForm | None = None,
    writing_off: WriteOffForm | None = None,
) -> HttpResponse:
    by = actor(request)
    found = queries.recovery(number=number, by=by)
    values = {
        "recovery": found,
        "receipts": queries.receipts(number=number, by=by),
        "is_open": found.state not in OVER,
        "pays": by.has("officer_pay"),
        "gives_up": by.has("officer_finance") and found.demanded_at is not None,
        "demand": demand or DemandForm(),
        "receipt": receipt or ReceiptForm(),
        "writing_off": writing_off or WriteOffForm(),
    }
    return render(request, "bureau/recovery.html", values, status=422 if request.method == "POST" else 200)
