"""Money that goes to people: their accounts from a table, a row of the bank's list each, failed ones paid again."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.casework.advancing import paid_in_advance
from tests.casework.city import AFTER, BUDGET, DAY, City, Studied, approved, books_balance, city, claimed, firm_of
from yunpei.casework import actions, queries
from yunpei.casework.models import Case
from yunpei.casework.payee_table import HEADER
from yunpei.casework.types import CaseState
from yunpei.common.errors import Conflict, Forbidden, Invalid, NotFound
from yunpei.common.sheets.write import write_xlsx
from yunpei.funds import queries as books
from yunpei.funds.bank import Answer
from yunpei.funds.types import PaymentState

pytestmark = pytest.mark.django_db
LATER = AFTER + 8 * DAY
DUE = 44_400
Rows = list[list[str]]


@pytest.fixture
def there(db: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> City:
    Studied().stand_in(monkeypatch)
    paid_in_advance(tmp_path, monkeypatch, account="person")
    return city()


def filled(number: str, there: City, folder: Path, change: dict[int, list[str]] | None = None) -> Path:
    """The table as it is given out, each account filled in; change: place → the last two cells."""
    _, rows = queries.payee_table(number=number, by=there.admin)
    cells = [[str(cell) for cell in row[:3]] for row in rows]
    for place, row in enumerate(cells, start=1):
        row += (change or {}).get(place, ["虚构银行", f"62170000000000{place:04d}"])
    path = folder / "accounts.xlsx"
    write_xlsx(path, HEADER, cells)
    return path


@pytest.mark.req("R30", "R48")
def test_each_is_paid_to_their_own_account_and_again_where_it_failed(there: City, tmp_path: Path) -> None:
    number = claimed(there, (1, 2, 3))
    approved(there, number)
    with pytest.raises(Conflict, match="收款账户"):
        actions.batch_make(cases=[number], by=there.payer, at=LATER)
    assert queries.payable(by=there.payer, budget=BUDGET) == []
    assert queries.payees_given(number=number, by=there.admin) == (0, 3)
    path = filled(number, there, tmp_path, {3: ["", ""]})
    assert actions.payees_read(number=number, path=path, by=there.admin, at=LATER) == 2
    assert queries.payable(by=there.payer, budget=BUDGET) == [number]
    batch = actions.batch_make(cases=[number], by=there.payer, at=LATER)
    rows = books.batch_rows(number=batch, by=there.payer)
    assert [(row.account_masked, row.amount_fen) for row in rows] == [("****0001", DUE), ("****0002", DUE)]
    one, two = rows
    answers = [Answer(2, one.number, True), Answer(3, two.number, False, reason="账号不存在")]
    actions.batch_answers(number=batch, answers=answers, by=there.payer, at=LATER)
    assert Case.objects.get(number=number).state == CaseState.IN_PAYMENT
    mended = filled(number, there, tmp_path, {1: ["虚构银行", "****0001"], 2: ["虚构银行", "6217000000009999"]})
    assert actions.payees_read(number=number, path=mended, by=there.admin, at=LATER) == 2
    again = actions.batch_make(cases=[number], by=there.payer, at=LATER)
    rows = books.batch_rows(number=again, by=there.payer)
    assert [row.account_masked for row in rows] == ["****9999", "****0003"]
    assert [row.account_masked for row in books.batch_rows(number=batch, by=there.payer)] == ["****0001", "****0002"]
    actions.batch_answers(number=again, answers=[Answer(2, row.number, True) for row in rows], by=there.payer, at=LATER)
    assert Case.objects.get(number=number).state == CaseState.PAID
    assert not books.batch_rows(number=again, by=there.payer, state=PaymentState.FAILED)
    with pytest.raises(Conflict):
        actions.payees_read(number=number, path=path, by=there.admin, at=LATER)
    books_balance()


def test_every_bad_row_is_told_and_nothing_is_taken(there: City, tmp_path: Path) -> None:
    number = claimed(there, (1, 2, 3))
    bad = {1: ["", "6217000000000001"], 2: ["虚构银行", "6.217E+15"]}
    with pytest.raises(Invalid) as refused:
        actions.payees_read(number=number, path=filled(number, there, tmp_path, bad), by=there.admin, at=LATER)
    told = [one.text.zh for one in refused.value.problems]
    assert [text[:5] for text in told] == ["第 2 行", "第 3 行"]
    path = tmp_path / "other.xlsx"
    write_xlsx(path, HEADER, [["1", "别人", "", "虚构银行", "6217000000000001"], ["9", "甲", "", "银行", "62170001"]])
    with pytest.raises(Invalid) as refused:
        actions.payees_read(number=number, path=path, by=there.admin, at=LATER)
    assert ["姓名应为" in one.text.zh for one in refused.value.problems] == [True, False]
    write_xlsx(path, ["序号", "姓名", "开户银行"], [["1", "甲", "虚构银行"]])
    with pytest.raises(Invalid, match="没有列"):
        actions.payees_read(number=number, path=path, by=there.admin, at=LATER)
    assert queries.payees_given(number=number, by=there.admin) == (0, 3)


def test_only_its_applicant_and_only_where_people_are_paid(
    there: City, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = claimed(there, (1,))
    path = filled(number, there, tmp_path)
    _, stranger, _ = firm_of(600)
    for who, error in ((stranger, NotFound), (there.payer, Forbidden), (there.reviewers[0], Forbidden)):
        with pytest.raises(error):
            actions.payees_read(number=number, path=path, by=who, at=LATER)
        with pytest.raises(error):
            queries.payee_table(number=number, by=who)
    monkeypatch.setattr("tests.casework.city.PROGRAMME", "wuxi-2020-10/online")
    plain = claimed(there, (2,))
    assert queries.payees_given(number=plain, by=there.admin) is None
    with pytest.raises(Conflict, match="拨付给单位"):
        actions.payees_read(number=plain, path=filled(plain, there, tmp_path), by=there.admin, at=LATER)
