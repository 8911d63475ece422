"""Offices of the administration, and who works in them."""

from __future__ import annotations

from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from yunpei.common.actor import Actor
from yunpei.common.errors import Invalid, Problem
from yunpei.common.language import Text
from yunpei.people import actions as people
from yunpei.people import queries
from yunpei.people.types import ROLE_OF_OFFICE, OfficeCard, OfficeKind
from yunpei.portals.ops.forms import AppointForm, OfficeFilter, OfficeForm
from yunpei.portals.ui import flash, regions
from yunpei.portals.ui.pages import actor, now, page, tried

PER_PAGE = 50
NOBODY = Text(
    "没有人用这个手机号或邮箱登记；请检查，或先登记工作人员",
    "nobody is registered with this phone number or mail address; check it, or register them first",
)


@page("ops")
def listing(request: HttpRequest) -> HttpResponse:
    """All offices in the order of the regions: a province before its cities, a city before its districts."""
    by = actor(request)
    form = OfficeFilter(request.GET or None)
    given = form.cleaned_data if form.is_valid() else {}
    kind = OfficeKind(given["kind"]) if given.get("kind") else None
    text = given.get("text", "")
    found = [one for one in queries.offices(kind=kind) if text in one.name + regions.name(one.region)]
    values = {
        "form": form,
        "offices": Paginator(found, PER_PAGE).get_page(request.GET.get("page")),
        "members": queries.office_members(by=by),
    }
    return render(request, "ops/offices.html", values)


@page("ops")
def new(request: HttpRequest) -> HttpResponse:
    """Open an office."""
    places = regions.grouped(regions.offered(regions.on_hand()))
    form = OfficeForm(request.POST or None, regions=places)
    if request.method == "POST" and tried(
        form,
        lambda given: people.office_open(
            name=given["name"], region=given["region"], kind=OfficeKind(given["kind"]), by=actor(request), at=now()
        ),
    ):
        flash.say(request, _("科室“%(name)s”已开设，接着可以任命人员。") % {"name": form.cleaned_data["name"]})
        return redirect("ops:offices")
    return render(request, "ops/office_new.html", {"form": form})


@page("ops")
def office(request: HttpRequest, office_id: UUID) -> HttpResponse:
    """Who works and worked here; appoint someone."""
    by = actor(request)
    found = queries.office_seen(office_id, by=by)
    form = AppointForm(request.POST or None)
    if request.method == "POST" and tried(
        form, lambda given: _appoint(found, given["login"], by), {"account_id": "login"}
    ):
        flash.say(request, _("已任命。"))
        return redirect("ops:office", office_id=office_id)
    held = queries.roles_held(by=by, office_id=found.id, ended=True)
    values = {
        "office": found,
        "form": form,
        "current": [one for one in held if one.ended_at is None],
        "former": [one for one in held if one.ended_at is not None],
    }
    return render(request, "ops/office.html", values)


def _appoint(office: OfficeCard, login: str, by: Actor) -> None:
    account_id = queries.account_of_login(login)
    if account_id is None:
        raise Invalid([Problem("login", NOBODY)])
    people.membership_grant(
        account_id=account_id, role=ROLE_OF_OFFICE[office.kind], office_id=office.id, by=by, at=now()
    )
