"""Approved claims are paid: a batch for the bank, its answer, failed rows paid again. Who reviewed a case may not pay it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from django.db import transaction

from yunpei.casework import access, gates
from yunpei.casework.actions.lines import budget_of, settle_if_paid
from yunpei.casework.models import Case
from yunpei.casework.moving import locked, move
from yunpei.casework.states import CLAIM
from yunpei.casework.types import CaseKind, LineState
from yunpei.common import audit
from yunpei.common.actor import Actor
from yunpei.common.errors import Conflict, Invalid, NotFound, Problem
from yunpei.common.language import Text
from yunpei.funds import actions as funds
from yunpei.funds import queries as books
from yunpei.funds.bank import Answer, read_result
from yunpei.funds.types import BatchResult, LineAmount, Payee, PaymentOrder
from yunpei.people import queries as people


@transaction.atomic
def batch_make(*, cases: Sequence[str], by: Actor, at: datetime) -> str:
    """Make a payment batch of what is reserved and not yet sent of approved claims; returns its number.

    One row for the bank per case. An officer of the paying office who reviewed none of the cases. All cases are of one fund and
    paying region: funds never mix. Raises NotFound, Forbidden, Invalid; Conflict where a case is not approved or owes nothing.
    """
    held = _locked_cases(cases, by)
    budgets = {budget_of(case) for case in held}
    if len(budgets) != 1:
        raise Invalid(
            [Problem("cases", Text("一批只能支付同一资金、同一地区的案件", "a batch is of one fund and one region"))]
        )
    orders = []
    for case in held:
        access.need_payer(by, case)
        CLAIM.row(case.state, "pay")
        gates.ask(case, "pay", by=by, at=at)
        orders.append(_order(case))
    number = funds.batch_make(budget=budgets.pop(), orders=orders, by=by, at=at)
    for case in held:
        move(case, "pay", by=by, at=at, batch=number)
    return number


def _locked_cases(numbers: Sequence[str], by: Actor) -> list[Case]:
    """The claims in the order of their ids, locked. Raises NotFound, Invalid."""
    if not numbers:
        raise Invalid([Problem("cases", Text("请选择要支付的案件", "choose the cases to pay"))])
    rows = Case.objects.select_for_update().filter(number__in=set(numbers), kind=CaseKind.CLAIM).order_by("id")
    held = [access.need_seen(by, case) for case in rows]
    if len(held) != len(set(numbers)):
        raise NotFound
    return held


def _order(case: Case) -> PaymentOrder:
    """What the bank is told for a case: its counted lines whose money is reserved."""
    lines = [
        str(one)
        for one in case.lines.filter(state=LineState.COUNTED).order_by("place").values_list("public_id", flat=True)
    ]
    standings = books.line_standings(lines=lines)
    items = tuple(LineAmount(line, standings[line].reserved_fen) for line in lines if line in standings)
    items = tuple(item for item in items if item.amount_fen)
    if not items:
        raise Conflict(
            Text(f"案件 {case.number} 没有待支付的金额", f"nothing of case {case.number} is waiting to be paid")
        )
    payee = Payee(case.payee["name"], case.payee["bank"], case.payee["account"], case.payee["kind"])
    return PaymentOrder(case.number, payee, items)


@transaction.atomic
def batch_result(*, number: str, path: Path, by: Actor, at: datetime) -> BatchResult:
    """Take the bank's result file (xlsx or CSV) for a batch; the same file again changes nothing.

    An officer of the paying office. Paid cases without anything held or owed are settled. Raises NotFound, Forbidden; Invalid
    with every row that can't be read or does not fit.
    """
    return batch_answers(number=number, answers=read_result(path), by=by, at=at)


@transaction.atomic
def batch_answers(*, number: str, answers: Sequence[Answer], by: Actor, at: datetime) -> BatchResult:
    """The bank's answers as batch_result takes them from its file. Raises as batch_result."""
    of_batch = {row.number: row.case for row in books.batch_rows(number=number, by=by)}
    cases = sorted(set(of_batch.values()))
    held = {case.number: case for case in _locked_cases(cases, by)}
    for case in held.values():
        access.need_payer(by, case)
    result = funds.batch_result(number=number, answers=answers, by=by, at=at)
    for case_number in result.cases:
        settle_if_paid(held[case_number], by=by, at=at)
    return result


@transaction.atomic
def payee_correct(*, number: str, by: Actor, at: datetime) -> None:
    """Take the account over from the organisation's page as it is now, after the bank refused the old one. Its organisation.

    Only while money is owed; what was sent keeps the account it was sent to. Raises NotFound, Forbidden, Conflict, Invalid.
    """
    case = locked(number, by, CaseKind.CLAIM)
    access.need_organisation(by, case)
    CLAIM.row(case.state, "pay")
    firm = people.organisation(case.organisation_id)
    if not firm.bank_account or not firm.bank_name:
        raise Invalid([Problem("bank_account", Text("请先填写开户银行和账号", "give bank and account first"))])
    before = case.payee
    case.payee = {**before, "name": firm.name, "bank": firm.bank_name, "account": firm.bank_account}
    case.save(update_fields=["payee"])
    detail = {"before": str(before.get("account", ""))[-4:], "now": firm.bank_account[-4:]}
    audit.record(by=by, at=at, verb="payee_correct", subject_type="case", subject_id=number, detail=detail)


@transaction.atomic
def claim_close(*, number: str, by: Actor, at: datetime) -> None:
    """File a paid claim away, and its class filing with it. The program (jobs). Raises NotFound, Forbidden, Conflict."""
    case = locked(number, by, CaseKind.CLAIM)
    move(case, "close", by=by, at=at)
    filing = Case.objects.select_for_update().get(claims=case)
    if filing.state == "approved":
        move(filing, "close", by=by, at=at)
