"""Payment batches: frozen list → the bank's file → the bank's result."""

from __future__ import annotations

from pathlib import Path
from typing import Any, cast

from django.core.files.uploadedfile import TemporaryUploadedFile
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from yunpei.casework import actions as casework
from yunpei.casework import queries as cases
from yunpei.funds import queries as funds
from yunpei.funds.bank_templates import DEFAULT, templates
from yunpei.funds.types import Budget, PaymentState
from yunpei.portals.bureau.money_forms import ResultForm
from yunpei.portals.ui import flash
from yunpei.portals.ui.pages import act, actor, now, page, tried
from yunpei.portals.ui.templatetags.ui import say

READERS = ("officer_pay", "officer_finance", "officer_inspect")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PER_PAGE = 50


@page(*READERS)
def listing(request: HttpRequest) -> HttpResponse:
    """What waits to be paid, advances that are not settled, and the batches made so far."""
    by = actor(request)
    rows = funds.waiting(by=by)
    waiting = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    refused = {one.case: one for one in cases.refused_payments(by=by)}
    values = {
        "page": waiting,
        "waiting": [(one, refused.get(one.number)) for one in cases.waiting_cases(list(waiting))],
        "budgets": _budgets(rows),
        "advances": funds.advances(by=by),
        "batches": funds.batches(by=by),
        "pays": by.has("officer_pay"),
    }
    return render(request, "bureau/payments.html", values)


def _budgets(waiting: list[tuple[str, Budget, int, int]]) -> list[tuple[str, Budget, int, int]]:
    """Each fund and region with money that waits: its key in the form, how many cases, how much."""
    found: dict[Budget, list[int]] = {}
    for _case, budget, _lines, fen in waiting:
        own = found.setdefault(budget, [0, 0])
        own[0] += 1
        own[1] += fen
    return [(f"{budget.region}|{budget.fund}", budget, count, fen) for budget, (count, fen) in found.items()]


@require_POST
@page("officer_pay")
def make(request: HttpRequest) -> HttpResponse:
    """Make one batch of the chosen cases, or of all that wait in one budget."""
    by = actor(request)
    whole = request.POST.get("whole", "")
    region, _bar, fund = whole.partition("|")
    chosen = cases.payable(by=by, budget=Budget(fund, region)) if whole else request.POST.getlist("case")
    return act(
        request,
        lambda: casework.batch_make(cases=chosen, by=by, at=now()),
        done=_("拨付批次已生成，请下载银行文件。"),
        back=reverse("bureau:payments"),
    )


@page(*READERS)
def batch(request: HttpRequest, number: str) -> HttpResponse:
    """One batch, row by row."""
    return _page(request, number, ResultForm(templates=_formats()))


@page("officer_pay")
def bank_file(request: HttpRequest, number: str) -> HttpResponse:
    """The file for the bank, in the format that is asked for."""
    wanted = request.GET.get("template") or DEFAULT
    data = funds.batch_file(number=number, by=actor(request), template=wanted)
    kind = templates()[0][wanted].file
    answer = HttpResponse(data, content_type=XLSX if kind == "xlsx" else "text/csv")
    answer["Content-Disposition"] = f'attachment; filename="{number}.{kind}"'
    return answer


@require_POST
@page("officer_pay")
def result(request: HttpRequest, number: str) -> HttpResponse:
    """Take the bank's result; the same file again changes nothing."""
    form = ResultForm(request.POST, request.FILES, templates=_formats())
    taken: list[Any] = []
    if tried(form, lambda given: taken.append(_take(request, number, **given))):
        told = {"paid": taken[0].paid, "failed": taken[0].failed, "same": taken[0].unchanged}
        flash.say(request, _("已读入：成功 %(paid)d 笔，失败 %(failed)d 笔，重复 %(same)d 笔。") % told)
        return redirect("bureau:payment", number=number)
    return _page(request, number, form, status=422)


def _take(request: HttpRequest, number: str, file: Any, template: str) -> Any:
    place = Path(cast(TemporaryUploadedFile, file).temporary_file_path())
    return casework.batch_result(number=number, path=place, template=template, by=actor(request), at=now())


def _formats() -> list[tuple[str, str]]:
    return [(one.id, say(one.name)) for one in templates()[0].values()]


def _page(request: HttpRequest, number: str, form: ResultForm, status: int = 200) -> HttpResponse:
    by = actor(request)
    found = funds.batch(number=number, by=by)
    failed = request.GET.get("show") == "failed"
    count, state = (found.failed_rows, PaymentState.FAILED) if failed else (found.rows, None)
    at = Paginator(range(count), PER_PAGE).get_page(request.GET.get("page"))
    first = max(at.start_index() - 1, 0)
    values = {
        "batch": found,
        "page": at,
        "rows": funds.batch_rows(number=number, by=by, state=state, first=first, limit=PER_PAGE),
        "failed": failed,
        "form": form,
        "formats": _formats(),
        "format_problems": templates()[1],
        "pays": by.has("officer_pay"),
    }
    return render(request, "bureau/payment.html", values, status=status)
