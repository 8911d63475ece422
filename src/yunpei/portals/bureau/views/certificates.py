"""Certificates of a case's class: revoked with a reason that everyone sees, and what was claimed with them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from yunpei.casework.actions.certificates import certificate_revoke, revocation_decline
from yunpei.casework.queries.certificates import class_certificates
from yunpei.common.errors import NotFound
from yunpei.portals.ui.pages import act, actor, now, page

EVENTS: dict[str, tuple[Callable[..., None], Any]] = {
    "revoke": (certificate_revoke, gettext_lazy("证书已撤销，查验页面即时生效，并已告知持证人。")),
    "decline": (revocation_decline, gettext_lazy("已答复单位，证书继续有效。")),
}


@page("officer_review", "officer_inspect")
def listing(request: HttpRequest, number: str) -> HttpResponse:
    """Every certificate of the class."""
    rows = class_certificates(number=number, by=actor(request))
    return render(request, "bureau/certificates.html", {"rows": rows, "number": number})


@require_POST
@page("officer_review", "officer_inspect")
def event(request: HttpRequest, number: str, certificate: str, event: str) -> HttpResponse:
    """Revoke one, or decline to."""
    if event not in EVENTS:
        raise NotFound
    action, done = EVENTS[event]
    why, by = request.POST.get("why", ""), actor(request)
    return act(
        request,
        lambda: action(number=number, certificate=certificate, why=why, by=by, at=now()),
        done=done,
        back=reverse("bureau:certificates", args=[number]) + f"#{certificate}",
    )
