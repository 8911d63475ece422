"""What the books say. Readers pass their Actor where a region's books are opened; sums for a case are asked by casework."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.db.models import Count, Q, QuerySet, Sum

from yunpei.common.actor import Actor
from yunpei.common.errors import NotFound
from yunpei.funds import access
from yunpei.funds.bank import DEFAULT, Template, payment_list
from yunpei.funds.models import FundAccount, LineBalance, PaymentBatch, PaymentLine, Transfer
from yunpei.funds.types import AccountKind, Batch, BatchState, Budget, LedgerRow, PaymentRow, PaymentState, Standing
from yunpei.people.access import significant

PURPOSE = "职业培训补贴"


def balances(*, budget: Budget) -> dict[AccountKind, int]:
    """Fen in every account of a fund in a region; they sum to zero."""
    found = dict.fromkeys(AccountKind, 0)
    for row in FundAccount.objects.filter(fund=budget.fund, region=budget.region).order_by("id"):
        found[AccountKind(row.kind)] = row.balance_fen
    return found


def budgets(*, by: Actor) -> list[tuple[Budget, dict[AccountKind, int]]]:
    """Every fund and region that the officer may read, with its balances. Raises Forbidden, NotFound."""
    access.reader(by, by.region or "")
    found: dict[Budget, dict[AccountKind, int]] = {}
    for row in FundAccount.objects.filter(region__startswith=significant(by.region or "")).order_by(
        "fund", "region", "id"
    ):
        own = found.setdefault(Budget(row.fund, row.region), dict.fromkeys(AccountKind, 0))
        own[AccountKind(row.kind)] = row.balance_fen
    return list(found.items())


def line_standings(*, lines: Iterable[str]) -> dict[str, Standing]:
    """Where the money of each line stands; lines without any are left out."""
    rows = LineBalance.objects.filter(line__in=list(lines)).order_by("line")
    return {row.line: Standing(row.reserved_fen, row.in_payment_fen, row.paid_fen) for row in rows}


def case_standings(*, cases: Iterable[str]) -> dict[str, Standing]:
    """Where the money of each case stands; cases without any are left out."""
    rows = (
        LineBalance.objects.filter(case__in=list(cases))
        .values("case")
        .annotate(reserved=Sum("reserved_fen"), sent=Sum("in_payment_fen"), paid=Sum("paid_fen"))
        .order_by("case")
    )
    return {row["case"]: Standing(row["reserved"], row["sent"], row["paid"]) for row in rows}


def batches(*, by: Actor) -> list[Batch]:
    """Payment batches of the officer's region and below, newest first. Raises Forbidden, NotFound."""
    access.reader(by, by.region or "")
    return [
        _batch(row)
        for row in _summed(PaymentBatch.objects.filter(region__startswith=significant(by.region or ""))).order_by(
            "-made_at", "-id"
        )
    ]


def batch(*, number: str, by: Actor) -> Batch:
    """One batch with its sums. Raises NotFound, Forbidden."""
    row = _summed(PaymentBatch.objects.filter(number=number)).first()
    if row is None:
        raise NotFound
    access.reader(by, row.region)
    return _batch(row)


def batch_rows(*, number: str, by: Actor) -> list[PaymentRow]:
    """The rows of a batch, in the order of the bank's list. Raises NotFound, Forbidden."""
    batch(number=number, by=by)
    rows = PaymentLine.objects.filter(batch__number=number).order_by("number")
    return [
        PaymentRow(
            row.number,
            row.case,
            row.payee,
            row.bank,
            "*" * max(0, len(row.account) - 4) + row.account[-4:],
            row.amount_fen,
            PaymentState(row.state),
            row.reason,
            row.settled_at,
        )
        for row in rows
    ]


def batch_file(*, number: str, by: Actor, template: Template = DEFAULT) -> bytes:
    """The xlsx for the bank, made from the frozen rows. A paying officer of the region. Raises NotFound, Forbidden."""
    found = PaymentBatch.objects.filter(number=number).first()
    if found is None:
        raise NotFound
    access.payer(by, found.region)
    return payment_list(found.lines.order_by("number"), PURPOSE, template)


def ledger_rows(*, fund: str | None = None, region: str | None = None) -> Iterator[LedgerRow]:
    """Every transfer as its two signed sides, oldest first: what leaves an account is negative. Sums to zero per transaction."""
    rows = Transfer.objects.select_related("source", "target").order_by("id")
    if fund is not None:
        rows = rows.filter(source__fund=fund)
    if region is not None:
        rows = rows.filter(source__region=region)
    for row in rows.iterator(chunk_size=2000):
        for account, sign in ((row.source, -1), (row.target, 1)):
            yield LedgerRow(
                str(row.transaction),
                row.at,
                account.fund,
                account.region,
                AccountKind(account.kind),
                row.case,
                sign * row.amount_fen,
            )


def _summed(rows: QuerySet[PaymentBatch]) -> QuerySet[PaymentBatch]:
    return rows.annotate(
        count=Count("lines"),
        amount=Sum("lines__amount_fen"),
        paid=Sum("lines__amount_fen", filter=Q(lines__state=PaymentState.PAID)),
        failed=Sum("lines__amount_fen", filter=Q(lines__state=PaymentState.FAILED)),
    )


def _batch(row: PaymentBatch) -> Batch:
    sums: dict[str, int | None] = row.__dict__  # what _summed added
    return Batch(
        row.number,
        row.fund,
        row.region,
        BatchState(row.state),
        row.made_at,
        sums["count"] or 0,
        sums["amount"] or 0,
        sums["paid"] or 0,
        sums["failed"] or 0,
    )
