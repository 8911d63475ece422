"""The books: balances, months and movements, the register of what was paid, reconciliation, evaluation; each also as xlsx."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from yunpei.casework import queries as cases
from yunpei.common.actor import Actor
from yunpei.common.clock import day_of, start_of
from yunpei.common.sheets import Cell
from yunpei.common.sheets.write import write_xlsx
from yunpei.funds import actions as funds
from yunpei.funds import queries
from yunpei.funds.types import AccountKind, Budget, Evaluated, Scope
from yunpei.people.access import region_covers
from yunpei.portals.bureau import money_tables as tables
from yunpei.portals.bureau.forms import GrantForm
from yunpei.portals.bureau.money_forms import RestoreForm, ScopeForm, SpanForm
from yunpei.portals.bureau.templatetags.books import programme_name
from yunpei.portals.bureau.views.payments import READERS, XLSX
from yunpei.portals.ui import flash, labels, regions
from yunpei.portals.ui.pages import actor, now, page, tried

PER_PAGE = 50


class Slice(Sequence[Any]):
    """A list that a query cuts and counts: all that a paginator needs."""

    def __init__(self, count: int, cut: Any) -> None:
        self._count, self._cut = count, cut

    def __len__(self) -> int:
        return self._count

    def __getitem__(self, place: Any) -> Any:
        return self._cut(place.start or 0, place.stop)


@page(*READERS)
def ledger(request: HttpRequest) -> HttpResponse:
    """Balances, sums by month, and what each action moved, the newest first."""
    by = actor(request)
    form = _scope_form(request, by)
    scope = form.scope()
    _first, count = queries.movements(by=by, scope=scope, limit=0)
    rows = Slice(count, lambda start, stop: queries.movements(by=by, scope=scope, first=start, limit=stop - start)[0])
    values = {
        "form": form,
        "budgets": queries.budgets(by=by),
        "months": [
            (row, list(zip(tables.MONTH_FIGURES, tables.month_figures(row), strict=True)))
            for row in reversed(queries.months(by=by, scope=scope))
        ],
        "figures": tables.MONTH_FIGURES,
        "rows": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
        "grants": by.has("officer_finance"),
    }
    return render(request, "bureau/ledger.html", values)


@page(*READERS)
def register(request: HttpRequest) -> HttpResponse:
    """The register of money paid out (资金发放台账), by month."""
    by = actor(request)
    form = _scope_form(request, by)
    rows = list(queries.disbursements(by=by, scope=form.scope()))
    values = {
        "form": form,
        "rows": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
        "count": len(rows),
        "lines": sum(row.lines for row in rows),
        "fen": sum(row.amount_fen for row in rows),
    }
    return render(request, "bureau/register.html", values)


@page(*READERS)
def reconciliation(request: HttpRequest) -> HttpResponse:
    """Due − paid, by fund, programme, batch, case or line; and whether the books agree with themselves."""
    by = actor(request)
    form, level = _scope_form(request, by), _level(request)
    rows = list(queries.reconciliation(by=by, level=level, scope=form.scope()))
    values = {
        "form": form,
        "level": level,
        "levels": [(one, labels.word("money_level", one)) for one in queries.LEVELS],
        "rows": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
        "differences": queries.differences(by=by),
        "due": sum(row.standing.due_fen for row in rows),
        "given": sum(row.standing.given_fen for row in rows),
        "open": sum(row.standing.open_fen for row in rows),
    }
    return render(request, "bureau/reconciliation.html", values)


@page(*READERS)
def evaluation(request: HttpRequest) -> HttpResponse:
    """Use of funds (绩效评价) in a span of time, this year at first."""
    form = _span_form(request)
    values = {"form": form, "rows": _evaluated(actor(request), form)}
    return render(request, "bureau/evaluation.html", values)


@page(*READERS)
def download(request: HttpRequest, what: str) -> HttpResponse:
    """One of the tables as xlsx, with the filters of its page."""
    by = actor(request)
    scope = _scope_form(request, by).scope()
    rows: Iterable[Sequence[Cell]]
    if what == "register":
        head, rows = tables.REGISTER, map(tables.register_cells, queries.disbursements(by=by, scope=scope))
    elif what == "months":
        head, rows = tables.MONTHS, map(tables.month_cells, queries.months(by=by, scope=scope))
    elif what == "reconciliation":
        found = queries.reconciliation(by=by, level=_level(request), scope=scope)
        head, rows = tables.RECONCILED, map(tables.reconciled_cells, found)
    elif what == "evaluation":
        head, rows = tables.EVALUATED, map(tables.evaluated_cells, _evaluated(by, _span_form(request)))
    else:
        inside = [one.region for one, _balances in queries.budgets(by=by)]
        found_rows = (row for row in queries.ledger_rows(scope=scope) if row.region in inside)
        head, rows = tables.LEDGER, map(tables.ledger_cells, found_rows)
    return as_xlsx(f"{what}.xlsx", [str(one) for one in head], rows)


def as_xlsx(name: str, header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> HttpResponse:
    """A table to download; written to a file row by row, so its length does not matter."""
    with tempfile.TemporaryDirectory(prefix="yunpei-ledger-") as folder:
        place = Path(folder) / name
        write_xlsx(place, header, rows)
        answer = HttpResponse(place.read_bytes(), content_type=XLSX)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@page("officer_finance")
def grant(request: HttpRequest) -> HttpResponse:
    """Put money into a region's budget."""
    by = actor(request)
    held = {budget.fund for budget, _balances in queries.budgets(by=by)}
    names = sorted({pack.fund for pack in cases.programmes()} | held)
    inside = [code for code in regions.offered(regions.on_hand()) if region_covers(by.region, code)]
    form = GrantForm(request.POST or None, funds=names, regions=regions.grouped(inside))
    if request.method == "POST" and tried(
        form,
        lambda given: funds.budget_grant(
            budget=Budget(given["fund"], given["region"]),
            amount_fen=given["amount"],
            reason=given["reason"],
            by=by,
            at=now(),
        ),
    ):
        flash.say(request, _("已拨入。"))
        return redirect("bureau:ledger")
    return render(request, "bureau/grant.html", {"form": form, "title": _("拨入资金"), "button": _("拨入")})


