"""Batches for the bank: the frozen list, row by row and line by line, what the bank answered, and people's own accounts."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from yunpei.common.identifiers_db import new_id
from yunpei.funds.types import BatchState, PaymentState


class LinePayee(models.Model):
    """The account that a person is paid to for one line, where the money goes to people and not to the firm that claims."""

    line = models.CharField(max_length=36, unique=True)
    name = models.CharField(max_length=100)
    bank = models.CharField(max_length=200)
    account_sealed = models.TextField()
    account_tail = models.CharField(max_length=4)
    account_blind = models.CharField(
        max_length=64, null=True
    )  # keyed digest, by which an account is found again; None: not known
    given_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(name="line_payee_by_account", fields=["account_blind"])]

    def __str__(self) -> str:
        return self.line


class PaymentBatch(models.Model):
    """A list for the bank, frozen when it is made. `digest`: SHA-256 over its rows, so that a changed list shows."""

    number = models.CharField(max_length=40, unique=True)
    fund = models.CharField(max_length=100)
    region = models.CharField(max_length=6)
    state = models.CharField(max_length=10, choices=[(one.value, one.value) for one in BatchState])
    digest = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey("people.Account", on_delete=models.PROTECT, related_name="+")
    settled_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="payment_batch_settled_when",
                condition=Q(state=BatchState.SETTLED.value, settled_at__isnull=False)
                | Q(state=BatchState.MADE.value, settled_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return self.number


class BankResult(models.Model):
    """One reading of the bank's answers that said something new; its rows name it."""

    batch = models.ForeignKey(PaymentBatch, on_delete=models.PROTECT, related_name="results")
    taken_at = models.DateTimeField()
    taken_by = models.ForeignKey("people.Account", on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.batch_id} {self.taken_at:%Y-%m-%d}"


class PaymentLine(models.Model):
    """One row of the bank's file: one payee, the money of one case. The payee is kept as it was when the list was frozen."""

    batch = models.ForeignKey(PaymentBatch, on_delete=models.PROTECT, related_name="lines", db_index=False)
    place = models.PositiveIntegerField()  # in the list
    number = models.CharField(max_length=40, unique=True)
    case = models.CharField(max_length=40)
    payee = models.CharField(max_length=200)
    bank = models.CharField(max_length=200)
    account_sealed = models.TextField()
    account_tail = models.CharField(max_length=4)
    account_kind = models.CharField(max_length=10)
    amount_fen = models.BigIntegerField()
    state = models.CharField(max_length=10, choices=[(one.value, one.value) for one in PaymentState])
    reason = models.CharField(max_length=300, blank=True, default="")
    result = models.ForeignKey(BankResult, on_delete=models.PROTECT, null=True, related_name="lines")
    settled_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(name="payment_line_place_once", fields=["batch", "place"]),
            models.CheckConstraint(name="payment_line_pays_something", condition=Q(amount_fen__gt=0)),
            models.CheckConstraint(
                name="payment_line_failed_with_reason", condition=~Q(state=PaymentState.FAILED.value) | ~Q(reason="")
            ),
            models.CheckConstraint(
                name="payment_line_answered_when",
                condition=Q(state=PaymentState.LISTED.value, settled_at__isnull=True, result__isnull=True)
                | (~Q(state=PaymentState.LISTED.value) & Q(settled_at__isnull=False, result__isnull=False)),
            ),
        ]
        indexes: ClassVar = [
            models.Index(name="payment_line_by_case", fields=["case"]),
            models.Index(name="payment_line_by_day", fields=["state", "settled_at"]),
        ]

    def __str__(self) -> str:
        return self.number


class PaymentItem(models.Model):
    """The part of a payment row that is one line's. `live`: sent or paid; a failed row's items are let go."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    payment = models.ForeignKey(PaymentLine, on_delete=models.PROTECT, related_name="items")
    line = models.ForeignKey("funds.LineBalance", on_delete=models.PROTECT, related_name="payments")
    amount_fen = models.BigIntegerField()
    live = models.BooleanField(default=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(name="payment_item_pays_something", condition=Q(amount_fen__gt=0)),
            # No line is paid twice, whatever runs at the same time.
            models.UniqueConstraint(name="payment_item_line_once", fields=["line"], condition=Q(live=True)),
        ]

    def __str__(self) -> str:
        return str(self.line_id)
