"""One's own right to have personal information erased: asked for, taken back, and what came of it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from yunpei.oversight.archives import queries
from yunpei.oversight.archives.erasing import erasure_ask, erasure_withdraw
from yunpei.portals.ui.pages import act, actor, now, page

CODE = "erasure_code"  # goes with the redirect, so that a reload asks for nothing twice


@page("learner")
def erasure(request: HttpRequest) -> HttpResponse:
    """What can go and what has to stay; a POST asks for it."""
    by, at = actor(request), now()
    if request.method == "POST":
        return act(request, lambda: _ask(request), done=_("已提出。"), back=request.path)
    code = request.session.pop(CODE, "")
    values = {
        "code": "-".join(code[place : place + 4] for place in range(0, len(code), 4)),
        "found": queries.own_erasure(by=by, at=at),
        "kept": queries.own_kept(by=by, at=at),
    }
    return render(request, "learner/erasure.html", values)


def _ask(request: HttpRequest) -> None:
    request.session[CODE] = erasure_ask(by=actor(request), at=now())


@require_POST
@page("learner")
def withdraw(request: HttpRequest) -> HttpResponse:
    """Take it back."""
    return act(
        request,
        lambda: erasure_withdraw(by=actor(request), at=now()),
        done=_("已撤回。"),
        back=reverse("learner:erasure"),
    )
