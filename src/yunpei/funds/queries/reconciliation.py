"""due − given to the fen (核对): per fund, programme, case and line, per batch; and whether accounts and transfers agree."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet, Sum

from yunpei.common.actor import Actor
from yunpei.funds.models import FundAccount, LineBalance, PaymentBatch, PaymentLine, Transfer
from yunpei.funds.moving import CHUNK
from yunpei.funds.queries.books import SUMS, in_scope, seen_region, standing_of
from yunpei.funds.types import CAME_BACK, LINE_KINDS, AccountKind, PaymentState, Reconciled, Scope, Standing

LEVELS = ("fund", "programme", "batch", "case", "line")
_NAMED = {"fund": "fund", "programme": "programme", "case": "case", "line": "line"}


def reconciliation(*, by: Actor, level: str, scope: Scope) -> Iterator[Reconciled]:
    """What is due, given and open at a level of LEVELS, in the officer's region and below. Raises Forbidden, NotFound. 1 query.

    A batch's due is what was sent and has not failed. scope.month is not looked at: a balance is of now.
    """
    region = seen_region(by)
    if level == "batch":
        yield from _batches(region, scope)
        return
    rows = in_scope(LineBalance.objects.filter(region__startswith=region), scope)
    name = _NAMED[level]
    wanted = dict.fromkeys((name, "fund", "region", *([] if level == "fund" else ["programme"])))
    found: QuerySet[LineBalance, dict[str, Any]] = rows.values(*wanted).annotate(**SUMS).order_by(*wanted)
    for row in found.iterator(chunk_size=CHUNK):
        yield Reconciled(row[name], row["fund"], row["region"], row.get("programme", ""), standing_of(row))


def _batches(region: str, scope: Scope) -> Iterator[Reconciled]:
    rows = in_scope(PaymentBatch.objects.filter(region__startswith=region), Scope(scope.fund, scope.region))
    sums: dict[int, dict[str, int]] = {}
    for batch, state, fen in (
        PaymentLine.objects.filter(batch__in=rows)
        .values_list("batch", "state")
        .annotate(fen=Sum("amount_fen"))
        .order_by("batch")
    ):
        sums.setdefault(batch, {})[state] = fen
    for row in rows.order_by("number"):
        own = sums.get(row.pk, {})
        sent, paid = own.get(PaymentState.LISTED, 0), own.get(PaymentState.PAID, 0)
        yield Reconciled(row.number, row.fund, row.region, "", Standing(in_payment_fen=sent, paid_fen=paid))


def differences(*, by: Actor) -> list[tuple[str, str, AccountKind, int, int, int | None]]:
    """Where the books do not agree with themselves: fund, region, account, balance, sum of transfers, sum of lines. Empty: they do.

    The sums are worked out anew from every transfer. Money that came back may have gone on into the budget, so its lines are
    not compared. Raises Forbidden, NotFound. 4 queries.
    """
    region = seen_region(by)
    moved: dict[int, int] = {}
    for side, sign in (("source", -1), ("target", 1)):
        rows = Transfer.objects.filter(**{f"{side}__region__startswith": region}).values_list(side)
        for account, fen in rows.annotate(fen=Sum("amount_fen")).order_by(side):
            moved[account] = moved.get(account, 0) + sign * fen
    lines: dict[tuple[str, str], Any] = {
        (row["fund"], row["region"]): row
        for row in LineBalance.objects.filter(region__startswith=region)
        .values("fund", "region")
        .annotate(**SUMS)
        .order_by("fund", "region")
    }
    found = []
    for account in FundAccount.objects.filter(region__startswith=region).order_by("fund", "region", "id"):
        kind, booked = AccountKind(account.kind), moved.get(account.pk, 0)
        held: int | None = None
        if kind in LINE_KINDS and kind not in CAME_BACK:
            held = lines.get((account.fund, account.region), {}).get(f"{kind}_fen", 0)
        if account.balance_fen != booked or held not in (None, account.balance_fen):
            found.append((account.fund, account.region, kind, account.balance_fen, booked, held))
    return found
