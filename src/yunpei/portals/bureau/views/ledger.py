"""The books: balances by fund and region, every movement, the same as xlsx, and money put in."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from yunpei.common.actor import Actor
from yunpei.common.money import yuan
from yunpei.common.sheets.write import write_xlsx
from yunpei.funds import actions as funds
from yunpei.funds import queries
from yunpei.funds.types import Budget, LedgerRow
from yunpei.people.access import region_covers
from yunpei.policy import packs
from yunpei.portals.bureau.forms import GrantForm
from yunpei.portals.bureau.views.payments import READERS, XLSX
from yunpei.portals.ui import flash
from yunpei.portals.ui.labels import find
from yunpei.portals.ui.pages import actor, now, page, tried
from yunpei.portals.ui.regions import NAMES
from yunpei.portals.ui.templatetags.ui import moment

PER_PAGE = 50


@page(*READERS)
def ledger(request: HttpRequest) -> HttpResponse:
    """Balances and movements, the newest first."""
    by = actor(request)
    rows = list(rows_of(by))[::-1]
    values = {
        "budgets": queries.budgets(by=by),
        "rows": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
        "grants": by.has("officer_finance"),
    }
    return render(request, "bureau/ledger.html", values)


@page(*READERS)
def download(request: HttpRequest) -> HttpResponse:
    """All movements of the region, oldest first; amounts in yuan with their sign."""
    header = [_("交易号"), _("时间"), _("资金"), _("地区"), _("账户"), _("案件"), _("金额（元）")]
    cells = (_cells(row) for row in rows_of(actor(request)))
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "ledger.xlsx"
        write_xlsx(place, header, cells)
        answer = HttpResponse(place.read_bytes(), content_type=XLSX)
    answer["Content-Disposition"] = 'attachment; filename="ledger.xlsx"'
    return answer


@page("officer_finance")
def grant(request: HttpRequest) -> HttpResponse:
    """Put money into a region's budget."""
    by = actor(request)
    names = sorted({packs.load_programme(name).fund for name in packs.find()})
    regions = [(code, name) for code, name in NAMES.items() if region_covers(by.region, code)]
    form = GrantForm(request.POST or None, funds=names, regions=regions)
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
    return render(request, "bureau/grant.html", {"form": form})


def rows_of(by: Actor) -> Iterator[LedgerRow]:
    """Movements of the officer's region and below."""
    return (row for row in queries.ledger_rows() if region_covers(by.region, row.region))


def _cells(row: LedgerRow) -> list[str]:
    account = str(find("account", row.account).word)
    return [
        row.transaction,
        moment(row.at),
        row.fund,
        NAMES.get(row.region, row.region),
        account,
        row.case,
        yuan(row.amount_fen),
    ]
