"""Double-random draws and the inspections that come of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, BinaryIO, cast
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from yunpei.common.errors import NotFound
from yunpei.files import actions as files
from yunpei.files.types import FileKind
from yunpei.oversight import actions, queries
from yunpei.portals.bureau.oversight_forms import DrawForm, InspectionForm, InspectorForm
from yunpei.portals.ui import flash
from yunpei.portals.ui.pages import act, actor, now, page, tried

# Event → action, the field it takes, what is said when it is done.
EVENTS: dict[str, tuple[Callable[..., Any], str, Any]] = {
    "commit": (actions.draw_commit, "", gettext_lazy("名单和名单指纹已公布，不能再改。")),
    "draw": (actions.draw_draw, "seed", gettext_lazy("已抽取，任何人都可以复核。")),
    "cancel": (actions.draw_cancel, "reason", gettext_lazy("已作废。")),
}


@page("officer_inspect")
def listing(request: HttpRequest) -> HttpResponse:
    """Draws, the list of inspectors, and a new draw."""
    by, form = actor(request), DrawForm(request.POST or None)
    made = list[str]()

    def make(given: dict[str, Any]) -> None:
        wanted = {name: given.pop(name) for name in ("enterprises", "inspectors")}
        made.append(actions.draw_make(wanted=wanted, by=by, at=now(), **given))

    if request.method == "POST" and tried(form, make, {"wanted": "enterprises"}):
        return redirect("bureau:draw", number=made[0])
    return _listing(request, form, None)


@require_POST
@page("officer_inspect")
def inspector(request: HttpRequest) -> HttpResponse:
    """Stand on the list, with those whom one must not inspect."""
    form, by = InspectorForm(request.POST), actor(request)
    if tried(form, lambda given: actions.inspector_state(barred=given["barred"], by=by, at=now())):
        flash.say(request, _("已登记，用于此后的抽取。"))
        return redirect("bureau:draws")
    return _listing(request, DrawForm(), form)


def _listing(request: HttpRequest, form: DrawForm, own: InspectorForm | None) -> HttpResponse:
    by = actor(request)
    inspectors = queries.inspectors(by=by)
    mine = next((barred for _account, _name, barred, is_me in inspectors if is_me), None)
    values = {
        "draws": queries.draws(by=by),
        "inspectors": inspectors,
        "form": form,
        "own": own or InspectorForm(initial={"barred": "\n".join(mine or ())}),
        "listed": mine is not None,
    }
    bad = form.is_bound or (own is not None)
    return render(request, "bureau/draws.html", values, status=422 if bad else 200)


@page("officer_inspect")
def draw(request: HttpRequest, number: str) -> HttpResponse:
    """One draw, what may be done with it, its inspections."""
    found, inspections, events = queries.draw(number=number, by=actor(request))
    values = {"draw": found, "inspections": inspections, "events": events}
    return render(request, "bureau/draw.html", values)


@require_POST
@page("officer_inspect")
def event(request: HttpRequest, number: str, event: str) -> HttpResponse:
    """One button of a draw."""
    if event not in EVENTS:
        raise NotFound
    action, field, done = EVENTS[event]
    given = {field: request.POST.get(field, "")} if field else {}
    by, back = actor(request), reverse("bureau:draw", args=[number])
    return act(request, lambda: action(number=number, by=by, at=now(), **given), done=done, back=back)


@page("officer_inspect")
def inspection(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """One inspection; the report of those who were drawn for it."""
    by = actor(request)
    found, events = queries.inspection(public_id=str(public_id), by=by)
    known = {"visited_on": found.visited_on, "found": found.found, "result": found.result, "mend_by": found.mend_by}
    form = InspectionForm(request.POST or None, request.FILES or None, initial=known)

    def report(given: dict[str, Any]) -> None:
        given.pop("photos")
        kept = [
            files.store(
                data=cast(BinaryIO, one), name=one.name or "", kinds={FileKind.PNG, FileKind.JPG}, by=by, at=now()
            ).public_id
            for one in request.FILES.getlist("photos")
        ]
        actions.inspection_report(inspection=found.id, photos=kept, by=by, at=now(), **given)

    if request.method == "POST" and tried(form, report, {"file": "photos"}):
        flash.say(request, _("已记录，核对后请公布。"))
        return redirect("bureau:inspection", public_id=public_id)
    values = {"one": found, "events": events, "form": form}
    return render(request, "bureau/inspection.html", values, status=422 if form.is_bound else 200)


@require_POST
@page("officer_inspect")
def publish(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Publish a report."""
    by, looked = actor(request), bool(request.POST.get("looked"))
    return act(
        request,
        lambda: actions.inspection_publish(inspection=str(public_id), looked=looked, by=by, at=now()),
        done=_("已公布。"),
        back=reverse("bureau:inspection", args=[public_id]),
    )
