"""What the bank refused to pay, and where a claim's money would go now."""

from __future__ import annotations

from yunpei.casework.models import Case
from yunpei.casework.queries.cases import seen
from yunpei.casework.types import DECIDED, CaseState, RefusedPayment
from yunpei.common.actor import Actor
from yunpei.funds import queries as books
from yunpei.funds.types import PaymentRow

OWED = (CaseState.APPROVED.value, CaseState.IN_PAYMENT.value)


def refused_payments(*, by: Actor, number: str = "") -> list[RefusedPayment]:
    """Organisations' cases that the actor sees whose latest payment came back and is still owed. number: of this one only. 2 queries."""
    rows = (
        seen(by)
        .filter(kind__in=DECIDED, organisation__isnull=False, state__in=OWED)
        .select_related("organisation")
        .order_by("id")
    )
    held = {row.number: row for row in (rows.filter(number=number) if number else rows)}
    return [_refused(held[case], row) for case, row in books.failed_payments(cases=held).items()]


def _refused(case: Case, row: PaymentRow) -> RefusedPayment:
    sent_to, pays_to = (row.bank, row.account_masked), (case.payee["bank"], books.masked(case.payee["account"]))
    firm = case.organisation
    assert firm is not None
    return RefusedPayment(
        case=case.number,
        reason=row.reason,
        at=row.settled_at,
        sent_to=" ".join(sent_to),
        pays_to=" ".join(pays_to),
        corrected=sent_to != pays_to,
        offered=(firm.bank_name, firm.bank_account) != (case.payee["bank"], case.payee["account"]),
    )
