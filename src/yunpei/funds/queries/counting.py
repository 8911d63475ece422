"""Money that reached payees, counted from the transfers for the figures of the site."""

from __future__ import annotations

from django.db.models import Case, F, Q, Sum, Value, When

from yunpei.common.counted import Counted, counted, month_of
from yunpei.funds.models import Transfer
from yunpei.funds.types import AccountKind

REACHED = (AccountKind.PAID, AccountKind.ADVANCE, AccountKind.SETTLED)


def paid_by_month() -> list[Counted]:
    """Fen that reached payees, advances too, less what was asked back, by the month of the transfer. region: the budget's. 2 queries."""
    into, out = Q(target__kind__in=REACHED), Q(source__kind__in=REACHED)
    fen = Case(When(into & ~out, then=F("amount_fen")), When(out & ~into, then=-F("amount_fen")), default=Value(0))
    moved = Transfer.objects.filter(line__isnull=False)
    rows = (
        moved.annotate(
            month=month_of(moved, "at"),
            region=F("line__region"),
            programme=F("line__programme"),
            fund=F("line__fund"),
        )
        .values("month", "region", "programme", "fund")
        .annotate(value=Sum(fen))
        .order_by("month", "region", "programme", "fund")
    )
    return counted(rows)
