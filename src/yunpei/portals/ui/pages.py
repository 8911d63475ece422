"""What every page does alike: who may open it, what time it is, what happens when an action is refused.

Views only translate: read the request, make one call, show the answer.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar, cast
from urllib.parse import urlencode

from django.conf import settings
from django.forms import BaseForm, Form
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from yunpei.common import clock
from yunpei.common.actor import Actor
from yunpei.common.errors import Forbidden, Invalid, NotFound, Refused
from yunpei.portals.ui import flash
from yunpei.portals.ui.templatetags.ui import say

P = ParamSpec("P")
R = TypeVar("R", bound=HttpResponseBase)
View = Callable[Concatenate[HttpRequest, P], R]


def actor(request: HttpRequest) -> Actor:
    """Who asks."""
    return cast(Actor, request.actor)  # type: ignore[attr-defined]  # config.actors puts it there


def now() -> datetime:
    """What time it is on this site."""
    return clock.current().now()


def page(*roles: str) -> Callable[[View[P, R]], View[P, R | HttpResponse]]:
    """A page for those who hold one of the roles; without roles for everybody.

    Who is not signed in is sent to sign in and comes back (302); who holds none of the roles is told so (403). What the
    rooms refuse becomes a page with its own status.
    """

    def wrap(view: View[P, R]) -> View[P, R | HttpResponse]:
        @wraps(view)
        def answer(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> R | HttpResponse:
            try:
                if roles and actor(request).account_id is None:
                    return to_sign_in(request)
                if roles and not actor(request).has(*roles):
                    raise Forbidden
                return view(request, *args, **kwargs)
            except Refused as refused:
                return refusal(request, refused)

        return answer

    return wrap


def to_sign_in(request: HttpRequest) -> HttpResponse:
    """Off to the sign-in page, and back here afterwards. A fragment's request turns the whole page."""
    there = request.get_full_path() if request.method == "GET" else request.path
    target = f"{settings.LOGIN_URL}?{urlencode({'next': there})}"
    if request.headers.get("HX-Request"):
        return HttpResponse(status=204, headers={"HX-Redirect": target})
    return HttpResponseRedirect(target)


def refusal(request: HttpRequest, refused: Refused) -> HttpResponse:
    """The page that says what happened, why, and what to do next; only the box for a fragment's request."""
    problems = refused.problems if isinstance(refused, Invalid) else ()
    small = bool(request.headers.get("HX-Request"))
    values = {"title": _title(refused), "refused": refused, "problems": problems, "status": refused.status}
    return render(request, "ui/refused_box.html" if small else "ui/refused.html", values, status=refused.status)


def _title(refused: Refused) -> str:
    if isinstance(refused, NotFound):
        return _("没有找到")
    if isinstance(refused, Forbidden):
        return _("不能办理")
    if isinstance(refused, Invalid):
        return _("内容需要改正")
    return _("没有办成")


def act(request: HttpRequest, action: Callable[[], Any], *, done: Any, back: str) -> HttpResponse:
    """Do one action of a button and go back, saying that it was done, or why not.

    Outside one's own or without the right it stays a page of its own: there is nothing to go back to.
    """
    try:
        action()
    except (NotFound, Forbidden):
        raise
    except Invalid as refused:
        for problem in refused.problems:
            flash.say(request, say(problem.text), "bad")
    except Refused as refused:
        flash.say(request, say(refused.text), "bad")
    else:
        flash.say(request, done)
    return redirect(back)


def into_form(form: BaseForm, refused: Refused, names: dict[str, str] | None = None) -> None:
    """Put what an action found beside the fields it is about; what has no field stands above the form."""
    if not isinstance(refused, Invalid):
        form.add_error(None, say(refused.text))
        return
    for problem in refused.problems:
        name = (names or {}).get(problem.field, problem.field)
        form.add_error(name if name in form.fields else None, say(problem.text))


def tried(form: Form, action: Callable[[dict[str, Any]], Any], names: dict[str, str] | None = None) -> bool:
    """Whether a form was sound and its action went through; else the form holds all that was wrong."""
    if not form.is_valid():
        return False
    try:
        action(form.cleaned_data)
    except (NotFound, Forbidden):
        raise
    except Refused as refused:
        into_form(form, refused, names)
        return False
    return True


def back_to(request: HttpRequest, otherwise: str) -> str:
    """Where `next` leads, if it leads somewhere on this site."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    safe = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if safe else otherwise
