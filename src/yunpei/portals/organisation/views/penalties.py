"""What was imposed on one's own organisation: read, appealed, asked to be taken off."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from yunpei.oversight import actions, queries
from yunpei.portals.organisation.views.home import ROLES
from yunpei.portals.ui.pages import act, actor, now, page


@page(*ROLES)
def listing(request: HttpRequest) -> HttpResponse:
    """Each with its facts, basis, term and what may be said to it."""
    return render(request, "organisation/penalties.html", {"rows": queries.own_penalties(by=actor(request))})


@require_POST
@page(*ROLES)
def answer(request: HttpRequest, number: str, event: str) -> HttpResponse:
    """Appeal, or ask to be taken off the list."""
    by, said = actor(request), request.POST.get("said", "")
    return act(
        request,
        lambda: actions.penalty_answer(number=number, event=event, said=said, by=by, at=now()),
        done=_("已提交，等待答复；答复前决定继续有效。"),
        back=reverse("organisation:penalties"),
    )
