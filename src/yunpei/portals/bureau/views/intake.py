"""The window: what came in on paper is entered in the applicant's place, piece by piece, and handed in."""

from __future__ import annotations

from pathlib import Path
from typing import Any, cast

from django.core.files.uploadedfile import TemporaryUploadedFile
from django.core.paginator import Paginator
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from yunpei.casework import actions as casework
from yunpei.casework import queries
from yunpei.casework.types import DECIDED, CaseDetail, CaseKind
from yunpei.common.clock import day_of
from yunpei.common.errors import Invalid, NotFound, Problem
from yunpei.common.sheets.model import UnreadableFile
from yunpei.files import actions as files
from yunpei.files.types import DOCUMENTS
from yunpei.portals.bureau.intake_forms import IntakeForm, PaperForm
from yunpei.portals.ui import flash
from yunpei.portals.ui.pages import act, actor, now, page, tried
from yunpei.portals.ui.plans import FIELDS, PlanForm, courses_of, initial_of
from yunpei.portals.ui.roster_reading import roster_rows
from yunpei.portals.ui.templatetags.ui import say
from yunpei.training import actions as training
from yunpei.training import queries as classes

PER_PAGE = 50
WINDOW = "officer_review"
UNDERTAKING = "signed_undertaking"
HAND_IN = {
    CaseKind.CLASS_FILING: casework.filing_submit,
    CaseKind.CLAIM: casework.claim_submit,
    CaseKind.APPLICATION: casework.application_submit,
}


@page(WINDOW)
def listing(request: HttpRequest) -> HttpResponse:
    """What the office has begun to enter, and a form for one more."""
    by = actor(request)
    packs = queries.programmes()
    filings = {one.programme for one in queries.programmes_to_file()}
    named = [(one.programme, f"{say(one.circular.region_name)} · {say(one.name)}") for one in packs]
    form = IntakeForm(
        request.POST or None,
        request.FILES or None,
        filings=[one for one in named if one[0] in filings],
        applications=[one for one in named if one[0] not in filings],
    )
    made: list[str] = []
    if request.method == "POST" and tried(form, lambda given: made.append(_begin(request, form, given["file"]))):
        return redirect("bureau:intake", number=made[0])
    values = {"form": form, "drafts": queries.intake_drafts(by=by)}
    return render(request, "bureau/intakes.html", values, status=422 if form.errors else 200)


def _begin(request: HttpRequest, form: IntakeForm, upload: Any) -> str:
    by, at = actor(request), now()
    kept = files.store(data=upload, name=upload.name, kinds=DOCUMENTS, by=by, at=at)
    return casework.intake_open(file=str(kept.public_id), by=by, at=at, **form.given())


@page(WINDOW)
def case(request: HttpRequest, number: str) -> HttpResponse:
    """The case as far as it is entered; of a class filing, the plan as a form."""
    found = _own(request, number)
    form = _plan_form(request, found)
    if (
        form is not None
        and request.method == "POST"
        and tried(
            form,
            lambda _given: casework.filing_edit(number=number, plan=form.plan(), by=actor(request), at=now()),
            FIELDS,
        )
    ):
        flash.say(request, _("已保存。"))
        return redirect("bureau:intake", number=number)
    return _shown(request, found, form)


@require_POST
@page(WINDOW)
def people(request: HttpRequest, number: str) -> HttpResponse:
    """The roster of a filing, or the table of an application: whole, or every fault and nothing of it."""
    found, form = _own(request, number), PaperForm(request.POST, request.FILES)
    if found.card.kind is CaseKind.CLAIM:
        raise NotFound
    take = _roster if found.card.kind is CaseKind.CLASS_FILING else _table
    if form.is_valid() and tried(form, lambda _given: take(request, found, form)) and not form.errors:
        flash.say(request, _("已收下。"))
        return redirect("bureau:intake", number=number)
    return _shown(request, found, _plan_form(request, found, fresh=True), form)


def _roster(request: HttpRequest, found: CaseDetail, form: Form) -> None:
    by, at, firm = actor(request), now(), found.card.organisation_id or 0
    first_day = found.plan.starts_on or day_of(at)
    if rows := roster_rows(form, "file", organisation_id=firm, first_day=first_day):
        made = training.roster_put(organisation_id=firm, rows=rows, first_day=first_day, by=by, at=at)
        casework.roster_attach(number=found.card.number, roster_id=made, by=by, at=at)


