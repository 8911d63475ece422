"""Requests for erasure as the administrators see them: with their deadline, what has to stay, and what came of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from yunpei.common.clock import day_of
from yunpei.common.errors import NotFound
from yunpei.oversight.archives import erasing, queries
from yunpei.portals.ops.views.archives import ADMINISTRATORS
from yunpei.portals.ui.pages import act, actor, now, page

EVENTS: dict[str, tuple[Callable[..., None], Any]] = {
    "examine": (erasing.erasure_examine, gettext_lazy("已核实，等待安全管理员办理。")),
    "carry_out": (erasing.erasure_carry_out, gettext_lazy("已办理，并已告知本人。")),
    "refuse": (erasing.erasure_refuse, gettext_lazy("已答复本人，没有删除任何内容。")),
}


@page(*ADMINISTRATORS)
def listing(request: HttpRequest) -> HttpResponse:
    """Every request, open ones first."""
    at = now()
    values = {"rows": queries.erasures(by=actor(request), at=at), "today": day_of(at)}
    return render(request, "ops/erasures.html", values)


@require_POST
@page("ops", "security")
def event(request: HttpRequest, erasure: UUID, event: str) -> HttpResponse:
    """One step of a request."""
    if event not in EVENTS:
        raise NotFound
    action, done = EVENTS[event]
    given: dict[str, Any] = {"why": request.POST.get("why", "")} if event == "refuse" else {}
    return act(
        request,
        lambda: action(erasure=str(erasure), by=actor(request), at=now(), **given),
        done=done,
        back=reverse("ops:erasures"),
    )
