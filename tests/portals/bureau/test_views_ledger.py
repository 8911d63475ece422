"""The books on pages and as files: the figures are those of the transfers, and finance reads everything."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from tests.casework.city import AFTER, BUDGET, DAY, City
from tests.funds.money import AT, paid, set_aside
from tests.portals.conftest import SignedIn
from yunpei.common import clock
from yunpei.common.money import fen_of_yuan
from yunpei.funds import actions, queries
from yunpei.funds.models import FundAccount, Transfer
from yunpei.funds.types import AccountKind, LineAmount, RecoveryKind

pytestmark = [pytest.mark.django_db, pytest.mark.req("R31", "R50")]
ITEMS = (LineAmount("line-1", 30_000, "p1"), LineAmount("line-2", 20_000, "p2"))
PAGES = ("", "register/", "reconciliation/", "evaluation/", "budget/", "restore/", "recoveries/")


@pytest.fixture
def books(there: City) -> City:
    """Two lines paid, one of them asked back and partly returned, a third set aside."""
    paid(there, *ITEMS, asked_at=AT - 10 * DAY)
    set_aside(there, LineAmount("line-3", 7_000), case="C3")
    number = actions.recovery_open(
        budget=BUDGET,
        case="C1",
        kind=RecoveryKind.FINDING,
        items=ITEMS[1:],
        reason="虚报",
        by=there.inspector,
        at=AT,
    )
    actions.receipt_enter(
        number=number, reference="HD-1", received_on=AT.date(), payer="企业", amount_fen=5_000, by=there.payer, at=AT
    )
    return there


def sheet(data: bytes, folder: Path) -> list[dict[str, Any]]:
    path = folder / "book.xlsx"
    path.write_bytes(data)
    header, *rows = load_workbook(path).active.iter_rows(values_only=True)
    return [dict(zip(header, row, strict=True)) for row in rows]


def test_every_book_opens_and_is_a_file(books: City, signed_in: SignedIn, tmp_path: Path) -> None:
    client = signed_in(books.finance)
    with clock.holding(AFTER + 20 * DAY):
        for page in PAGES:
            assert client.get(f"/bureau/ledger/{page}").status_code == 200, page
        files = {
            name: sheet(client.get(f"/bureau/ledger/{name}.xlsx").content, tmp_path)
            for name in ("ledger", "months", "register", "reconciliation", "evaluation")
        }
    assert len(files["ledger"]) == 2 * Transfer.objects.count()
    assert sum(fen_of_yuan(row["金额（元）"]) for row in files["ledger"]) == 0
    [register] = files["register"]
    assert (register["金额（元）"], str(register["人次"]), register["账号"]) == ("500.00", "2", "****0001")
    [fund] = files["reconciliation"]
    assert (fund["应付（元）"], fund["已付（元）"], fund["应付未付（元）"]) == ("370.00", "450.00", "-80.00")
    [used] = files["evaluation"]
    figures = [
        used[name]
        for name in ("已拨付（元）", "已预留（元）", "已退回或追回（元）", "受益人数", "人均（元）", "申领到拨付（天）")
    ]
    assert figures == ["300.00", "70.00", "50.00", 1, "300.00", "10.0"]
    month = next(row for row in files["months"] if row["补贴项目"] != "—")
    assert [month[name] for name in ("月份", "批准", "拨付", "应退回", "已退回")] == [
        "2020-04",
        "570.00",
        "300.00",
        "150.00",
        "50.00",
    ]


def test_filters_hold_for_page_and_file(books: City, signed_in: SignedIn, tmp_path: Path) -> None:
    client = signed_in(books.payer)
    april = 2 * Transfer.objects.filter(line__isnull=False).count()  # the budget was granted in February
    for query, count in (
        ("month=2020-04", april),
        ("month=2020-05", 0),
        ("programme=wuxi-2020-10/online&month=2020-04", april),
    ):
        data = client.get(f"/bureau/ledger/ledger.xlsx?{query}").content
        assert len(sheet(data, tmp_path)) == count
    wrong = client.get("/bureau/ledger/?month=2020-4x").content.decode()
    assert "2020-04 的样子" in wrong


def test_books_that_do_not_agree_are_shown(books: City, signed_in: SignedIn) -> None:
    client = signed_in(books.inspector)
    assert "三者一致" in client.get("/bureau/ledger/reconciliation/").content.decode()
    FundAccount.objects.filter(kind=AccountKind.PAID).update(balance_fen=1)
    told = client.get("/bureau/ledger/reconciliation/?level=case").content.decode()
    assert "不一致" in told
    assert "三者一致" not in told


def test_what_came_back_goes_into_the_budget(books: City, signed_in: SignedIn) -> None:
    client = signed_in(books.finance)
    before = queries.balances(budget=BUDGET)[AccountKind.BUDGET]
    given = {"account": f"{BUDGET.region}|recovered|{BUDGET.fund}", "amount_fen": "50.01", "reason": "缴回专账"}
    with clock.holding(AFTER + 20 * DAY):
        assert "余额不足" in client.post("/bureau/ledger/restore/", given).content.decode()
        assert client.post("/bureau/ledger/restore/", given | {"amount_fen": "50"}).status_code == 302
    assert queries.balances(budget=BUDGET)[AccountKind.BUDGET] == before + 5_000
