"""Online platforms for everyone: calls, the list of any day, batches in notice, what the platforms report; and their reviewers."""

from __future__ import annotations

import csv
from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from yunpei.catalogue.selection import listing as platform_list
from yunpei.catalogue.selection import queries, reports, reviewing, reviews
from yunpei.catalogue.selection.types import PlatformState
from yunpei.common.clock import day_of
from yunpei.common.errors import NotFound
from yunpei.oversight.statistics import target_progress
from yunpei.oversight.statistics.target_types import REPORTED
from yunpei.people import queries as people
from yunpei.portals.public.forms import ReceiptForm
from yunpei.portals.public.platform_forms import MarksForm, ObjectionForm
from yunpei.portals.ui import flash, targets
from yunpei.portals.ui.pages import act, actor, now, page, tried
from yunpei.portals.ui.serving import served

CODE = "platform_objection_code"  # goes with the redirect, so that a reload makes no second objection
EXPERTS = ("learner",)  # an expert is a person with a seat


@page()
def listing(request: HttpRequest) -> HttpResponse:
    """The list of the day asked for, today's without one; calls, batches, and how far the targets are."""
    day = _asked(request.GET.get("on", "")) or day_of(now())
    rows = queries.listed(on=day)
    cards = target_progress.open_targets(at=now(), measures=REPORTED)
    values = {
        "on": day,
        "rows": rows,
        "firms": people.organisations(one.organisation_id for one in rows),
        "calls": queries.calls()[:10],
        "batches": queries.batches(),
        "today": day_of(now()),
        "targets": cards,
        "bars": targets.bars(cards),
    }
    return render(request, "public/platforms.html", values)


@page()
def call(request: HttpRequest, call: UUID) -> HttpResponse:
    """One call: what is asked, by what it is judged, until when."""
    return render(request, "public/platform_call.html", {"call": queries.call(str(call))})


@page()
def platform(request: HttpRequest, platform: UUID) -> HttpResponse:
    """A platform in notice or listed; while the notice runs anyone may object."""
    one = str(platform)
    found = queries.public_platform(one)
    if request.method == "GET" and (code := request.session.pop(CODE, None)):
        fours = "-".join(code[place : place + 4] for place in range(0, len(code), 4))
        return render(request, "public/platform_objected.html", {"code": fours, "one": found})
    form = ObjectionForm(_posted(request))
    if request.method == "POST" and tried(form, lambda given: _objected(request, one, given)):
        return redirect("platform", platform=platform)
    values = {
        "one": found,
        "firm": people.organisation(found.card.organisation_id).name,
        "reports": reports.reports(one),
        "form": form if found.card.state is PlatformState.NOTICED else None,
    }
    return render(request, "public/platform.html", values, status=422 if form.is_bound else 200)


def _objected(request: HttpRequest, platform: str, given: dict[str, Any]) -> None:
    request.session[CODE] = platform_list.objection_make(platform=platform, at=now(), **given)


@page()
def objection_status(request: HttpRequest) -> HttpResponse:
    """How an objection stands, for whoever has its code. By POST: codes do not belong in addresses."""
    form, found = ReceiptForm(request.POST or None), None
    if request.method == "POST" and form.is_valid():
        try:
            found = queries.objection_by_code(form.cleaned_data["code"])
        except NotFound:
            form.add_error("code", _("没有这个回执码；请逐位检查"))
    return render(request, "public/platform_objection.html", {"form": form, "found": found})


def open_csv(request: HttpRequest) -> HttpResponse:
    """The list of a day as open data. UTF-8 with a mark, so that Excel shows Chinese."""
    day = _asked(request.GET.get("on", "")) or day_of(now())
    rows = queries.listed(on=day)
    firms = people.organisations(one.organisation_id for one in rows)
    answer = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="platforms.csv"'
    writer = csv.writer(answer)
    writer.writerow(("name", "address", "credit_code", "organisation", "region", "batch", "listed_on", "left"))
    for one in rows:
        firm = firms[one.organisation_id]
        cells = (one.name, one.address, firm.credit_code, firm.name, one.region, one.batch, one.listed_on, one.left)
        writer.writerow(_harmless(cell) for cell in cells)
    return answer


@page(*EXPERTS)
def tasks(request: HttpRequest) -> HttpResponse:
    """Platforms that wait for one's marks."""
    return render(request, "public/platform_tasks.html", {"tasks": reviews.tasks(by=actor(request))})


@page(*EXPERTS)
def review(request: HttpRequest, platform: UUID) -> HttpResponse:
    """One platform to be marked, or to say that one has an interest in it."""
    one, by = str(platform), actor(request)
    found, held = reviews.task(one, by=by)
    form = MarksForm(_posted(request), criteria=held.criteria)
    if request.method == "POST" and tried(
        form,
        lambda given: reviewing.review_hand_in(
            platform=one, marks=form.marks(), opinion=given["opinion"], by=by, at=now()
        ),
    ):
        flash.say(request, _("评审意见已提交。"))
        return redirect("platform_tasks")
    firm = people.organisation(found.card.organisation_id).name
    values = {"one": found, "call": held, "form": form, "firm": firm}
    return render(request, "public/platform_review.html", values, status=422 if form.is_bound else 200)


@require_POST
@page(*EXPERTS)
def conflict(request: HttpRequest, platform: UUID) -> HttpResponse:
    """Say that one has an interest in a platform."""
    return act(
        request,
        lambda: reviewing.conflict_declare(
            platform=str(platform), reason=request.POST.get("reason", ""), by=actor(request), at=now()
        ),
        done=_("已登记回避，您不再评审这个平台。"),
        back=reverse("platform_tasks"),
    )


@page(*EXPERTS)
def file(request: HttpRequest, platform: UUID) -> HttpResponseBase:
    """The sealed page, for a reviewer."""
    return served(request, queries.sealed_file(str(platform), by=actor(request)))


def _posted(request: HttpRequest) -> QueryDict | None:
    """What was posted, an empty form too."""
    return request.POST if request.method == "POST" else None


def _asked(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _harmless(cell: object) -> object:
    """A spreadsheet would run a text that begins like a formula."""
    return f"'{cell}" if isinstance(cell, str) and cell[:1] in ("=", "+", "-", "@", "\t") else cell
