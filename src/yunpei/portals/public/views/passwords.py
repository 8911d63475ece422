"""A new password, for whoever holds the account's phone or mailbox. Nothing here tells whether an account exists."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from yunpei.common.errors import Conflict
from yunpei.common.language import Text
from yunpei.messages import actions as messages
from yunpei.people import actions as people
from yunpei.people import queries
from yunpei.people.types import CodePurpose, Step
from yunpei.portals.public.forms import ForgotForm, PasswordForm
from yunpei.portals.public.views.account import by_the_wall
from yunpei.portals.ui import flash
from yunpei.portals.ui.pages import page, tried

RESETTING = "resetting_account"  # 0 where the login name belongs to nobody
_WRONG = Text("验证码不对或已失效；请检查，或重新发送", "the code is not right or too old; check it, or send another")


@page()
def forgot(request: HttpRequest) -> HttpResponse:
    """The login name; a code goes to it if somebody has it."""
    form = ForgotForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        account_id = queries.account_of_login(form.cleaned_data["login"]) or 0
        if account_id:
            people.code_send(
                account_id=account_id, purpose=CodePurpose.RESET, sender=messages.code_deliver, at=by_the_wall()
            )
        request.session[RESETTING] = account_id
        return redirect("password_new")
    return render(request, "public/forgot.html", {"form": form})


@page()
@sensitive_post_parameters("password", "again", "code")
def new(request: HttpRequest) -> HttpResponse:
    """The code, and the new password; every other session of the account ends with the old one."""
    account_id = request.session.get(RESETTING)
    if account_id is None:
        return redirect("password")
    form = PasswordForm(request.POST or None)
    if request.method == "POST" and tried(form, lambda given: _set(account_id, given)):
        del request.session[RESETTING]
        flash.say(request, _("新密码已设好，请登录。"))
        return redirect("login")
    return render(request, "public/password.html", {"form": form})


def _set(account_id: int, given: dict[str, Any]) -> None:
    done = people.password_reset(
        account_id=account_id, code=given["code"], password=given["password"], at=by_the_wall()
    )
    if done.step is not Step.IN:
        raise Conflict(_WRONG)
