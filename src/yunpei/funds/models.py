"""Tables of money: accounts with balances, transfers that are never changed, what each line is owed, payment batches."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from yunpei.common.identifiers_db import new_id
from yunpei.funds.types import AccountKind, BatchState, PaymentState


class FundAccount(models.Model):
    """Money of one fund in one region in one standing. Balances change with a transfer, in its transaction, and never else."""

    fund = models.CharField(max_length=100)  # named as in the circular; the bureau maps it to its own account
    region = models.CharField(max_length=6)
    kind = models.CharField(max_length=10, choices=[(one.value, one.value) for one in AccountKind])
    balance_fen = models.BigIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(name="fund_account_once", fields=["fund", "region", "kind"]),
            models.CheckConstraint(name="fund_account_region_shape", condition=Q(region__regex=r"^[1-9][0-9]{5}$")),
            # Only the world outside owes; a budget can't be overspent, whoever else is spending at this moment.
            models.CheckConstraint(
                name="fund_account_not_overdrawn",
                condition=Q(kind=AccountKind.SOURCE.value, balance_fen__lte=0)
                | (~Q(kind=AccountKind.SOURCE.value) & Q(balance_fen__gte=0)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.fund} {self.region} {self.kind}"


class Transfer(models.Model):
    """Money from one account to another, of the same fund and region: balanced by construction. Append-only.

    Transfers of one action share `transaction`. case, line and payment are numbers of rooms above; "" where none is meant.
    """

    transaction = models.UUIDField()
    at = models.DateTimeField()
    source = models.ForeignKey(FundAccount, on_delete=models.PROTECT, related_name="+")
    target = models.ForeignKey(FundAccount, on_delete=models.PROTECT, related_name="+")
    amount_fen = models.BigIntegerField()
    case = models.CharField(max_length=40, blank=True, default="")
    line = models.CharField(max_length=36, blank=True, default="")
    payment = models.CharField(max_length=40, blank=True, default="")
    reason = models.CharField(max_length=300, blank=True, default="")
    by = models.ForeignKey("people.Account", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(name="transfer_moves_something", condition=Q(amount_fen__gt=0)),
            models.CheckConstraint(name="transfer_moves_somewhere", condition=~Q(source=F("target"))),
        ]
        indexes: ClassVar = [
            models.Index(name="transfer_by_case", fields=["case", "id"]),
            models.Index(name="transfer_by_line", fields=["line", "id"]),
        ]

    def __str__(self) -> str:
        return f"{self.transaction} {self.amount_fen}"


class LineBalance(models.Model):
    """What one claim line is owed and has got. The checks keep a line from being paid twice: nothing reserved, nothing to send."""

    line = models.CharField(max_length=36, unique=True)
    case = models.CharField(max_length=40)
    fund = models.CharField(max_length=100)
    region = models.CharField(max_length=6)
    reserved_fen = models.BigIntegerField(default=0)
    in_payment_fen = models.BigIntegerField(default=0)
    paid_fen = models.BigIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="line_balance_not_negative",
                condition=Q(reserved_fen__gte=0, in_payment_fen__gte=0, paid_fen__gte=0),
            ),
        ]
        indexes: ClassVar = [models.Index(name="line_balance_by_case", fields=["case"])]

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


class PaymentLine(models.Model):
    """One row of the bank's file: one payee, the money of one case. The payee is kept as it was when the list was frozen."""

    batch = models.ForeignKey(PaymentBatch, on_delete=models.PROTECT, related_name="lines")
    number = models.CharField(max_length=40, unique=True)
    case = models.CharField(max_length=40)
    payee = models.CharField(max_length=200)
    bank = models.CharField(max_length=200)
    account = models.CharField(max_length=40)
    account_kind = models.CharField(max_length=10)
    amount_fen = models.BigIntegerField()
    state = models.CharField(max_length=10, choices=[(one.value, one.value) for one in PaymentState])
    reason = models.CharField(max_length=300, blank=True, default="")
    settled_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(name="payment_line_pays_something", condition=Q(amount_fen__gt=0)),
            models.CheckConstraint(
                name="payment_line_failed_with_reason", condition=~Q(state=PaymentState.FAILED.value) | ~Q(reason="")
            ),
            models.CheckConstraint(
                name="payment_line_answered_when",
                condition=Q(state=PaymentState.LISTED.value, settled_at__isnull=True)
                | (~Q(state=PaymentState.LISTED.value) & Q(settled_at__isnull=False)),
            ),
        ]
        indexes: ClassVar = [models.Index(name="payment_line_by_case", fields=["case"])]

    def __str__(self) -> str:
        return self.number


class PaymentItem(models.Model):
    """The part of a payment row that is one claim line's. `live`: sent or paid; a failed row's items are let go."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    payment = models.ForeignKey(PaymentLine, on_delete=models.PROTECT, related_name="items")
    line = models.CharField(max_length=36)
    amount_fen = models.BigIntegerField()
    live = models.BooleanField(default=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(name="payment_item_pays_something", condition=Q(amount_fen__gt=0)),
            # No line is paid twice, whatever runs at the same time.
            models.UniqueConstraint(name="payment_item_line_once", fields=["line"], condition=Q(live=True)),
        ]

    def __str__(self) -> str:
        return self.line
