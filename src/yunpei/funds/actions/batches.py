"""A payment batch: reserved money becomes a frozen list for the bank, each line once."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from datetime import datetime

from django.db import IntegrityError, transaction

from yunpei.common.actor import Actor
from yunpei.common.errors import Conflict, Invalid, Problem
from yunpei.common.language import Text
from yunpei.common.secrets import encrypt
from yunpei.funds import access
from yunpei.funds.bank import ACCOUNT
from yunpei.funds.models import PaymentBatch, PaymentItem, PaymentLine
from yunpei.funds.moving import CHUNK, chunks, line_keys, locked, move_sent
from yunpei.funds.numbers import BATCH, next_number
from yunpei.funds.recording import record
from yunpei.funds.types import BatchState, Budget, PaymentOrder, PaymentState


@transaction.atomic
def batch_make(*, budget: Budget, orders: Iterable[PaymentOrder], by: Actor, at: datetime) -> str:
    """Freeze a list for the bank and return its number. A paying officer of the region; reserved money goes into payment.

    The list keeps the order of the orders, which are read once and never held as a whole. Raises Conflict where a line is not
    reserved (already sent, paid or released), Invalid for a list without rows, Forbidden, NotFound.
    """
    access.payer(by, budget.region)
    assert by.account_id is not None  # a payer is a person
    locked(budget)
    number = next_number(BATCH, budget.region, at)
    batch = PaymentBatch.objects.create(
        number=number,
        fund=budget.fund,
        region=budget.region,
        state=BatchState.MADE,
        digest="",
        made_at=at,
        made_by_id=by.account_id,
    )
    digest, rows, amount = hashlib.sha256(number.encode()), 0, 0
    for chunk in chunks(orders, CHUNK // 4):
        for order in chunk:
            digest.update(_told(order).encode())
            amount += order.amount_fen
        _listed(batch, rows, chunk)
        rows += len(chunk)
    if not rows:
        raise Invalid([Problem("orders", Text("没有可拨付的行", "there is nothing to pay"))])
    move_sent(budget, batch, by=by, at=at)
    batch.digest = digest.hexdigest()
    batch.save(update_fields=["digest"])
    record("batch_make", budget, by, at, batch=number, rows=rows, amount_fen=amount, digest=batch.digest)
    return number


def _listed(batch: PaymentBatch, before: int, orders: list[PaymentOrder]) -> None:
    """Write the next rows of the list, and which lines each is for."""
    keys = line_keys(item.line for order in orders for item in order.items)
    if any(not order.items or any(item.line not in keys for item in order.items) for order in orders):
        raise Conflict(Text("没有预留资金的行不能拨付", "a line without money set aside can't be paid"))
    rows = PaymentLine.objects.bulk_create(
        _row(batch, place, order) for place, order in enumerate(orders, start=before + 1)
    )
    items = (
        PaymentItem(payment_id=row.pk, line_id=keys[item.line], amount_fen=item.amount_fen)
        for row, order in zip(rows, orders, strict=True)
        for item in order.items
    )
    try:
        with transaction.atomic():
            for chunk in chunks(items):
                PaymentItem.objects.bulk_create(chunk)
    except IntegrityError:
        raise Conflict(Text("有的行已经送银行或已拨付", "a line is with the bank or paid already")) from None


def _row(batch: PaymentBatch, place: int, order: PaymentOrder) -> PaymentLine:
    return PaymentLine(
        batch=batch,
        place=place,
        number=f"{batch.number}-{place:05d}",
        case=order.case,
        payee=order.payee.name,
        bank=order.payee.bank,
        account_sealed=encrypt(order.payee.account, purpose=ACCOUNT),
        account_tail=order.payee.account[-4:],
        account_kind=order.payee.kind,
        amount_fen=order.amount_fen,
        state=PaymentState.LISTED,
    )


def _told(order: PaymentOrder) -> str:
    """A row as the digest reads it."""
    items = [[one.line, one.amount_fen] for one in order.items]
    payee = order.payee
    return json.dumps([order.case, payee.name, payee.bank, payee.account, payee.kind, items], ensure_ascii=False) + "\n"
