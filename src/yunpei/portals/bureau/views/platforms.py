"""The office's side of platform selection: calls, reviewers, ranking, decisions, batches, objections, striking off."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from yunpei.catalogue import gates
from yunpei.catalogue.selection import calls, listing, queries, reports, reviews
from yunpei.catalogue.selection.types import CallState, PlatformState
from yunpei.common.actor import Actor
from yunpei.common.clock import day_of
from yunpei.common.errors import Invalid, NotFound, Problem
from yunpei.common.language import Text
from yunpei.people import queries as people
from yunpei.portals.bureau.platform_forms import BatchForm, CallForm, ReviewerForm
from yunpei.portals.ui import flash
from yunpei.portals.ui.pages import act, actor, now, page, tried
from yunpei.portals.ui.serving import served

OFFICER = "officer_review"
BUTTONS = (*listing.DECIDES, "strike", *listing.APPEAL_ENDS)
CALL_EVENTS: dict[str, Callable[[HttpRequest, str, Actor], Any]] = {
    "cancel": lambda request, call, by: calls.call_cancel(
        call=call, reason=request.POST.get("reason", ""), by=by, at=now()
    ),
    "begin": lambda _request, call, by: calls.review_begin(call=call, by=by, at=now()),
    "close": lambda _request, call, by: calls.call_close(call=call, by=by, at=now()),
    "reviewer": lambda request, call, by: calls.reviewer_name(
        call=call, account_id=_whole(request, "account"), by=by, at=now()
    ),
    "release": lambda request, call, by: calls.reviewer_release(
        call=call, reviewer=_whole(request, "reviewer"), reason=request.POST.get("reason", ""), by=by, at=now()
    ),
}


@page(OFFICER)
def home(request: HttpRequest) -> HttpResponse:
    """Calls of the region, what waits for a batch, batches, objections; a new call."""
    return _home(request, actor(request), CallForm())


@require_POST
@page(OFFICER)
def new(request: HttpRequest) -> HttpResponse:
    """Publish a call."""
    by, form = actor(request), CallForm(request.POST)
    made = list[str]()
    if tried(form, lambda _given: made.append(calls.call_publish(given=form.given(), by=by, at=now()))):
        flash.say(request, _("征集已公布。"))
        return redirect("bureau:platform_call", call=made[0])
    return _home(request, by, form)


@require_POST
@page(OFFICER)
def batch(request: HttpRequest) -> HttpResponse:
    """Publish a batch for objection."""
    by = actor(request)
    form = BatchForm(request.POST, accepted=queries.accepted(by=by))
    if tried(form, lambda given: listing.batch_publish(by=by, at=now(), **given)):
        flash.say(request, _("本批平台已开始公示。"))
        return redirect("bureau:platforms")
    return _home(request, by, CallForm(), form)


def _home(request: HttpRequest, by: Actor, form: CallForm, batch_form: BatchForm | None = None) -> HttpResponse:
    region = by.region or ""
    accepted = queries.accepted(by=by)
    values = {
        "calls": queries.calls(region=region),
        "form": form,
        "batch_form": batch_form or (BatchForm(accepted=accepted) if accepted else None),
        "batches": queries.batches(region=region),
        "objections": queries.objections(by=by),
        "listed": queries.listed(on=day_of(now()), region=region),
        "today": day_of(now()),
    }
    bound = form.is_bound or batch_form is not None
    return render(request, "bureau/platforms.html", values, status=422 if bound else 200)


@require_POST
@page(OFFICER)
def batch_list(request: HttpRequest, number: int) -> HttpResponse:
    """Put a batch on the list once its notice is over."""
    return act(
        request,
        lambda: listing.batch_list(number=number, by=actor(request), at=now()),
        done=_("没有异议的平台已列入目录。"),
        back=reverse("bureau:platforms"),
    )


@require_POST
@page(OFFICER)
def objection(request: HttpRequest, objection: int, event: str) -> HttpResponse:
    """Uphold or dismiss an objection."""
    answer = request.POST.get("answer", "")
    return act(
        request,
        lambda: listing.objection_settle(objection=objection, event=event, answer=answer, by=actor(request), at=now()),
        done=_("异议已处理。"),
        back=reverse("bureau:platforms"),
    )


@page(OFFICER)
def call(request: HttpRequest, call: UUID) -> HttpResponse:
    """One call: what was handed in, who reviews it, the ranking."""
    by, one = actor(request), str(call)
    rows = queries.call_platforms(one, by=by)
    held = queries.call(one)
    seats, reviewers = gates.seats(), reviews.reviewers(one, by=by)
    named = {row.account_id for row in reviewers}
    names = people.account_names({row.account_id for row in seats} | named)
    experts = [
        (row.account_id, f"{names[row.account_id]} · {row.field}") for row in seats if row.account_id not in named
    ]
    waiting = (PlatformState.IN_REVIEW, PlatformState.LAPSED)
    undecided = held.state is CallState.REVIEWING and all(row.state in waiting for row in rows)
    values = {
        "call": held,
        "undecided": undecided,
        "rows": rows,
        "firms": people.organisations(row.organisation_id for row in rows),
        "reviewers": reviewers,
        "names": names,
        "ranking": reviews.ranked(one, by=by),
        "reviewer_form": ReviewerForm(experts=experts) if undecided and experts else None,
        "over": day_of(now()) > held.closes_on,
    }
    return render(request, "bureau/platform_call.html", values)


@require_POST
@page(OFFICER)
def call_event(request: HttpRequest, call: UUID, event: str) -> HttpResponse:
    """One button of a call."""
    if event not in CALL_EVENTS:
        raise NotFound
    by = actor(request)
    return act(
        request,
        lambda: CALL_EVENTS[event](request, str(call), by),
        done=_("已办理。"),
        back=reverse("bureau:platform_call", args=[call]),
    )


@page(OFFICER)
def platform(request: HttpRequest, platform: UUID) -> HttpResponse:
    """One platform: what was handed in, what the reviewers said, and what may be done with it."""
    by, one = actor(request), str(platform)
    found = queries.office_platform(one, by=by)
    said = reviews.reviews_of(one, by=by)
    values = {
        "one": found,
        "call": queries.call(found.card.call),
        "firm": people.organisation(found.card.organisation_id).name,
        "said": said,
        "names": people.account_names([row.account_id for row in said]),
        "reports": reports.reports(one),
        "buttons": [event for event in found.events if event in BUTTONS and (event not in listing.DECIDES or said)],
    }
    return render(request, "bureau/platform.html", values)


@require_POST
@page(OFFICER)
def platform_event(request: HttpRequest, platform: UUID, event: str) -> HttpResponse:
    """Accept or refuse, strike off, answer an appeal: each with the reason."""
    by, one, reason = actor(request), str(platform), request.POST.get("reason", "")
    return act(
        request,
        lambda: _decided(one, event, reason, by),
        done=_("已办理。"),
        back=reverse("bureau:platform", args=[platform]),
    )


def _decided(platform: str, event: str, reason: str, by: Actor) -> None:
    if event == "strike":
        listing.platform_strike(platform=platform, reason=reason, by=by, at=now())
    elif event in listing.APPEAL_ENDS:
        listing.appeal_settle(platform=platform, event=event, answer=reason, by=by, at=now())
    else:
        listing.platform_decide(platform=platform, event=event, reason=reason, by=by, at=now())


@page(OFFICER)
def file(request: HttpRequest, platform: UUID) -> HttpResponseBase:
    """The sealed page."""
    return served(request, queries.sealed_file(str(platform), by=actor(request)), download=True)


def _whole(request: HttpRequest, name: str) -> int:
    given = request.POST.get(name, "")
    if not given.isdecimal() or len(given) > 15:
        raise Invalid([Problem(name, Text("请选择评审人", "choose the reviewer"))])
    return int(given)
