"""Targets of the region with their progress, and the base figures that only a bureau can state."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from yunpei.common.actor import Actor
from yunpei.oversight.statistics import target_progress, targets
from yunpei.portals.bureau.target_forms import BaseForm, TargetForm, written
from yunpei.portals.ui import flash, regions
from yunpei.portals.ui import targets as shown
from yunpei.portals.ui.pages import act, actor, now, page, tried

OFFICERS = ("officer_review", "officer_pay", "officer_finance", "officer_inspect")


@page(*OFFICERS)
def listing(request: HttpRequest) -> HttpResponse:
    """Every target here, above and below; set one: a new one, or one that the texts name."""
    wanted = request.GET.get("known", "")
    known = dict(enumerate(targets.known(), start=1))
    chosen = known.get(int(wanted)) if wanted.isdecimal() and len(wanted) < 4 else None
    return _page(request, TargetForm(initial=written(chosen) if chosen else None), BaseForm())


@require_POST
@page("officer_review")
def new(request: HttpRequest) -> HttpResponse:
    """Set a target."""
    form = TargetForm(request.POST)
    if tried(form, lambda _given: targets.target_set(given=form.given(), by=actor(request), at=now())):
        flash.say(request, _("目标已设定。"))
        return redirect("bureau:targets")
    return _page(request, form, BaseForm())


@require_POST
@page("officer_review")
def base(request: HttpRequest) -> HttpResponse:
    """State a base figure."""
    form = BaseForm(request.POST)
    if tried(form, lambda _given: targets.base_state(given=form.given(), by=actor(request), at=now())):
        flash.say(request, _("基数已填报。"))
        return redirect("bureau:targets")
    return _page(request, TargetForm(), form)


@require_POST
@page("officer_review")
def end(request: HttpRequest, target: UUID) -> HttpResponse:
    """End a target."""
    return act(
        request,
        lambda: targets.target_end(target=str(target), by=actor(request), at=now()),
        done=_("目标已停用。"),
        back=reverse("bureau:targets"),
    )


def _page(request: HttpRequest, form: TargetForm, base_form: BaseForm) -> HttpResponse:
    by = actor(request)
    cards = target_progress.targets(by=by, at=now())
    values = {
        "targets": cards,
        "bars": shown.bars(cards),
        "bases": target_progress.base_figures(by=by, at=now()),
        "known": list(enumerate(targets.known(), start=1)),
        "form": form,
        "base_form": base_form,
    }
    bound = form.is_bound or base_form.is_bound
    return render(request, "bureau/targets.html", values, status=422 if bound else 200)


def sheets(by: Actor) -> list[tuple[str, list[str], list[list[Any]]]]:
    """The sheets of the workbook that goes up the levels: each target with its region and those below, and the base figures."""
    rows = [
        _row(card, one)
        for card in target_progress.targets(by=by, at=now())
        for one in (card.reached, *(part for part in card.below if part.region != card.region))
    ]
    head = [_("目标"), _("指标"), _("地区"), _("起始月份"), _("截止月份"), _("目标值"), _("已达到")]
    head += [_("分子"), _("分母"), _("数据截至"), _("来源")]
    bases = [
        [regions.name(one.region), str(shown.BASE[one.given.measure]), one.given.value, one.given.on.isoformat()]
        + [one.given.source]
        for one in target_progress.base_figures(by=by, at=now())
    ]
    return [(_("目标"), head, rows), (_("基数"), [_("地区"), _("指标"), _("数值"), _("数据日期"), _("来源")], bases)]


def _row(card: Any, one: Any) -> list[Any]:
    given = card.given
    return [
        given.name,
        str(shown.MEASURES[given.measure]),
        regions.name(one.region),
        f"{given.since:%Y-%m}",
        f"{given.until:%Y-%m}",
        shown.goal(card) if one.region == card.region else "",
        shown.reached(card, one) if card.share or one.value is None else one.value,
        "" if one.part is None else one.part,
        "" if one.whole is None else one.whole,
        f"{one.as_of:%Y-%m-%d}" if one.as_of else "",
        given.source,
    ]
