"""The buttons of an amendment, the same on both sides: which of them one has, the room says."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from yunpei.casework import actions as casework
from yunpei.common.errors import NotFound
from yunpei.portals.ui.pages import act, actor, now

EVENTS: dict[str, tuple[Callable[..., Any], Any]] = {
    "accept": (casework.amendment_accept, _("已同意，计划已变更，原计划留存。")),
    "refuse": (casework.amendment_refuse, _("已答复不同意，计划不变。")),
    "withdraw": (casework.amendment_withdraw, _("已撤回，计划不变。")),
}


def answered(request: HttpRequest, number: str, amendment: int, event: str, *, back: str) -> HttpResponse:
    """One button; back to the case's page."""
    if event not in EVENTS:
        raise NotFound
    action, done = EVENTS[event]
    reason, by = request.POST.get("reason", ""), actor(request)
    return act(
        request,
        lambda: action(number=number, amendment=amendment, reason=reason, by=by, at=now()),
        done=done,
        back=f"{back}#amendments",
    )
