"""Security and audit administrators: proposed by operations, confirmed by one who holds either role."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from yunpei.common.errors import NotFound
from yunpei.people import actions as people
from yunpei.people import queries
from yunpei.people.types import SECONDED, Role
from yunpei.portals.ops.views.accounts import ROLE_WORDS
from yunpei.portals.ops.views.archives import ADMINISTRATORS
from yunpei.portals.ui.pages import act, actor, now, page

EVENTS: dict[str, Any] = {
    "confirm": gettext_lazy("已确认，任命即日生效。"),
    "decline": gettext_lazy("已否决，没有任命。"),
}


@page(*ADMINISTRATORS)
def listing(request: HttpRequest) -> HttpResponse:
    """What waits to be confirmed, and what became of the others."""
    values = {"nominations": queries.nominations(by=actor(request)), "words": ROLE_WORDS}
    return render(request, "ops/nominations.html", values)


@require_POST
@page("ops")
def propose(request: HttpRequest, account_id: UUID, role: str) -> HttpResponse:
    """Propose someone; the first of all is appointed at once."""
    by = actor(request)
    found = queries.account_seen(account_id, by=by)
    if role not in SECONDED:
        raise NotFound
    return act(
        request,
        lambda: people.nomination_make(account_id=found.id, role=Role(role), by=by, at=now()),
        done=_("已提出，由安全或审计管理员确认后生效；本站首次任命即时生效。"),
        back=reverse("ops:account", args=[account_id]),
    )


@require_POST
@page(*SECONDED)
def decide(request: HttpRequest, nomination: UUID, event: str) -> HttpResponse:
    """Confirm or decline one."""
    if event not in EVENTS:
        raise NotFound
    return act(
        request,
        lambda: people.nomination_decide(nomination=nomination, event=event, by=actor(request), at=now()),
        done=EVENTS[event],
        back=reverse("ops:nominations"),
    )
