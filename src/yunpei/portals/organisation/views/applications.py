"""Applications of an organisation: begun, its people added one by one or by a table, then papers, signature, submission."""

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
from yunpei.casework import queries
from yunpei.casework.types import AskedFact, CaseDetail, OfferedProgramme, TableTaken
from yunpei.common.clock import day_of
from yunpei.common.errors import NotFound
from yunpei.common.sheets.model import UnreadableFile
from yunpei.funds import queries as funds
from yunpei.oversight import queries as oversight
from yunpei.portals.organisation.forms import DocumentForm, PersonForm, ProgrammeForm, TableForm
from yunpei.portals.organisation.views.home import ROLES
from yunpei.portals.ui import flash
from yunpei.portals.ui.corrections import corrections_of
from yunpei.portals.ui.language import marked
from yunpei.portals.ui.pages import act, actor, now, page, tried
from yunpei.portals.ui.templatetags.ui import say

PER_PAGE = 50


@page(*ROLES)
def new(request: HttpRequest) -> HttpResponse:
    """Choose the programme; the case is pinned to its version of today."""
    by = actor(request)
    form = ProgrammeForm(request.POST or None)
    offered = queries.programmes_to_apply(by=by)
    form.fields["programme"].choices = [(one.programme, _label(one)) for one in offered]  # type: ignore[attr-defined]
    made: list[str] = []
    if request.method == "POST" and tried(
        form, lambda given: made.append(casework.application_draft(by=by, at=now(), **given))
    ):
        return redirect("organisation:application", number=made[0])
    return render(request, "organisation/application_new.html", {"form": form, "offered": offered})


def _label(one: OfferedProgramme) -> str:
    told = {"region": say(one.region_name), "name": say(one.name), "number": one.circular}
    return str(marked(_("%(region)s · %(name)s（%(number)s）") % told))


@page(*ROLES)
def application(request: HttpRequest, number: str) -> HttpResponse:
    """The application with its people; while it is the organisation's turn, a form for one more."""
    found = _own(request, number)
    form = PersonForm(request.POST or None, asked=_asked(found), corrections=corrections_of(found))
    if request.method == "POST" and tried(form, lambda given: _add(request, number, form, given)):
        flash.say(request, _("已添加。"))
        return redirect("organisation:application", number=number)
    return _shown(request, found, form, TableForm())


def _add(request: HttpRequest, number: str, form: PersonForm, given: dict[str, Any]) -> None:
    casework.application_line_add(
        number=number,
        name=given["person_name"],
        id_number=given["person_id"],
        facts=form.facts(),
        by=actor(request),
        at=now(),
    )


@require_POST
@page(*ROLES)
def table(request: HttpRequest, number: str) -> HttpResponse:
    """Upload; a sound table goes to the application, of a bad one every fault is shown and nothing is kept."""
    found = _own(request, number)
    form, taken = TableForm(request.POST, request.FILES), list[TableTaken]()
    if form.is_valid():
        upload = cast(TemporaryUploadedFile, form.cleaned_data["file"])
        path, name = Path(upload.temporary_file_path()), str(upload.name)
        try:
            sound = tried(
                form,
                lambda _given: taken.append(
                    casework.application_table(number=number, path=path, name=name, by=actor(request), at=now())
                ),
            )
        except UnreadableFile as error:
            form.add_error("file", say(error.text))
            sound = False
        if sound and not taken[0].bad:
            flash.say(request, _("表格已收下，共 %(n)d 行。") % {"n": taken[0].rows})
            return redirect("organisation:application", number=number)
    return _shown(
        request,
        found,
        PersonForm(asked=_asked(found), corrections=corrections_of(found)),
        form,
        taken[0] if taken else None,
    )


@require_POST
@page(*ROLES)
def line_remove(request: HttpRequest, number: str, line: str) -> HttpResponse:
    """Take one person off again."""
    by = actor(request)
    return act(
        request,
        lambda: casework.claim_line_remove(number=number, line=line, by=by, at=now()),
        done=_("已移除。"),
        back=reverse("organisation:application", args=[number]),
    )


def _own(request: HttpRequest, number: str) -> CaseDetail:
    found = queries.case(number=number, by=actor(request))
    if found.application is None or found.applicant.firm is None:
        raise NotFound
    return found


def _asked(found: CaseDetail) -> tuple[AskedFact, ...]:
    assert found.application is not None
    return found.application.asked


def _shown(
    request: HttpRequest, found: CaseDetail, form: PersonForm, table_form: TableForm, taken: TableTaken | None = None
) -> HttpResponse:
    by, number = actor(request), found.card.number
    draft = "submit" in found.events
    lines = queries.claim_preview(number=number, by=by, at=now()) if draft else queries.lines(number=number, by=by)
    live = [one for one in lines if one.state != "removed"]
    values = {
        "case": found,
        "draft": draft,
        "firm": found.applicant.firm,
        "lines": Paginator(live, PER_PAGE).get_page(request.GET.get("page")),
        "total": sum(one.amount_fen for one in lines if one.state == "counted"),
        "paid": sum(one.paid_fen for one in lines),
        "problems": queries.plan_problems(number=number, by=by, at=now()) if draft else (),
        "form": form,
        "table_form": table_form,
        "taken": taken,
        "document_form": DocumentForm(),
        "is_legal": by.has("org_legal"),
        "refused": queries.refused_payments(by=by, number=number),
        "corrections": corrections_of(found),
        "accounts": queries.payees_given(number=number, by=by),
        "advance": funds.advance_of(case=number),
        "recoveries": funds.recoveries_of(case=number),
        "holds": oversight.holds_of_case(number=number, by=by),
        "today": day_of(now()),
    }
    wrong = bool(form.errors or table_form.errors or taken)
    return render(request, "organisation/application.html", values, status=422 if wrong else 200)
