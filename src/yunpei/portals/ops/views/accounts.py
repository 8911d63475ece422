"""People with an account: who holds which right, staff entered by real name, accounts stopped and opened again."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from yunpei.common.actor import Actor
from yunpei.common.errors import NotFound
from yunpei.people import actions as people
from yunpei.people import queries
from yunpei.people.types import ADMINISTRATORS, STAFF_ROLES, AccountCard, Role
from yunpei.portals.ops.forms import RoleFilter, StaffForm, WhyForm
from yunpei.portals.ui import flash
from yunpei.portals.ui.labels import WORDS
from yunpei.portals.ui.pages import act, actor, back_to, now, page, tried

PER_PAGE = 50
ROLE_WORDS = {**WORDS["role"], **WORDS["staff_role"]}


@page("ops")
def listing(request: HttpRequest) -> HttpResponse:
    """Rights and whose they are; with a text also accounts that hold none."""
    by = actor(request)
    form = RoleFilter(request.GET or None)
    given = form.cleaned_data if form.is_valid() else {}
    text, role = given.get("text", ""), given.get("role") or "staff"
    wanted = STAFF_ROLES if role == "staff" else {Role(role)}
    values = {
        "form": form,
        "roles": Paginator(queries.roles_held(by=by, text=text, roles=wanted), PER_PAGE).get_page(
            request.GET.get("page")
        ),
        "words": ROLE_WORDS,
        "accounts": queries.accounts(by=by, text=text) if text.strip() else (),
    }
    return render(request, "ops/accounts.html", values)


@page("ops")
@sensitive_post_parameters("id_number")
def new(request: HttpRequest) -> HttpResponse:
    """Enter someone by real name. Nobody learns a password: they set it themselves, with a code."""
    form = StaffForm(request.POST or None)
    if request.method == "POST" and tried(
        form,
        lambda given: people.staff_register(password=secrets.token_urlsafe(24), by=actor(request), at=now(), **given),
    ):
        flash.say(
            request,
            _("%(name)s 已登记。请本人在“设置密码”页用验证码设好密码；任命要在科室页办理。") % form.cleaned_data,
        )
        return redirect(f"{reverse('ops:accounts')}?text={form.cleaned_data['login']}")
    return render(request, "ops/account_new.html", {"form": form})


@page("ops")
def account(request: HttpRequest, account_id: UUID) -> HttpResponse:
    """One account: whose it is, what it may and could, and what operations can do with it."""
    by = actor(request)
    found = queries.account_seen(account_id, by=by)
    held = queries.roles_held(by=by, account_id=found.id, ended=True)
    values = {
        "account": found,
        "form": WhyForm(),
        "words": ROLE_WORDS,
        "current": [one for one in held if one.ended_at is None],
        "former": [one for one in held if one.ended_at is not None],
        "own": found.id == by.account_id,
        "administrator": any(one.role in ADMINISTRATORS and one.ended_at is None for one in held),
    }
    return render(request, "ops/account.html", values)


@require_POST
@page("ops")
def event(request: HttpRequest, account_id: UUID, event: str) -> HttpResponse:
    """One button of an account."""
    by = actor(request)
    found = queries.account_seen(account_id, by=by)
    if event not in EVENTS:
        raise NotFound
    action, done = EVENTS[event]
    back = reverse("ops:account", args=[account_id])
    return act(request, lambda: action(found, request.POST.get("why", ""), by), done=done, back=back)


def _stop(found: AccountCard, why: str, by: Actor) -> None:
    people.account_stop(account_id=found.id, why=why, by=by, at=now())


def _restore(found: AccountCard, why: str, by: Actor) -> None:
    people.account_restore(account_id=found.id, why=why, by=by, at=now())


def _operator(found: AccountCard, _why: str, by: Actor) -> None:
    people.membership_grant(account_id=found.id, role=Role.OPS, by=by, at=now())


EVENTS: dict[str, tuple[Callable[[AccountCard, str, Actor], None], Any]] = {
    "stop": (_stop, gettext_lazy("账号已停用。")),
    "restore": (_restore, gettext_lazy("账号已恢复。")),
    "operator": (_operator, gettext_lazy("已任命为运维。")),
}


@require_POST
@page("ops")
def role_end(request: HttpRequest, role: int) -> HttpResponse:
    """End a right; the row stays, with the day."""
    by = actor(request)
    return act(
        request,
        lambda: people.membership_end(membership_id=role, by=by, at=now()),
        done=_("已终止。"),
        back=back_to(request, reverse("ops:accounts")),
    )
