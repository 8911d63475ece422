"""Money on its way: lines set aside, sent, paid, without any case behind them; and approved cases, as many as are wanted."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime

from tests.casework.city import BUDGET, City
from yunpei.funds import actions, queries
from yunpei.funds.bank import Answer
from yunpei.funds.types import CaseRef, LineAmount, Payee, PaymentOrder

AT = datetime(2020, 4, 10, 2, tzinfo=UTC)
PROGRAMME = "wuxi-2020-10/online"
PAYEE = Payee("虚构有限公司", "虚构银行", "6200000000000001", "firm")


def set_aside(
    there: City,
    *items: LineAmount,
    case: str = "C1",
    programme: str = PROGRAMME,
    asked_at: datetime = AT,
    at: datetime = AT,
) -> None:
    """Reserved for lines of a case."""
    ref = CaseRef(case, programme, asked_at)
    actions.reserve(budget=BUDGET, case=ref, items=items, by=there.reviewers[0], at=at)


def sent(there: City, *items: LineAmount, case: str = "C1", payee: Payee = PAYEE, at: datetime = AT) -> str:
    """In a batch of one row; its number."""
    return actions.batch_make(budget=BUDGET, orders=[PaymentOrder(case, payee, items)], by=there.payer, at=at)


def answered(there: City, number: str, paid: bool = True, at: datetime = AT) -> None:
    """The bank says the same of every row."""
    rows = queries.batch_rows(number=number, by=there.payer)
    answers = [Answer(2, row.number, paid, row.amount_fen, "" if paid else "账号不存在") for row in rows]
    actions.batch_result(number=number, answers=answers, by=there.payer, at=at)


def paid(there: City, *items: LineAmount, case: str = "C1", at: datetime = AT, **named: object) -> str:
    """Set aside, sent and paid on one day; the batch's number."""
    set_aside(there, *items, case=case, at=at, **named)  # type: ignore[arg-type]
    number = sent(there, *items, case=case, at=at)
    answered(there, number, at=at)
    return number


def approved_cases(there: City, cases: Iterable[str], lines: int, payee: str, fen: int = 44_400) -> None:
    """Cases as they stand after their approval: counted lines, money set aside, people's accounts where people are paid."""
    from yunpei.casework.models import Application, Case, CaseLine
    from yunpei.casework.money import amount_of, ref_of

    account = {"name": "虚构有限公司", "bank": "虚构银行", "account": "6200000000000000", "kind": payee}
    for number in cases:
        case = Case.objects.create(
            number=number,
            kind="application",
            programme=PROGRAMME,
            pack_version=date(2020, 1, 26),
            pack_digest="0" * 64,
            fund=BUDGET.fund,
            organisation_id=there.organisation_id,
            region=BUDGET.region,
            pay_region=BUDGET.region,
            pay_office_id=there.payer.office_id,
            state="approved",
            opened_at=AT,
            changed_at=AT,
            submitted_at=AT,
            payee=account,
        )
        Application.objects.create(case=case, claimant="enterprise", region=BUDGET.region)
        rows = CaseLine.objects.bulk_create(
            CaseLine(case=case, place=place, name="甲", id_masked="9900************10", state="counted", amount_fen=fen)
            for place in range(lines)
        )
        items = [amount_of(row) for row in rows]
        actions.reserve(budget=BUDGET, case=ref_of(case), items=items, by=there.reviewers[0], at=AT)
        if payee == "person":
            payees = {one.line: Payee("甲", "虚构银行", f"62{place:014d}", payee) for place, one in enumerate(items)}
            actions.payees_put(budget=BUDGET, payees=payees, by=there.admin, at=AT)
