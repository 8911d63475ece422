"""Payment batches: frozen list → the bank's file → the bank's result."""

from __future__ import annotations

from pathlib import Path
from typing import Any, cast

from django.core.files.uploadedfile import TemporaryUploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from yunpei.casework import actions as casework
from yunpei.casework import queries as cases
from yunpei.casework.types import CaseKind, CaseState
from yunpei.funds import queries as funds
from yunpei.portals.bureau.forms import ResultForm
from yunpei.portals.ui import flash
from yunpei.portals.ui.pages import act, actor, now, page, tried

READERS = ("officer_pay", "officer_finance", "officer_inspect")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@page(*READERS)
def listing(request: HttpRequest) -> HttpResponse:
    """What waits to be paid, and the batches made so far."""
    by = actor(request)
    waiting = cases.cases(by=by, kind=CaseKind.CLAIM, states=(CaseState.APPROVED, CaseState.IN_PAYMENT), limit=1000)
    standings = funds.case_standings(cases=[one.number for one in waiting])
    rows = [(one, standings[one.number]) for one in waiting if one.number in standings]
    values = {
        "waiting": [(one, standing) for one, standing in rows if standing.reserved_fen],
        "batches": funds.batches(by=by),
        "pays": by.has("officer_pay"),
    }
    return render(request, "bureau/payments.html", values)


@require_POST
@page("officer_pay")
def make(request: HttpRequest) -> HttpResponse:
    """Make one batch of the chosen cases."""
    by = actor(request)
    return act(
        request,
        lambda: casework.batch_make(cases=request.POST.getlist("case"), by=by, at=now()),
        done=_("拨付批次已生成，请下载银行文件。"),
        back=reverse("bureau:payments"),
    )


@page(*READERS)
def batch(request: HttpRequest, number: str) -> HttpResponse:
    """One batch, row by row."""
    return _page(request, number, ResultForm())


@page("officer_pay")
def bank_file(request: HttpRequest, number: str) -> HttpResponse:
    """The xlsx for the bank."""
    answer = HttpResponse(funds.batch_file(number=number, by=actor(request)), content_type=XLSX)
    answer["Content-Disposition"] = f'attachment; filename="{number}.xlsx"'
    return answer


@require_POST
@page("officer_pay")
def result(request: HttpRequest, number: str) -> HttpResponse:
    """Take the bank's result; the same file again changes nothing."""
    form = ResultForm(request.POST, request.FILES)
    taken: list[Any] = []
    if tried(form, lambda given: taken.append(_take(request, number, given["file"]))):
        told = {"paid": taken[0].paid, "failed": taken[0].failed, "same": taken[0].unchanged}
        flash.say(request, _("已读入：成功 %(paid)d 笔，失败 %(failed)d 笔，重复 %(same)d 笔。") % told)
        return redirect("bureau:payment", number=number)
    return _page(request, number, form, status=422)


def _take(request: HttpRequest, number: str, upload: Any) -> Any:
    place = Path(cast(TemporaryUploadedFile, upload).temporary_file_path())
    return casework.batch_result(number=number, path=place, by=actor(request), at=now())


def _page(request: HttpRequest, number: str, form: ResultForm, status: int = 200) -> HttpResponse:
    by = actor(request)
    values = {
        "batch": funds.batch(number=number, by=by),
        "rows": funds.batch_rows(number=number, by=by),
        "form": form,
        "pays": by.has("officer_pay"),
    }
    return render(request, "bureau/payment.html", values, status=status)
