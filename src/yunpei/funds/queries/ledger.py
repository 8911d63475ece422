"""The ledger (台账): every transfer, movements by action, sums by month, and the register of what was paid out."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Max, Min, QuerySet, Sum, Value
from django.db.models.functions import Coalesce, TruncMonth

from yunpei.common.actor import Actor
from yunpei.common.clock import SHANGHAI, day_of, start_of
from yunpei.funds.models import PaymentLine, Transfer
from yunpei.funds.moving import CHUNK
from yunpei.funds.queries.batches import masked
from yunpei.funds.queries.books import in_scope, seen_region
from yunpei.funds.types import AccountKind, Disbursement, LedgerRow, MonthRow, Movement, PaymentState, Scope

_SIDES = (
    "transaction", "at", "amount_fen", "source__fund", "source__region", "source__kind", "target__kind", "line__case",
    "drawn_on__case",
)  # fmt: skip
_ACTION = ("transaction", "at", "reason", "source__fund", "source__region", "source__kind", "target__kind")


def ledger_rows(*, scope: Scope | None = None) -> Iterator[LedgerRow]:
    """Every transfer as its two signed sides, oldest first: what leaves an account is negative. Sums to zero per transaction.

    What is drawn on an advance leaves the case that the advance was paid on.
    """
    rows = _in_scope(Transfer.objects.order_by("id"), scope or Scope()).values_list(*_SIDES)
    for transaction, at, fen, fund, region, source, target, case, drawn in rows.iterator(chunk_size=CHUNK):
        for kind, sign, whose in ((source, -1, drawn or case), (target, 1, case)):
            yield LedgerRow(str(transaction), at, fund, region, AccountKind(kind), whose or "", sign * fen)


def movements(*, by: Actor, scope: Scope, first: int = 0, limit: int = 50) -> tuple[list[Movement], int]:
    """What each action moved between two accounts, the newest first, and how many there are. Raises Forbidden, NotFound."""
    found = _seen(by, scope).values(*_ACTION).annotate(fen=Sum("amount_fen"), lines=Count("line"), last=Max("id"))
    found = found.annotate(case=Min("line__case"), other=Max("line__case")).order_by("-at", "-last")
    return [_movement(row) for row in found[first : first + limit]], found.count()


def _movement(row: dict[str, Any]) -> Movement:
    return Movement(
        str(row["transaction"]),
        row["at"],
        row["source__fund"],
        row["source__region"],
        AccountKind(row["source__kind"]),
        AccountKind(row["target__kind"]),
        row["reason"],
        (row["case"] or "") if row["case"] == row["other"] else "",
        row["lines"],
        row["fen"],
    )


def months(*, by: Actor, scope: Scope) -> list[MonthRow]:
    """What came into each account less what left it, by month, fund, region and programme. Raises Forbidden, NotFound. 2 queries.

    Money of the budget as a whole belongs to no programme: its rows have "".
    """
    found: dict[tuple[date, str, str, str], dict[AccountKind, int]] = {}
    dated = _seen(by, scope).annotate(
        month=TruncMonth("at", tzinfo=SHANGHAI), programme=Coalesce("line__programme", Value(""))
    )
    for side, sign in (("source__kind", -1), ("target__kind", 1)):
        grouped = dated.values("month", "source__fund", "source__region", "programme", side)
        for row in grouped.annotate(fen=Sum("amount_fen")).order_by("month"):
            key = (day_of(row["month"]), row["source__fund"], row["source__region"], row["programme"])
            moved = found.setdefault(key, dict.fromkeys(AccountKind, 0))
            moved[AccountKind(row[side])] += sign * row["fen"]
    return [MonthRow(*key, moved) for key, moved in sorted(found.items(), key=lambda one: one[0])]


def disbursements(*, by: Actor, scope: Scope) -> Iterator[Disbursement]:
    """The register of money paid out (资金发放台账), by the day the bank paid it. Raises Forbidden, NotFound. 1 query."""
    rows = PaymentLine.objects.filter(state=PaymentState.PAID, batch__region__startswith=seen_region(by))
    rows = in_scope(rows, scope, "items__line__")
    if scope.month is not None:
        since, until = month_bounds(scope.month)
        rows = rows.filter(settled_at__gte=since, settled_at__lt=until)
    summed = rows.annotate(lines=Count("items"), programme=Min("items__line__programme")).select_related("batch")
    return (_disbursement(row) for row in summed.order_by("settled_at", "id").iterator(chunk_size=CHUNK))


def _disbursement(row: PaymentLine) -> Disbursement:
    sums: dict[str, Any] = row.__dict__  # what was annotated
    assert row.settled_at is not None
    return Disbursement(
        settled_at=row.settled_at,
        batch=row.batch.number,
        number=row.number,
        fund=row.batch.fund,
        region=row.batch.region,
        programme=sums["programme"],
        case=row.case,
        payee=row.payee,
        bank=row.bank,
        account_masked=masked(row.account_tail),
        account_kind=row.account_kind,
        lines=sums["lines"],
        amount_fen=row.amount_fen,
    )


def month_bounds(month: date) -> tuple[datetime, datetime]:
    """The first moment of a month in China, and of the next one."""
    after = date(month.year + month.month // 12, month.month % 12 + 1, 1)
    return start_of(month.replace(day=1)), start_of(after)


def _seen(by: Actor, scope: Scope) -> QuerySet[Transfer]:
    return _in_scope(Transfer.objects.filter(source__region__startswith=seen_region(by)), scope)


def _in_scope(rows: QuerySet[Transfer], scope: Scope) -> QuerySet[Transfer]:
    if scope.month is not None:
        since, until = month_bounds(scope.month)
        rows = rows.filter(at__gte=since, at__lt=until)
    rows = in_scope(rows, Scope(scope.fund, scope.region), "source__")
    return in_scope(rows, Scope(programme=scope.programme), "line__")
