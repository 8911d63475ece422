"""Seats in the expert committee that judges courses."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from yunpei.catalogue import gates
from yunpei.common.actor import Actor
from yunpei.common.errors import Invalid, Problem
from yunpei.people import queries
from yunpei.portals.ops.forms import SeatForm
from yunpei.portals.ops.views.offices import NOBODY
from yunpei.portals.ui import flash
from yunpei.portals.ui.pages import act, actor, now, page, tried


@page("ops")
def listing(request: HttpRequest) -> HttpResponse:
    """Who sits in the committee; give someone a seat."""
    by = actor(request)
    form = SeatForm(request.POST or None)
    if request.method == "POST" and tried(form, lambda given: _seat(given["login"], given["field"], by)):
        flash.say(request, _("已列入专家委员会。"))
        return redirect("ops:experts")
    held = gates.seats()
    names = queries.account_names([one.account_id for one in held])
    seats = [(one, names.get(one.account_id, "—")) for one in held]
    return render(request, "ops/experts.html", {"form": form, "seats": seats})


def _seat(login: str, field: str, by: Actor) -> None:
    account_id = queries.account_of_login(login)
    if account_id is None:
        raise Invalid([Problem("login", NOBODY)])
    gates.expert_seat(account_id=account_id, field=field, by=by, at=now())


@require_POST
@page("ops")
def leave(request: HttpRequest, account: int) -> HttpResponse:
    """End a seat."""
    by = actor(request)
    return act(
        request,
        lambda: gates.expert_leave(account_id=account, by=by, at=now()),
        done=_("席位已结束。"),
        back=reverse("ops:experts"),
    )
