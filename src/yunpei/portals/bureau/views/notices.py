"""Notices of the region and the objections to them."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from yunpei.casework import actions as casework
from yunpei.casework import queries
from yunpei.common.clock import day_of
from yunpei.common.errors import NotFound
from yunpei.people.access import region_covers
from yunpei.portals.bureau.forms import SettleForm
from yunpei.portals.ui import flash
from yunpei.portals.ui.pages import act, actor, now, page, tried

REVIEWERS = ("officer_review", "officer_inspect")
PER_PAGE = 25


@page(*REVIEWERS)
def listing(request: HttpRequest) -> HttpResponse:
    """Notices, those that can be closed marked, and objections that wait."""
    by, at = actor(request), now()
    found = [one for one in queries.notices(at=at, limit=1000) if region_covers(by.region, one.region)]
    values = {
        "notices": Paginator(found, PER_PAGE).get_page(request.GET.get("page")),
        "objections": queries.objections_open(by=by),
        "today": day_of(at),
    }
    return render(request, "bureau/notices.html", values)


@require_POST
@page("officer_review")
def close(request: HttpRequest, number: str) -> HttpResponse:
    """Close a notice after its last day."""
    by = actor(request)
    return act(
        request,
        lambda: casework.notice_close(number=number, by=by, at=now()),
        done=_("公示已结束，可以批准。"),
        back=reverse("bureau:notices"),
    )


@page(*REVIEWERS)
def settle(request: HttpRequest, objection: int) -> HttpResponse:
    """Settle one objection with a written answer."""
    by = actor(request)
    found = next((one for one in queries.objections_open(by=by) if one.id == objection), None)
    if found is None:
        raise NotFound
    form = SettleForm(request.POST or None)
    form.fields["uphold"].help_text = (
        _("不成立的，此人恢复计入；成立的，移除此人的补贴，其他人不受影响。")
        if found.person
        else _("成立的，请再到案件页重新计算或不予通过。")
    )
    if request.method == "POST" and tried(
        form, lambda given: casework.objection_settle(objection=objection, by=by, at=now(), **given)
    ):
        flash.say(request, _("异议已答复。"))
        return redirect("bureau:notices")
    return render(request, "bureau/objection.html", {"form": form, "found": found})
