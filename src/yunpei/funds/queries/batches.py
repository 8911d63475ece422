"""Batches, their rows, and the bank's file."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable
from pathlib import Path

from django.db.models import Count, Max, Q, QuerySet, Sum

from yunpei.common.actor import Actor
from yunpei.common.errors import NotFound
from yunpei.common.secrets import decrypt
from yunpei.funds import access
from yunpei.funds.bank import ACCOUNT, write_list
from yunpei.funds.bank_templates import DEFAULT, templates
from yunpei.funds.models import LinePayee, PaymentBatch, PaymentLine
from yunpei.funds.moving import CHUNK, chunks
from yunpei.funds.queries.books import seen_region
from yunpei.funds.types import Batch, BatchState, Payee, PaymentRow, PaymentState


def batches(*, by: Actor, first: int = 0, limit: int = 200) -> list[Batch]:
    """Payment batches of the officer's region and below, newest first. Raises Forbidden, NotFound."""
    found = PaymentBatch.objects.filter(region__startswith=seen_region(by)).order_by("-made_at", "-id")
    keys = list(found.values_list("pk", flat=True)[first : first + limit])
    return [_batch(row) for row in _summed(PaymentBatch.objects.filter(pk__in=keys)).order_by("-made_at", "-id")]


def batch(*, number: str, by: Actor) -> Batch:
    """One batch with its sums. Raises NotFound, Forbidden."""
    row = _summed(PaymentBatch.objects.filter(number=number)).first()
    if row is None:
        raise NotFound
    access.reader(by, row.region)
    return _batch(row)


def batch_rows(
    *, number: str, by: Actor, state: PaymentState | None = None, first: int = 0, limit: int | None = None
) -> list[PaymentRow]:
    """The rows of a batch, in the order of the bank's list. state: only these. Raises NotFound, Forbidden."""
    batch(number=number, by=by)
    rows = PaymentLine.objects.filter(batch__number=number).order_by("place")
    if state is not None:
        rows = rows.filter(state=state)
    return [_row(row) for row in rows[first : None if limit is None else first + limit]]


def failed_payments(*, cases: Iterable[str]) -> dict[str, PaymentRow]:
    """The latest row of each case, where the bank refused it. The caller has judged who may. 1 query a chunk.

    Of cases that are paid to one account: where people are paid themselves, a case has no one latest row.
    """
    found: dict[str, PaymentRow] = {}
    for chunk in chunks(cases):
        own = PaymentLine.objects.filter(case__in=chunk).exclude(account_kind="person")
        latest = own.values("case").annotate(last=Max("id")).values("last")
        rows = PaymentLine.objects.filter(pk__in=latest, state=PaymentState.FAILED).order_by("id")
        found |= {row.case: _row(row) for row in rows}
    return found


def masked(account: str) -> str:
    """A bank account as pages show it: its last four digits."""
    return f"****{account[-4:]}"


def batch_cases(*, number: str, by: Actor) -> list[str]:
    """The cases that a batch pays, in order. Raises NotFound, Forbidden."""
    batch(number=number, by=by)
    rows = PaymentLine.objects.filter(batch__number=number).order_by("case")
    return list(rows.values_list("case", flat=True).distinct())


def batch_file(*, number: str, by: Actor, template: str = DEFAULT) -> bytes:
    """The file for the bank, made from the frozen rows. A paying officer of the region. Raises NotFound, Forbidden.

    template: the bank's format by its id; NotFound where there is none of that name.
    """
    found = PaymentBatch.objects.filter(number=number).first()
    if found is None:
        raise NotFound
    access.payer(by, found.region)
    wanted = templates()[0].get(template)
    if wanted is None:
        raise NotFound
    with tempfile.TemporaryDirectory(prefix="yunpei-bank-") as folder:
        path = Path(folder) / f"list.{wanted.file}"
        write_list(path, found.lines.order_by("place").iterator(chunk_size=CHUNK), wanted)
        return path.read_bytes()


def line_payees(*, lines: Iterable[str]) -> dict[str, Payee]:
    """Whom each line is paid to, where people are paid themselves. For the room above, which has judged who may."""
    return {
        line: Payee(name, bank, decrypt(account, purpose=ACCOUNT), "person")
        for chunk in chunks(lines)
        for line, name, bank, account in LinePayee.objects.filter(line__in=chunk)
        .order_by("line")
        .values_list("line", "name", "bank", "account_sealed")
    }


def _row(row: PaymentLine) -> PaymentRow:
    return PaymentRow(
        row.number,
        row.case,
        row.payee,
        row.bank,
        masked(row.account_tail),
        row.amount_fen,
        PaymentState(row.state),
        row.reason,
        row.settled_at,
    )


def _summed(rows: QuerySet[PaymentBatch]) -> QuerySet[PaymentBatch]:
    failed = Q(lines__state=PaymentState.FAILED)
    return rows.annotate(
        count=Count("lines"),
        amount=Sum("lines__amount_fen"),
        paid=Sum("lines__amount_fen", filter=Q(lines__state=PaymentState.PAID)),
        failed=Sum("lines__amount_fen", filter=failed),
        failures=Count("lines", filter=failed),
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
        sums["failures"] or 0,
    )
