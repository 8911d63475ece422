"""Papers of a case, and the buttons that move it on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from yunpei.casework import actions as casework
from yunpei.casework import queries
from yunpei.casework.types import CaseDetail, CaseKind
from yunpei.common.errors import NotFound
from yunpei.files import actions as files
from yunpei.files import queries as stored
from yunpei.files.types import DOCUMENTS
from yunpei.portals.organisation.forms import DocumentForm
from yunpei.portals.organisation.views.home import ROLES
from yunpei.portals.ui import flash
from yunpei.portals.ui.destroyed import or_destroyed
from yunpei.portals.ui.pages import act, actor, now, page
from yunpei.portals.ui.serving import as_pdf, served

PAGES = {
    CaseKind.CLASS_FILING: "organisation:filing",
    CaseKind.CLAIM: "organisation:claim",
    CaseKind.APPLICATION: "organisation:application",
}
UNDERTAKING = "signed_undertaking"  # not one of the circular's list: the scan of the signed page itself
Action = Callable[..., Any]
EVENTS: dict[tuple[str, CaseKind], tuple[Action, Any]] = {
    ("submit", CaseKind.CLASS_FILING): (casework.filing_submit, gettext_lazy("备案已提交，审核结果会发消息给您。")),
    ("submit", CaseKind.CLAIM): (casework.claim_submit, gettext_lazy("申领已提交。")),
    ("sign", CaseKind.CLASS_FILING): (casework.undertaking_sign, gettext_lazy("承诺书已由法定代表人账号确认。")),
    ("sign", CaseKind.CLAIM): (casework.undertaking_sign, gettext_lazy("承诺书已由法定代表人账号确认。")),
    ("withdraw", CaseKind.CLASS_FILING): (casework.case_withdraw, gettext_lazy("已撤回。")),
    ("withdraw", CaseKind.CLAIM): (casework.case_withdraw, gettext_lazy("已撤回。")),
    ("submit", CaseKind.APPLICATION): (casework.application_submit, gettext_lazy("申请已提交。")),
    ("sign", CaseKind.APPLICATION): (casework.undertaking_sign, gettext_lazy("承诺书已由法定代表人账号确认。")),
    ("withdraw", CaseKind.APPLICATION): (casework.case_withdraw, gettext_lazy("已撤回。")),
    ("payee", CaseKind.APPLICATION): (casework.payee_correct, gettext_lazy("收款账户已按单位信息更新。")),
    ("payee", CaseKind.CLAIM): (casework.payee_correct, gettext_lazy("收款账户已按单位信息更新。")),
}


@require_POST
@page(*ROLES)
def event(request: HttpRequest, number: str, event: str) -> HttpResponse:
    """One button of a case."""
    by = actor(request)
    found = queries.case(number=number, by=by)
    if (event, found.card.kind) not in EVENTS:
        raise NotFound
    action, done = EVENTS[event, found.card.kind]
    return act(request, lambda: action(number=number, by=by, at=now()), done=done, back=address(found))


@require_POST
@page(*ROLES)
def add(request: HttpRequest, number: str, requirement: str) -> HttpResponse:
    """Hand in a paper."""
    found = queries.case(number=number, by=actor(request))
    form = DocumentForm(request.POST, request.FILES)
    if not form.is_valid():
        flash.say(request, _("请先选择文件。"), "warn")
        return redirect(address(found))
    upload = form.cleaned_data["file"]
    return act(
        request,
        lambda: _keep(request, number, requirement, upload),
        done=_("已上传：%(name)s") % {"name": upload.name},
        back=f"{address(found)}#{'undertaking' if requirement == UNDERTAKING else 'documents'}",
    )


def _keep(request: HttpRequest, number: str, requirement: str, upload: Any) -> None:
    by, at = actor(request), now()
    kept = files.store(data=upload, name=upload.name, kinds=DOCUMENTS, by=by, at=at)
    if requirement == UNDERTAKING:
        casework.undertaking_scan(number=number, file=str(kept.public_id), by=by, at=at)
    else:
        casework.document_add(
            number=number, requirement=requirement, file=str(kept.public_id), name=kept.name, by=by, at=at
        )


@page(*ROLES)
def file(request: HttpRequest, number: str, file_id: UUID) -> HttpResponseBase:
    """A paper of the organisation's own."""
    by = actor(request)
    found = queries.case(number=number, by=by)

    def whole() -> HttpResponseBase:
        if str(file_id) in _papers(found):  # some of them an officer entered
            return served(request, str(file_id), download=True)
        return served(request, str(stored.file_seen(file_id, by=by).public_id), download=True)

    return or_destroyed(request, number, str(file_id), whole)


def _papers(found: CaseDetail) -> set[str]:
    """Public ids of the files that are the case's own."""
    paper = {found.intake.file} if found.intake is not None else set()
    return {found.signed_file, *paper, *(one for row in found.documents for one in row.files)}


@page(*ROLES)
def paper(request: HttpRequest, number: str) -> HttpResponse:
    """What the legal representative signs, filled in, to be read, printed and signed."""
    return as_pdf(queries.paper_pdf(number=number, by=actor(request)), f"{number}.pdf")


@page(*ROLES)
def letter(request: HttpRequest, number: str) -> HttpResponseBase:
    """The signed decision letter."""
    wanted = request.GET.get("letter", "")
    return served(request, queries.letter_file(number=number, by=actor(request), letter=wanted), download=True)


def address(found: CaseDetail) -> str:
    """The page of a case."""
    return reverse(PAGES[found.card.kind], args=[found.card.number])
