"""The organisation's platforms: handed in under a call, sealed, listed; what it reports of them each month."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from yunpei.catalogue.selection import handing_in, listing, queries, reports
from yunpei.common.actor import Actor
from yunpei.common.clock import day_of
from yunpei.common.errors import Invalid, NotFound, Problem
from yunpei.common.language import Text
from yunpei.files import actions as files
from yunpei.files import pdf
from yunpei.files.types import FileKind
from yunpei.people import queries as people
from yunpei.portals.organisation.platform_forms import (
    LeaveForm,
    PlatformForm,
    ReportForm,
    ReportsForm,
    SealForm,
    written,
)
from yunpei.portals.organisation.views.home import ROLES
from yunpei.portals.ui import flash
from yunpei.portals.ui.pages import act, actor, now, page, tried
from yunpei.portals.ui.serving import as_pdf, served

CSS = "h1 { font-size: 16pt; text-align: center } table { width: 100% } th { text-align: start; width: 25% } td, th { padding: 1mm }"
Event = Callable[[HttpRequest, str, Actor], Any]
EVENTS: dict[str, tuple[Event, Any]] = {
    "confirm": (
        lambda _request, one, by: handing_in.platform_seal(platform=one, file=None, by=by, at=now()),
        gettext_lazy("已由法定代表人账号确认。"),
    ),
    "submit": (
        lambda _request, one, by: handing_in.platform_submit(platform=one, by=by, at=now()),
        gettext_lazy("已报送；截止前可以撤回修改后重新报送。"),
    ),
    "withdraw": (
        lambda _request, one, by: handing_in.platform_withdraw(platform=one, by=by, at=now()),
        gettext_lazy("已撤回，可以修改后重新报送。"),
    ),
    "leave": (
        lambda request, one, by: listing.platform_leave(platform=one, on=_day(request), by=by, at=now()),
        gettext_lazy("已登记退出。"),
    ),
    "appeal": (
        lambda request, one, by: listing.platform_appeal(
            platform=one, said=request.POST.get("said", ""), by=by, at=now()
        ),
        gettext_lazy("申诉已提交。"),
    ),
}


@page(*ROLES)
def listing_page(request: HttpRequest) -> HttpResponse:
    """Calls that are open, and what was handed in."""
    values = {
        "calls": queries.open_calls(on=day_of(now())),
        "platforms": queries.own_platforms(by=actor(request)),
    }
    return render(request, "organisation/platforms.html", values)


@require_POST
@page(*ROLES)
def new(request: HttpRequest, call: UUID) -> HttpResponse:
    """Begin to hand a platform in."""
    made = list[str]()
    answer = act(
        request,
        lambda: made.append(handing_in.platform_draft(call=str(call), by=actor(request), at=now())),
        done=_("已建立草稿。"),
        back=reverse("organisation:platforms"),
    )
    return redirect("organisation:platform", platform=made[0]) if made else answer


@page(*ROLES)
def platform(request: HttpRequest, platform: UUID) -> HttpResponse:
    """One platform: written while it is a draft, read afterwards."""
    one, by = str(platform), actor(request)
    found = queries.own_platform(one, by=by)
    form = PlatformForm(request.POST or None, initial=written(found.given))
    if request.method == "POST" and tried(
        form, lambda _given: handing_in.platform_write(platform=one, given=form.given(), by=by, at=now())
    ):
        flash.say(request, _("已保存。"))
        return redirect("organisation:platform", platform=platform)
    values = {
        "one": found,
        "call": queries.call(found.card.call),
        "form": form,
        "seal": SealForm(),
        "leave": LeaveForm(initial={"on": day_of(now())}),
        "reports": reports.reports(one) if found.card.listed_on else (),
    }
    return render(request, "organisation/platform.html", values, status=422 if form.is_bound else 200)


@require_POST
@page(*ROLES)
def seal(request: HttpRequest, platform: UUID) -> HttpResponse:
    """Put up the sealed page; it has to be a PDF by its content."""
    return act(
        request,
        lambda: _sealed(request, str(platform), actor(request)),
        done=_("盖章页已上传。"),
        back=f"{_address(platform)}#sealed",
    )


def _sealed(request: HttpRequest, platform: str, by: Actor) -> None:
    queries.own_platform(platform, by=by)
    form = SealForm(request.POST, request.FILES)
    if not form.is_valid():
        raise Invalid([Problem("file", Text("请先选择文件", "choose a file first"))])
    upload = form.cleaned_data["file"]
    kept = files.store(data=upload, name=upload.name, kinds={FileKind.PDF}, by=by, at=now())
    handing_in.platform_seal(platform=platform, file=kept.public_id, by=by, at=now())


@require_POST
@page(*ROLES)
def event(request: HttpRequest, platform: UUID, event: str) -> HttpResponse:
    """One button of a platform."""
    if event not in EVENTS:
        raise NotFound
    action, done = EVENTS[event]
    by = actor(request)
    return act(request, lambda: action(request, str(platform), by), done=done, back=_address(platform))


@page(*ROLES)
def report(request: HttpRequest, platform: UUID) -> HttpResponse:
    """Report a month by form, or many by CSV."""
    one, by = str(platform), actor(request)
    found = queries.own_platform(one, by=by)
    many = "file" in request.FILES
    form = ReportForm(request.POST if request.method == "POST" and not many else None)
    table = ReportsForm(request.POST, request.FILES) if many else ReportsForm()
    counted = list[int]()

    def put(given: dict[str, Any]) -> None:
        months = reports.reports_read(given["file"].read()) if many else list(form.given())
        counted.append(reports.reports_put(platform=one, given=months, by=by, at=now()))

    if request.method == "POST" and tried(table if many else form, put):
        flash.say(request, _("已报送 %(n)s 个月。") % {"n": counted[0]})
        return redirect("organisation:platform_reports", platform=platform)
    bound = form.is_bound or table.is_bound
    values = {"one": found, "form": form, "table": table, "reports": reports.reports(one)}
    return render(request, "organisation/platform_reports.html", values, status=422 if bound else 200)


@page(*ROLES)
def paper(request: HttpRequest, platform: UUID) -> HttpResponse:
    """What is sealed, to be printed."""
    found = queries.own_platform(str(platform), by=actor(request))
    values = {
        "one": found,
        "call": queries.call(found.card.call),
        "firm": people.organisation(found.card.organisation_id),
    }
    return as_pdf(pdf.render(render_to_string("organisation/platform_paper.html", values), css=CSS), "platform.pdf")


@page(*ROLES)
def file(request: HttpRequest, platform: UUID) -> HttpResponseBase:
    """The sealed page that was put up."""
    return served(request, queries.sealed_file(str(platform), by=actor(request)), download=True)


def _day(request: HttpRequest) -> date:
    form = LeaveForm(request.POST)
    if not form.is_valid():
        raise Invalid([Problem("on", Text("请填写日期", "give the day"))])
    found: date = form.cleaned_data["on"]
    return found


def _address(platform: UUID) -> str:
    return reverse("organisation:platform", args=[platform])
