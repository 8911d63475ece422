"""Recoveries with their receipts, and advances, as lists and pages show them."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import QuerySet

from yunpei.common.actor import Actor
from yunpei.common.errors import NotFound
from yunpei.funds import access
from yunpei.funds.models import Advance, Recovery
from yunpei.funds.queries.books import seen_region
from yunpei.funds.types import (
    LINE_KINDS,
    AdvanceCard,
    LineAmount,
    ReceiptRow,
    RecoveryCard,
    RecoveryKind,
    RecoveryState,
    Standing,
)


def recoveries(*, by: Actor, open_only: bool = False, limit: int = 500) -> list[RecoveryCard]:
    """Recoveries of the officer's region and below, the newest first. Raises Forbidden, NotFound. 1 query."""
    rows = Recovery.objects.filter(region__startswith=seen_region(by))
    if open_only:
        rows = rows.filter(ended_at__isnull=True)
    return [_card(row) for row in rows.order_by("-opened_at", "-id")[:limit]]


def recovery(*, number: str, by: Actor) -> RecoveryCard:
    """One recovery. Raises NotFound, Forbidden."""
    row = Recovery.objects.filter(number=number).first()
    if row is None:
        raise NotFound
    access.reader(by, row.region)
    return _card(row)


def recoveries_of(*, case: str) -> list[RecoveryCard]:
    """The recoveries of a case, in order. For the room above, which has judged who may. 1 query."""
    return [_card(row) for row in Recovery.objects.filter(case=case).order_by("id")]


def receipts(*, number: str, by: Actor) -> list[ReceiptRow]:
    """What came back on a recovery, in order. Raises NotFound, Forbidden."""
    recovery(number=number, by=by)
    rows = Recovery.objects.get(number=number).receipts.order_by("id")
    return [ReceiptRow(row.reference, row.received_on, row.payer, row.amount_fen, row.entered_at) for row in rows]


def advance_of(*, case: str) -> AdvanceCard | None:
    """The advance on a case, None where there is none. For the room above, which has judged who may. 1 query."""
    row = _advances().filter(case=case).first()
    return None if row is None else _advance(row)


def advance_lines(*, cases: Iterable[str]) -> dict[str, LineAmount]:
    """By case, the advance that is set aside and not sent yet. For the room above. 1 query."""
    rows = _advances().filter(case__in=list(cases), line__reserved_fen__gt=0).order_by("case")
    return {row.case: LineAmount(row.line.line, row.line.reserved_fen) for row in rows}


def advances(*, by: Actor, limit: int = 500) -> list[AdvanceCard]:
    """Advances of the officer's region whose money is not settled yet, the oldest first. Raises Forbidden, NotFound. 1 query."""
    rows = _advances().filter(line__region__startswith=seen_region(by), line__advance_fen__gt=0)
    return [_advance(row) for row in rows.order_by("granted_at", "id")[:limit]]


def _advances() -> QuerySet[Advance]:
    return Advance.objects.filter(cancelled_at__isnull=True).select_related("line")


def _advance(row: Advance) -> AdvanceCard:
    standing = Standing(*(getattr(row.line, f"{kind}_fen") for kind in LINE_KINDS))
    return AdvanceCard(
        row.case, row.line.fund, row.line.region, row.allowed_fen, row.amount_fen, row.rule, row.granted_at, standing
    )


def _card(row: Recovery) -> RecoveryCard:
    return RecoveryCard(
        number=row.number,
        kind=RecoveryKind(row.kind),
        state=RecoveryState(row.state),
        case=row.case,
        fund=row.fund,
        region=row.region,
        reason=row.reason,
        amount_fen=row.amount_fen,
        back_fen=row.back_fen,
        written_off_fen=row.written_off_fen,
        opened_at=row.opened_at,
        demanded_at=row.demanded_at,
        due_on=row.due_on,
        ended_why=row.ended_why,
    )
