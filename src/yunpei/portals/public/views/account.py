"""Signing in with password and code, signing out, and the part in which one acts."""

from __future__ import annotations

from datetime import datetime
from typing import Any, cast

from django.conf import settings
from django.contrib import auth
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from yunpei.common.clock import SHANGHAI, SystemClock
from yunpei.evidence.log import actions as log
from yunpei.messages import actions as messages
from yunpei.messages import queries as inbox
from yunpei.people import actions as people
from yunpei.people import queries
from yunpei.people.types import CodePurpose, SignIn, Step
from yunpei.portals.public.forms import CodeForm, SignInForm
from yunpei.portals.public.views.home import home_of
from yunpei.portals.ui import flash
from yunpei.portals.ui.pages import actor, back_to, now, page, to_sign_in

PENDING = "pending_account"  # whose password was right, until the code comes
NEXT = "pending_next"
PLACE = "place"
BY_PASSWORD = "by_password"


@page()
@sensitive_post_parameters("password")
def login(request: HttpRequest) -> HttpResponse:
    """The password; staff and unconfirmed accounts go on to the code."""
    form = SignInForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        found = people.sign_in(
            login=given["login"], password=given["password"], address=_address(request), at=by_the_wall()
        )
        if found.step is Step.IN and found.account_id is not None:
            return enter(request, found.account_id, back_to(request, ""), by_password=True)
        if found.step is Step.CODE and found.account_id is not None:
            return begin_code(request, found.account_id, back_to(request, ""))
        form.add_error(None, _told(found))
    return render(request, "public/login.html", {"form": form, "next": back_to(request, "")})


@page()
def code(request: HttpRequest) -> HttpResponse:
    """The one-time code."""
    account_id = request.session.get(PENDING)
    if account_id is None:
        return redirect("login")
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data["code"]
        found = people.code_check(account_id=account_id, purpose=CodePurpose.SIGN_IN, code=typed, at=by_the_wall())
        if found.step is Step.IN:
            return enter(request, account_id, request.session.get(NEXT, ""))
        form.add_error("code", _told(found))
    return render(request, "public/code.html", {"form": form, "demo": settings.YUNPEI_DEMO})


@require_POST
@page()
def code_again(request: HttpRequest) -> HttpResponse:
    """Send another code."""
    account_id = request.session.get(PENDING)
    return redirect("login") if account_id is None else _send(request, account_id)


@require_POST
@page()
def logout(request: HttpRequest) -> HttpResponse:
    """Close the session."""
    by = actor(request)
    if by.account_id is not None:
        people.sign_out(by=by, at=now())
    auth.logout(request)
    return redirect("home")


@page()
def account(request: HttpRequest) -> HttpResponse:
    """Who one is here, and in which parts one may act."""
    by = actor(request)
    if by.account_id is None:
        return to_sign_in(request)
    values = {
        "person": queries.person_of_account(by.account_id),
        "places": queries.places_of(by.account_id),
        "by": by,
        "home": home_of(by.roles),
        "unread": inbox.unread(by=by),
    }
    return render(request, "public/account.html", values)


@require_POST
@page()
def place(request: HttpRequest) -> HttpResponse:
    """Choose the part in which one acts from now on."""
    by = actor(request)
    if by.account_id is None:
        return to_sign_in(request)
    wanted = request.POST.get("place", "")
    request.session[PLACE] = wanted
    return redirect(home_of(queries.actor_of(by.account_id, wanted).roles))


def begin_code(request: HttpRequest, account_id: int, after: str) -> HttpResponse:
    """Hold the account for which the password was right, and send its code."""
    request.session[PENDING], request.session[NEXT] = account_id, after
    return _send(request, account_id)


def _send(request: HttpRequest, account_id: int) -> HttpResponse:
    sent = people.code_send(
        account_id=account_id, purpose=CodePurpose.SIGN_IN, sender=messages.code_deliver, at=by_the_wall()
    )
    if sent.step is Step.WAIT:
        flash.say(request, _told(sent), "warn")
    return redirect("login_code")


def enter(request: HttpRequest, account_id: int, after: str, *, by_password: bool = False) -> HttpResponse:
    """Open the session and go where the person wanted, or where someone of their part begins.

    by_password: no code was asked for; config.actors keeps such a session out of offices.
    """
    auth.login(request, cast(Any, queries.session_account(account_id)))
    for key in (PENDING, NEXT, BY_PASSWORD):
        request.session.pop(key, None)
    if by_password:
        request.session[BY_PASSWORD] = True
    by, person = queries.actor_of(account_id), queries.person_of_account(account_id)
    if person is not None:
        device = request.META.get("HTTP_USER_AGENT", "")[:500]
        log.login_record(person=person.public_id, address=_address(request), device=device, by=by, at=now())
    return redirect(after or home_of(by.roles))


def by_the_wall() -> datetime:
    """Codes and tries go by real minutes: a demo's clock stands still, and nobody could ever ask for a second code."""
    return SystemClock().now()


def _address(request: HttpRequest) -> str:
    return str(request.META.get("REMOTE_ADDR", ""))


def _told(found: SignIn) -> str:
    if found.step is Step.WAIT:
        return _("试的次数太多，请在 %(until)s 之后再试") % {"until": _clock(found.until)}
    if found.step is Step.OVER:
        return _("验证码已失效；请重新发送")
    return _("不正确；请检查后再试")


def _clock(until: datetime | None) -> str:
    return until.astimezone(SHANGHAI).strftime("%H:%M") if until else ""
