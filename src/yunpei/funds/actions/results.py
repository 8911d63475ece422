"""The bank's answer to a batch: each row paid or failed, once, however often the same file is read."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from yunpei.common.actor import Actor
from yunpei.common.errors import Invalid, NotFound, Problem
from yunpei.common.language import Text
from yunpei.common.money import yuan_shown
from yunpei.funds import access
from yunpei.funds.bank import Answer, at_row
from yunpei.funds.models import BankResult, PaymentBatch, PaymentItem, PaymentLine
from yunpei.funds.moving import chunks, move_answered
from yunpei.funds.recording import record
from yunpei.funds.types import BatchResult, BatchState, Budget, PaymentState

MOST_TOLD = 500  # problems that a page can show; the rest is counted


@transaction.atomic
def batch_result(*, number: str, answers: Iterable[Answer | Problem], by: Actor, at: datetime) -> BatchResult:
    """Take the bank's answers for a batch (see bank.read_result), read once and never held as a whole. A paying officer of the region.

    The same answers again change nothing. Rows without an answer stay in payment. A failed row keeps the bank's reason, and
    its money goes back to reserved, to be paid in a later batch. Raises Invalid with every row that can't be read or does not fit.
    """
    batch = PaymentBatch.objects.select_for_update().filter(number=number).first()
    if batch is None:
        raise NotFound
    access.payer(by, batch.region)
    taking = _Taking(batch, by, at)
    for chunk in chunks(answers):
        taking.take(chunk)
    taking.refuse_problems()
    budget = Budget(batch.fund, batch.region)
    if taking.result is not None:
        move_answered(budget, taking.result, by=by, at=at)
        _settle(batch, at)
    result = BatchResult(
        taking.paid, taking.failed, taking.unchanged, taking.cases(), taking.cases(state=PaymentState.FAILED)
    )
    record(
        "batch_result", budget, by, at, batch=number, paid=result.paid, failed=result.failed, unchanged=result.unchanged
    )
    return result


class _Taking:
    """One reading of answers, chunk by chunk: what fits is written at once, what does not is collected."""

    def __init__(self, batch: PaymentBatch, by: Actor, at: datetime) -> None:
        self.batch, self.by, self.at = batch, by, at
        self.result: BankResult | None = None
        self.paid = self.failed = self.unchanged = 0
        self._problems: list[Problem] = []
        self._untold = 0
        self._seen = set[int]()  # keys of the rows answered for in this reading

    def take(self, chunk: list[Answer | Problem]) -> None:
        """Write the answers that are new."""
        answers = [one for one in chunk if isinstance(one, Answer)]
        for one in chunk:
            if isinstance(one, Problem):
                self._tell(one)
        rows = PaymentLine.objects.filter(batch=self.batch, number__in=[one.payment for one in answers])
        known = {row.number: row for row in rows.only("number", "amount_fen", "state", "reason").order_by("number")}
        fresh = [(one, row) for one in answers if (row := self._fitting(one, known.get(one.payment))) is not None]
        if fresh and not self._problems:
            self._write(fresh)

    def _fitting(self, one: Answer, row: PaymentLine | None) -> PaymentLine | None:
        """The row that a new answer is about; None where it says nothing new, or does not fit and is told."""
        if row is None:
            self._tell(at_row(one.row, f"本批次没有 {one.payment}", f"{one.payment} is not in this batch"))
        elif row.pk in self._seen:
            self._tell(at_row(one.row, f"{one.payment} 出现两次", f"{one.payment} stands twice"))
        elif one.amount_fen not in (None, row.amount_fen):
            listed, given = yuan_shown(row.amount_fen), yuan_shown(one.amount_fen or 0)
            self._tell(
                at_row(one.row, f"金额 {given} 与清单 {listed} 不符", f"{given} is not the {listed} of the list")
            )
        elif row.state == PaymentState.LISTED:
            self._seen.add(row.pk)
            return row
        elif (row.state == PaymentState.PAID) is not one.paid:
            word = "已拨付" if row.state == PaymentState.PAID else "失败"
            self._tell(
                at_row(one.row, f"{one.payment} 此前的结果是“{word}”", f"{one.payment} was answered differently before")
            )
        else:
            self._seen.add(row.pk)
            self.unchanged += 1
        return None

    def _write(self, fresh: list[tuple[Answer, PaymentLine]]) -> None:
        if self.result is None:
            assert self.by.account_id is not None
            self.result = BankResult.objects.create(batch=self.batch, taken_at=self.at, taken_by_id=self.by.account_id)
        paid = [row.pk for one, row in fresh if one.paid]
        PaymentLine.objects.filter(pk__in=paid).update(state=PaymentState.PAID, settled_at=self.at, result=self.result)
        failed = [row for one, row in fresh if not one.paid]
        reasons = {one.payment: one.reason for one, _ in fresh}
        for row in failed:
            row.state, row.reason = PaymentState.FAILED, reasons[row.number]
            row.settled_at, row.result = self.at, self.result
        PaymentLine.objects.bulk_update(failed, ["state", "reason", "settled_at", "result"], batch_size=200)
        PaymentItem.objects.filter(payment__in=[row.pk for row in failed]).update(live=False)
        self.paid += len(paid)
        self.failed += len(failed)

    def _tell(self, problem: Problem) -> None:
        if len(self._problems) < MOST_TOLD:
            self._problems.append(problem)
        else:
            self._untold += 1

    def refuse_problems(self) -> None:
        """Raises Invalid with everything that was wrong, if anything was."""
        if self._untold:
            more = Text(f"……另有 {self._untold} 处问题", f"… and {self._untold} more")
            self._problems.append(Problem("file", more))
        if self._problems:
            raise Invalid(self._problems)

    def cases(self, **which: str) -> tuple[str, ...]:
        """The cases that were answered for now, in order; only those with such rows."""
        if self.result is None:
            return ()
        rows = self.result.lines.filter(**which).order_by("case")
        return tuple(rows.values_list("case", flat=True).distinct())


def _settle(batch: PaymentBatch, at: datetime) -> None:
    """Nothing is left to be answered: the batch is settled."""
    if not batch.lines.filter(state=PaymentState.LISTED).exists():
        batch.state, batch.settled_at = BatchState.SETTLED, at
        batch.save(update_fields=["state", "settled_at"])
