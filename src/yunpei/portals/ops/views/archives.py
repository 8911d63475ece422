"""What the three administrators see of archives: holds, purges with their proof, and who looked at whose number."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from yunpei.common.errors import NotFound
from yunpei.oversight.archives import actions, queries
from yunpei.portals.ops.forms import WhyForm
from yunpei.portals.ui.labels import WORDS
from yunpei.portals.ui.pages import act, actor, now, page

ADMINISTRATORS = ("ops", "security", "audit")
PER_PAGE = 50
PURGE_EVENTS: dict[str, tuple[Callable[..., None], Any]] = {
    "carry_out": (actions.purge_carry_out, gettext_lazy("已销毁，凭据已留存。")),
    "drop": (actions.purge_drop, gettext_lazy("已放弃，没有销毁任何档案。")),
}


@page(*ADMINISTRATORS)
def archives(request: HttpRequest) -> HttpResponse:
    """Holds and purges."""
    by = actor(request)
    values = {"keeps": queries.keeps(by=by), "purges": queries.purges(by=by), "form": WhyForm()}
    return render(request, "ops/archives.html", values)


@require_POST
@page("ops")
def propose(request: HttpRequest) -> HttpResponse:
    """Propose a purge."""
    return act(
        request,
        lambda: actions.purge_propose(why=request.POST.get("why", ""), by=actor(request), at=now()),
        done=_("已提出，等待安全管理员批准。"),
        back=reverse("ops:archives"),
    )


@require_POST
@page("security")
def decide(request: HttpRequest, purge: UUID, event: str) -> HttpResponse:
    """Carry a purge out, or drop it."""
    if event not in PURGE_EVENTS:
        raise NotFound
    action, done = PURGE_EVENTS[event]
    return act(
        request,
        lambda: action(purge=str(purge), by=actor(request), at=now()),
        done=done,
        back=reverse("ops:archives"),
    )


@require_POST
@page("security")
def place(request: HttpRequest) -> HttpResponse:
    """Keep a case's papers, and all that is known of its people, whatever their term."""
    case, why = request.POST.get("case", "").strip(), request.POST.get("why", "")
    return act(
        request,
        lambda: actions.keep_place(case=case, why=why, by=actor(request), at=now()),
        done=_("已封存，期满也不销毁。"),
        back=reverse("ops:archives"),
    )


@require_POST
@page("security")
def lift(request: HttpRequest, keep: int) -> HttpResponse:
    """End a hold."""
    return act(
        request,
        lambda: actions.keep_lift(keep=keep, why=request.POST.get("why", ""), by=actor(request), at=now()),
        done=_("已解除封存。"),
        back=reverse("ops:archives"),
    )


@page("audit")
def looks(request: HttpRequest) -> HttpResponse:
    """Every look at a whole ID number."""
    found = Paginator(queries.looks(by=actor(request)), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "ops/looks.html", {"looks": found, "words": {**WORDS["role"], **WORDS["staff_role"]}})
