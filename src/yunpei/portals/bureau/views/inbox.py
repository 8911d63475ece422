"""The inbox: what waits for this officer, and everything of the region; kept filters; the same as a table to take away."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from yunpei.casework import actions as casework
from yunpei.casework import queries
from yunpei.casework.types import CaseKind, Clock, InboxCard, Tab, Wanted
from yunpei.common.actor import Actor
from yunpei.common.clock import day_of
from yunpei.common.errors import NotFound
from yunpei.common.money import yuan
from yunpei.common.sheets.model import Cell
from yunpei.common.sheets.write import write_csv, write_xlsx
from yunpei.people import queries as people
from yunpei.people.access import region_covers
from yunpei.portals.bureau.forms import HourForm
from yunpei.portals.bureau.inbox_forms import InboxForm, KeepForm
from yunpei.portals.ui import flash, labels, regions
from yunpei.portals.ui.pages import actor, now, page, tried

OFFICERS = ("officer_review", "officer_pay", "officer_finance", "officer_inspect")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TABS = {
    Tab.MINE: gettext_lazy("待办"),
    Tab.HAND: gettext_lazy("交给我的"),
    Tab.OVERDUE: gettext_lazy("已超期"),
    Tab.SOON: gettext_lazy("即将到期"),
    Tab.STOPPED: gettext_lazy("停止计时"),
    Tab.WAITING: gettext_lazy("期限待定"),
    Tab.ALL: gettext_lazy("全部案件"),
}


@page(*OFFICERS)
def inbox(request: HttpRequest) -> HttpResponse:
    """Filtered by the address, so that a filter can be kept as a bookmark; the rows alone for a fragment's request."""
    by, today = actor(request), day_of(now())
    form = form_of(request.GET, by)
    tabs = queries.inbox_tabs(by=by, today=today)
    wanted = form.wanted(first_tab(by))
    key = {"after": request.GET.get("after", ""), "before": request.GET.get("before", "")}
    found = queries.inbox(by=by, wanted=wanted, today=today, **key)
    values = {
        "form": form,
        "found": found,
        "tabs": [(one, TABS[one], form.address(tab=one.value), count) for one, count in tabs.items()],
        "tab": wanted.tab,
        "query": form.address(),
        "text_short": queries.inbox_text_short(wanted.text),
        "narrowed": form.given().keys() - {"tab", "text"},
        "officers": dict(form.fields["assigned"].choices[1:]),  # type: ignore[attr-defined]
        "acts": by.has("officer_review"),
        "hour": HourForm(),
        "keep": KeepForm(),
        "kept": queries.saved_filters(by=by),
        "names": people.account_names({row.assigned_to for row in found.rows if row.assigned_to is not None}),
    }
    small = bool(request.headers.get("HX-Request"))
    return render(request, "bureau/inbox_rows.html" if small else "bureau/inbox.html", values)


def form_of(given: QueryDict, by: Actor) -> InboxForm:
    """The filter as it was given, with what there is to choose from."""
    return InboxForm(
        given or None,
        programmes=queries.inbox_programmes(by=by),
        places=places_in(by.region),
        officers=queries.officers(by=by),
    )


@lru_cache
def places_in(region: str | None) -> list[tuple[str, list[regions.Choice]]]:
    """The regions inside one, to choose from."""
    return regions.grouped(code for code in regions.offered(regions.on_hand()) if region_covers(region, code))


def first_tab(by: Actor) -> Tab:
    """What opens first. Finance reads everything and is waited for by nothing."""
    return Tab.MINE if by.has("officer_review", "officer_pay", "officer_inspect") else Tab.ALL


@page(*OFFICERS)
def export(request: HttpRequest, ending: str) -> HttpResponse:
    """Exactly what is filtered, in the same order, as xlsx or CSV. No row holds anything of a person but an applicant's name."""
    if ending not in ("xlsx", "csv"):
        raise NotFound
    by, today = actor(request), day_of(now())
    wanted = form_of(request.GET, by).wanted(first_tab(by))
    header = [
        _("编号"), _("类型"), _("项目"), _("申请人"), _("地区"), _("培训项目"), _("金额（元）"), _("提交"),
        _("到期"), _("期限"), _("承办人"), _("状态"),
    ]  # fmt: skip
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / f"inbox.{ending}"
        (write_xlsx if ending == "xlsx" else write_csv)(place, header, cells(by, wanted))
        answer = HttpResponse(place.read_bytes(), content_type=XLSX if ending == "xlsx" else "text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="inbox-{today.isoformat()}.{ending}"'
    return answer


def cells(by: Actor, wanted: Wanted) -> Iterator[list[Cell]]:
    """The rows of the export."""
    names: dict[int | None, str] = {None: ""}
    for row in queries.inbox_all(by=by, wanted=wanted, today=day_of(now())):
        card = row.card
        if row.assigned_to not in names:
            names[row.assigned_to] = people.account_name(row.assigned_to or 0)
        yield [
            card.number,
            str(labels.word("kind", card.kind)),
            card.programme,
            card.organisation,
            regions.name(card.region),
            card.project,
            "" if card.kind is CaseKind.CLASS_FILING else yuan(card.amount_fen),
            day_of(card.submitted_at) if card.submitted_at else None,
            row.due_on,
            said(row),
            names[row.assigned_to],
            str(labels.find(card.kind, card.state).to("bureau")),
        ]


def said(row: InboxCard) -> str:
    """How the time limit stands, in words."""
    if row.clock is Clock.RUNNING:
        return _("已超期") if row.overdue else _("计时中")
    if row.clock is Clock.STOPPED:
        return _("停止计时，剩 %(n)s 天") % {"n": row.days_left}
    return {
        Clock.NO_FIGURE: _("期限天数尚未设定"),
        Clock.NO_CALENDAR: _("截止日待放假安排公布后确定"),
    }.get(row.clock, "")


@require_POST
@page(*OFFICERS)
def keep(request: HttpRequest) -> HttpResponse:
    """Keep the filter under a name, or forget one."""
    by = actor(request)
    query = form_of(QueryDict(request.POST.get("query", "")), by).address()
    form = KeepForm(request.POST)
    if request.POST.get("drop"):
        casework.filter_drop(name=request.POST["drop"], by=by, at=now())
        flash.say(request, _("筛选已删除。"))
    elif tried(form, lambda given: casework.filter_save(name=given["name"], query=query, by=by, at=now())):
        flash.say(request, _("筛选已保存。"))
    else:
        for said in (one for rows in form.errors.values() for one in rows):
            flash.say(request, said, "bad")
    back = redirect("bureau:inbox")
    back["Location"] += f"?{query}" if query else ""
    return back