@page("officer_finance")
def restore(request: HttpRequest) -> HttpResponse:
    """Put money that came back into its budget again."""
    by = actor(request)
    back = (AccountKind.RETURNED, AccountKind.RECOVERED)
    held = [(budget, kind, fen) for budget, own in queries.budgets(by=by) for kind, fen in own.items() if kind in back]
    choices = {f"{budget.region}|{kind}|{budget.fund}": (budget, kind, fen) for budget, kind, fen in held if fen}
    accounts = [(key, tables.account_told(*one)) for key, one in choices.items()]
    form = RestoreForm(request.POST or None, accounts=accounts)
    if request.method == "POST" and tried(
        form,
        lambda given: funds.budget_restore(
            budget=choices[given["account"]][0],
            account=choices[given["account"]][1],
            amount_fen=given["amount_fen"],
            reason=given["reason"],
            by=by,
            at=now(),
        ),
    ):
        flash.say(request, _("已恢复为可用额度。"))
        return redirect("bureau:ledger")
    return render(request, "bureau/grant.html", {"form": form, "title": _("退回资金恢复额度"), "button": _("恢复额度")})


def _scope_form(request: HttpRequest, by: Actor) -> ScopeForm:
    budgets = [budget for budget, _balances in queries.budgets(by=by)]
    return ScopeForm(
        request.GET if set(request.GET) & {"fund", "region", "programme", "month"} else {},
        funds=sorted({budget.fund for budget in budgets}),
        regions=[(code, regions.name(code)) for code in sorted({budget.region for budget in budgets})],
        programmes=[(name, programme_name(name)) for name in queries.programmes(by=by)],
    )


def _level(request: HttpRequest) -> str:
    wanted = request.GET.get("level", "")
    return wanted if wanted in queries.LEVELS else queries.LEVELS[0]


def _span_form(request: HttpRequest) -> SpanForm:
    today = day_of(now())
    year = {"since": date(today.year, 1, 1).isoformat(), "until": today.isoformat()}
    return SpanForm(request.GET if "since" in request.GET else year)


def _evaluated(by: Actor, form: SpanForm) -> list[Evaluated]:
    if not form.is_valid():
        return []
    since, until = start_of(form.cleaned_data["since"]), start_of(form.cleaned_data["until"] + timedelta(days=1))
    return queries.evaluation(by=by, scope=Scope(), since=since, until=until)
