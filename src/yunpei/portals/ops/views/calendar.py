"""The calendar that terms are counted by: holidays and days worked in exchange, entered from the State Council's notices."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from yunpei.common import calendar_entry
from yunpei.common.errors import NotFound
from yunpei.portals.ops.forms import DayForm, SourceForm, YearForm
from yunpei.portals.ui import flash
from yunpei.portals.ui.pages import act, actor, now, page, tried


@page("ops")
def listing(request: HttpRequest) -> HttpResponse:
    """The years, and which of them are complete. `?year=` opens one that nothing is entered for yet."""
    form = YearForm(request.GET or None)
    if form.is_valid():
        return redirect("ops:calendar_year", year=form.cleaned_data["year"])
    return render(request, "ops/calendar.html", {"years": calendar_entry.years(), "form": form})


@page("ops")
def year(request: HttpRequest, year: int) -> HttpResponse:
    """The days of one year that the weekday does not decide; enter another."""
    form = DayForm(request.POST or None)
    if request.method == "POST" and tried(
        form,
        lambda given: calendar_entry.day_put(
            day=given["day"],
            working=given["working"],
            name=given["name"],
            source=given["source"],
            by=actor(request),
            at=now(),
        ),
    ):
        flash.say(request, _("已录入，办理期限随后重新计算。"))
        return redirect("ops:calendar_year", year=form.cleaned_data["day"].year)
    known = {one.year: one for one in calendar_entry.years()}
    values = {
        "year": year,
        "known": known.get(year),
        "days": calendar_entry.days(year),
        "form": form,
        "closing": SourceForm(prefix="close"),
    }
    return render(request, "ops/calendar_year.html", values)


@require_POST
@page("ops")
def remove(request: HttpRequest, year: int) -> HttpResponse:
    """Take an entry back."""
    try:
        day = date.fromisoformat(request.POST.get("day", ""))
    except ValueError:
        raise NotFound from None
    return act(
        request,
        lambda: calendar_entry.day_remove(day=day, by=actor(request), at=now()),
        done=_("已删除，办理期限随后重新计算。"),
        back=reverse("ops:calendar_year", args=[year]),
    )


@require_POST
@page("ops")
def close(request: HttpRequest, year: int) -> HttpResponse:
    """Say that a year is complete."""
    source = request.POST.get("close-source", "")
    return act(
        request,
        lambda: calendar_entry.year_close(year=year, source=source, by=actor(request), at=now()),
        done=_("这一年已标为完整，办理期限随后重新计算。"),
        back=reverse("ops:calendar_year", args=[year]),
    )


@require_POST
@page("ops")
def reopen(request: HttpRequest, year: int) -> HttpResponse:
    """Take that back."""
    return act(
        request,
        lambda: calendar_entry.year_reopen(year=year, by=actor(request), at=now()),
        done=_("这一年已改为未完整。"),
        back=reverse("ops:calendar_year", args=[year]),
    )
