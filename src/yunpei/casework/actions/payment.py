"""Approved money is paid: a batch for the bank, its answer, failed rows paid again. Who reviewed a case may not pay it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from django.db import transaction

from yunpei.casework import access, gates
from yunpei.casework.actions.settling import settle_paid
from yunpei.casework.models import Case
from yunpei.casework.money import budget_of
from yunpei.casework.moving import locked, move, move_all
from yunpei.casework.orders import orders
from yunpei.casework.states import TABLES
from yunpei.casework.telling import tell
from yunpei.casework.types import DECIDED, CaseKind
from yunpei.common.actor import Actor
from yunpei.common.errors import Conflict, Invalid, NotFound, Problem
from yunpei.common.language import Text
from yunpei.funds import actions as funds
from yunpei.funds import queries as books
from yunpei.funds.bank import Answer, read_result
from yunpei.funds.bank_templates import templates
from yunpei.funds.types import BatchResult

CASES = 1000  # locked by one statement


@transaction.atomic
def batch_make(*, cases: Iterable[str], by: Actor, at: datetime) -> str:
    """Make a payment batch of what is set aside and not yet sent of approved claims and advances; returns its number.

    One row for the bank per case, or per person where people are paid. An officer of the paying office who reviewed none of the
    cases. All cases are of one fund and paying region: funds never mix. Raises NotFound, Forbidden, Invalid; Conflict where a
    case is not approved or owes nothing.
    """
    held = _locked_cases(cases, by)
    if not held:
        raise Invalid([Problem("cases", Text("请选择要拨付的案件", "choose the cases to pay"))])
    budgets = {budget_of(case) for case in held}
    if len(budgets) != 1:
        raise Invalid(
            [Problem("cases", Text("一批只能拨付同一资金、同一地区的案件", "a batch is of one fund and one region"))]
        )
    access.need_payer(by, *held)
    for case in held:
        TABLES[CaseKind(case.kind)].row(case.state, "pay")
        gates.ask(case, "pay", by=by, at=at)
    number = funds.batch_make(budget=budgets.pop(), orders=orders(held), by=by, at=at)
    move_all(held, "pay", by=by, at=at, batch=number)
    return number


def _locked_cases(numbers: Iterable[str], by: Actor) -> list[Case]:
    """The cases in the order of their ids, locked. Raises NotFound."""
    wanted = sorted(set(numbers))
    keys = dict[int, str]()
    for start in range(0, len(wanted), CASES):
        part = Case.objects.filter(number__in=wanted[start : start + CASES])
        keys |= dict(part.order_by("id").values_list("id", "number"))
    held, ordered = list[Case](), sorted(keys)
    for start in range(0, len(ordered), CASES):
        rows = Case.objects.select_for_update().filter(pk__in=ordered[start : start + CASES])
        held += [access.need_seen(by, case) for case in rows.order_by("id")]
    if len(held) != len(wanted):
        raise NotFound
    return held


@transaction.atomic
def batch_result(*, number: str, path: Path, template: str = "", by: Actor, at: datetime) -> BatchResult:
    """Take the bank's result file (xlsx or CSV) for a batch; the same file again changes nothing.

    template: the bank's format by its id, "" = whichever fits. An officer of the paying office. Paid cases without anything held
    or owed are settled. Raises NotFound, Forbidden; Invalid with every row that can't be read or does not fit.
    """
    known, _ = templates()
    if template and template not in known:
        raise Invalid([Problem("template", Text(f"没有格式 {template}", f"no format {template}"))])
    chosen = [known[template]] if template else list(known.values())
    return batch_answers(number=number, answers=read_result(path, chosen), by=by, at=at)


@transaction.atomic
def batch_answers(*, number: str, answers: Iterable[Answer | Problem], by: Actor, at: datetime) -> BatchResult:
    """The bank's answers as batch_result takes them from its file. Raises as batch_result."""
    held = {case.number: case for case in _locked_cases(books.batch_cases(number=number, by=by), by)}
    access.need_payer(by, *held.values())
    result = funds.batch_result(number=number, answers=answers, by=by, at=at)
    told = settle_paid([held[one] for one in result.cases], by=by, at=at) | set(result.failed_cases)
    for one in result.failed_cases:
        tell(held[one], "payment_failed", at)
    for one in result.cases:
        if one not in told:
            tell(held[one], "payment_made", at)
    return result


@transaction.atomic
def claim_close(*, number: str, by: Actor, at: datetime) -> None:
    """File a paid case away, and with a claim its class filing. The program (jobs).

    Raises NotFound, Forbidden; Conflict where its state does not allow it, or money of it has to come back.
    """
    case = locked(number, by, *DECIDED)
    filings = list(Case.objects.select_for_update().filter(claims=case))
    if any(one.open_fen for of in (case, *filings) for one in books.recoveries_of(case=of.number)):
        raise Conflict(Text("有款项待追回，暂不办结", "money of it has to come back first"))
    move(case, "close", by=by, at=at)
    for filing in filings:
        if filing.state == "approved":
            move(filing, "close", by=by, at=at)