def _table(request: HttpRequest, found: CaseDetail, form: Form) -> None:
    upload = cast(TemporaryUploadedFile, form.cleaned_data["file"])
    path, by = Path(upload.temporary_file_path()), actor(request)
    try:
        taken = casework.application_table(number=found.card.number, path=path, name=str(upload.name), by=by, at=now())
    except UnreadableFile as error:
        raise Invalid([Problem("file", error.text)]) from None
    for cell in taken.bad:
        told = {"row": cell.row, "column": cell.header, "reasons": say(cell.reason)}
        form.add_error("file", _("第 %(row)d 行 %(column)s：%(reasons)s") % told)


@require_POST
@page(WINDOW)
def line_remove(request: HttpRequest, number: str, line: str) -> HttpResponse:
    """Take one person off who is not on the paper."""
    _own(request, number)
    return act(
        request,
        lambda: casework.claim_line_remove(number=number, line=line, by=actor(request), at=now()),
        done=_("已移除。"),
        back=reverse("bureau:intake", args=[number]),
    )


@require_POST
@page(WINDOW)
def document(request: HttpRequest, number: str, requirement: str) -> HttpResponse:
    """The scan of one of the papers that the circular lists, or of the signed page."""
    _own(request, number)
    form, back = PaperForm(request.POST, request.FILES), reverse("bureau:intake", args=[number]) + "#documents"
    if not form.is_valid():
        flash.say(request, _("请先选择文件。"), "warn")
        return redirect(back)
    upload = form.cleaned_data["file"]
    done = _("已上传：%(name)s") % {"name": upload.name}
    return act(request, lambda: _keep(request, number, requirement, upload), done=done, back=back)


def _keep(request: HttpRequest, number: str, requirement: str, upload: Any) -> None:
    by, at = actor(request), now()
    kept = files.store(data=upload, name=upload.name, kinds=DOCUMENTS, by=by, at=at)
    file = str(kept.public_id)
    if requirement == UNDERTAKING:
        casework.undertaking_scan(number=number, file=file, by=by, at=at)
    else:
        casework.document_add(number=number, requirement=requirement, file=file, name=kept.name, by=by, at=at)


@require_POST
@page(WINDOW)
def hand_in(request: HttpRequest, number: str) -> HttpResponse:
    """Hand it in; from here on others review it."""
    found = _own(request, number)
    action = HAND_IN[found.card.kind]
    return act(
        request,
        lambda: action(number=number, by=actor(request), at=now()),
        done=_("已提交。由他人审核；期限从收到之日起算。"),
        back=reverse("bureau:case", args=[number]),
    )


def _own(request: HttpRequest, number: str) -> CaseDetail:
    """A case that the officer's office took in on paper and may still write."""
    found = queries.case(number=number, by=actor(request))
    if found.intake is None or "enter" not in found.events:
        raise NotFound
    return found


def _plan_form(request: HttpRequest, found: CaseDetail, *, fresh: bool = False) -> PlanForm | None:
    if found.card.kind is not CaseKind.CLASS_FILING:
        return None
    courses = courses_of(request, found)
    given = None if fresh else request.POST or None
    return PlanForm(given, initial=initial_of(found.plan), courses=courses)


def _shown(
    request: HttpRequest, found: CaseDetail, form: PlanForm | None, people_form: PaperForm | None = None
) -> HttpResponse:
    by, number, at = actor(request), found.card.number, now()
    lines = queries.claim_preview(number=number, by=by, at=at) if found.card.kind in DECIDED else []
    wrong = bool((form and form.errors) or (people_form and people_form.errors))
    values = {
        "case": found,
        "form": form,
        "people_form": people_form or PaperForm(),
        "lines": Paginator([one for one in lines if one.state != "removed"], PER_PAGE).get_page(
            request.GET.get("page")
        ),
        "roster": classes.roster_lines(found.roster_id) if form is not None and found.roster_id is not None else [],
        "problems": queries.plan_problems(number=number, by=by, at=at),
    }
    return render(request, "bureau/intake.html", values, status=422 if wrong else 200)
