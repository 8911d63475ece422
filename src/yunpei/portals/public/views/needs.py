"""Training needs: stated by enterprises and workers, and the demand that anyone may read."""

from __future__ import annotations

import csv
from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from yunpei.common.clock import day_of
from yunpei.oversight.needs import actions, queries
from yunpei.oversight.needs.types import NeedGiven
from yunpei.oversight.statistics.suppression import LEAST
from yunpei.portals.public.need_forms import NeedForm
from yunpei.portals.public.views.notices import harmless
from yunpei.portals.ui import flash, regions
from yunpei.portals.ui.pages import act, actor, now, page, tried

STATERS = ("org_admin", "org_legal", "learner")


@page()
def demand(request: HttpRequest) -> HttpResponse:
    """What is wanted from this month on, by project and region."""
    places, rows = queries.demand(since=_this_month())
    headings = [regions.name(one) for one in places]
    shown = [(row.project, list(zip(headings, row.by_region, strict=True)), row.all) for row in rows]
    values = {"headings": headings, "rows": shown, "least": LEAST}
    return render(request, "public/demand.html", values)


def open_csv(_request: HttpRequest) -> HttpResponse:
    """The same as open data; an empty cell is hidden. UTF-8 with a mark, so that Excel shows Chinese."""
    answer = HttpResponse(content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="demand.csv"'
    answer.write("\ufeff")
    writer = csv.writer(answer)
    places, rows = queries.demand(since=_this_month())
    writer.writerow(["project", *places, "all"])
    for row in rows:
        numbers = ("" if value is None else value for value in (*row.by_region, row.all))
        writer.writerow([harmless(str(row.project)), *numbers])
    return answer


@page(*STATERS)
def own(request: HttpRequest) -> HttpResponse:
    """What one stated, and the form for more."""
    by = actor(request)
    firm = by.organisation_id is not None
    form = NeedForm(request.POST or None, places=regions.grouped(regions.districts(regions.offered(regions.on_hand()))))
    if not firm:
        del form.fields["people"]

    def state(given: dict[str, Any]) -> None:
        actions.need_state(given=NeedGiven(**{"people": 1, **given}), by=by, at=now())

    if request.method == "POST" and tried(form, state):
        flash.say(request, _("已填报，谢谢。"))
        return redirect("needs")
    return render(request, "public/needs.html", {"form": form, "needs": queries.needs_of(by=by), "firm": firm})


@require_POST
@page(*STATERS)
def withdraw(request: HttpRequest, need: UUID) -> HttpResponse:
    """Take a need back."""
    return act(
        request,
        lambda: actions.need_withdraw(need=str(need), by=actor(request), at=now()),
        done=_("已撤回。"),
        back=reverse("needs"),
    )


def _this_month() -> date:
    return day_of(now()).replace(day=1)
