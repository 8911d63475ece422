"""What an organisation says of itself, and who acts for it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from yunpei.common.errors import Invalid, NotFound, Problem
from yunpei.common.language import Text
from yunpei.common.money import yuan
from yunpei.files import actions as files
from yunpei.files import queries as stored
from yunpei.files.types import DOCUMENTS
from yunpei.people import actions as people
from yunpei.people import queries
from yunpei.people.types import OrganisationCard, OrganisationKind, OrganisationSize, Role
from yunpei.portals.organisation.forms import FirmForm, MemberForm
from yunpei.portals.organisation.views.home import ROLES
from yunpei.portals.ui import flash
from yunpei.portals.ui.pages import act, actor, now, page, tried
from yunpei.portals.ui.serving import served

_UNKNOWN = Text(
    "这个手机号还没有实名注册；请本人先注册，再来授权",
    "nobody is registered with this number; ask them to register first",
)


@page(*ROLES)
def details(request: HttpRequest) -> HttpResponse:
    """The organisation's own page; its administrators change it."""
    by = actor(request)
    assert by.organisation_id is not None  # the roles are roles of an organisation
    firm = queries.organisation(by.organisation_id)
    form = FirmForm(request.POST or None, request.FILES or None, initial=_initial(firm))
    if request.method == "POST" and tried(form, lambda given: _edit(request, firm.id, given), {"file": "licence"}):
        flash.say(request, _("已保存。"))
        return redirect("organisation:details")
    return _page(request, firm, form, MemberForm(), status=422 if form.errors else 200)


@require_POST
@page(*ROLES)
def member_add(request: HttpRequest) -> HttpResponse:
    """Let another registered person act for the organisation."""
    by = actor(request)
    assert by.organisation_id is not None
    firm = queries.organisation(by.organisation_id)
    form = MemberForm(request.POST)
    if tried(form, lambda given: _grant(request, firm.id, given), {"account_id": "login"}):
        flash.say(request, _("已授权，对方下次登录后可在“我的账号”里选择以本单位身份办理。"))
        return redirect("organisation:details")
    return _page(request, firm, FirmForm(initial=_initial(firm)), form, status=422)


@require_POST
@page(*ROLES)
def member_end(request: HttpRequest, membership: int) -> HttpResponse:
    """End somebody's right to act for the organisation."""
    return act(
        request,
        lambda: people.membership_end(membership_id=membership, by=actor(request), at=now()),
        done=_("已终止授权。"),
        back=reverse("organisation:details"),
    )


@page(*ROLES)
def licence(request: HttpRequest) -> HttpResponseBase:
    """The scan of one's own licence."""
    by = actor(request)
    firm = queries.organisation(by.organisation_id or 0)
    if not firm.licence:
        raise NotFound
    return served(request, str(stored.file_seen(firm.licence, by=by).public_id), download=True)


def _page(
    request: HttpRequest, firm: OrganisationCard, form: FirmForm, member: MemberForm, status: int = 200
) -> HttpResponse:
    by = actor(request)
    members = [one for one in queries.members_of(organisation_id=firm.id, by=by) if one.ended_at is None]
    values = {
        "firm": firm,
        "form": form,
        "member_form": member,
        "members": members,
        "administers": by.has(Role.ORG_ADMIN),
    }
    return render(request, "organisation/details.html", values, status=status)


def _edit(request: HttpRequest, organisation_id: int, given: dict[str, Any]) -> None:
    by, at = actor(request), now()
    scan = given.pop("licence")
    if scan is not None:
        given["licence"] = str(files.store(data=scan, name=scan.name, kinds=DOCUMENTS, by=by, at=at).public_id)
    given |= {"kind": OrganisationKind(given["kind"]), "size": OrganisationSize(given["size"])}
    people.organisation_edit(organisation_id=organisation_id, by=by, at=at, **given)


def _grant(request: HttpRequest, organisation_id: int, given: dict[str, Any]) -> None:
    account = queries.account_of_login(given["login"])
    if account is None:
        raise Invalid([Problem("login", _UNKNOWN)])
    people.membership_grant(
        account_id=account, role=Role(given["role"]), organisation_id=organisation_id, by=actor(request), at=now()
    )


def _initial(firm: OrganisationCard) -> dict[str, Any]:
    shown = {name: getattr(firm, name) for name in FirmForm.base_fields if name != "licence"}
    for name in ("revenue_fen", "assets_fen"):
        shown[name] = "" if shown[name] is None else yuan(shown[name])
    return shown
