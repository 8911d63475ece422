"""Accounts with balances, transfers that are never changed, and where the money of each line stands."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from yunpei.funds.types import LINE_KINDS, AccountKind


class NumberSeries(models.Model):
    """The last number given in a series ("FK-320200-2020"); its row is the lock that keeps two from sharing one."""

    stem = models.CharField(max_length=24, primary_key=True)
    last = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.stem}-{self.last:04d}"


class FundAccount(models.Model):
    """Money of one fund in one region in one standing. Balances change with a transfer, in its transaction, and never else."""

    fund = models.CharField(max_length=100)  # named as in the circular; the bureau maps it to its own account
    region = models.CharField(max_length=6)
    kind = models.CharField(max_length=12, choices=[(one.value, one.value) for one in AccountKind])
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


class LineBalance(models.Model):
    """Where the money of one line stands: a claim line, or the advance on a case. Follows the line's transfers.

    The check keeps a line from being paid twice: nothing reserved, nothing to send. line, case, programme, person and asked_at
    are what a room above calls it; asked_at: when the money was claimed, for the days until it is paid.
    """

    line = models.CharField(max_length=36, unique=True)
    case = models.CharField(max_length=40)
    programme = models.CharField(max_length=100, blank=True, default="")
    person = models.CharField(max_length=36, blank=True, default="")
    asked_at = models.DateTimeField(null=True)
    fund = models.CharField(max_length=100)
    region = models.CharField(max_length=6)
    in_advance = models.BooleanField(default=False)  # paid before the class: the bank's yes makes it an advance
    reserved_fen = models.BigIntegerField(default=0)
    in_payment_fen = models.BigIntegerField(default=0)
    paid_fen = models.BigIntegerField(default=0)
    advance_fen = models.BigIntegerField(default=0)
    settled_fen = models.BigIntegerField(default=0)
    owed_back_fen = models.BigIntegerField(default=0)
    returned_fen = models.BigIntegerField(default=0)
    recovered_fen = models.BigIntegerField(default=0)
    written_off_fen = models.BigIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="line_balance_not_negative", condition=Q(**{f"{kind}_fen__gte": 0 for kind in LINE_KINDS})
            ),
        ]
        indexes: ClassVar = [
            models.Index(name="line_balance_by_case", fields=["case"]),
            models.Index(name="line_balance_by_budget", fields=["region", "fund", "programme"]),
            # What waits to be paid is few among all that was ever paid.
            models.Index(name="line_balance_waiting", fields=["region", "case"], condition=Q(reserved_fen__gt=0)),
        ]

    def __str__(self) -> str:
        return self.line


class Transfer(models.Model):
    """Money from one account to another, of the same fund and region: balanced by construction.

    Append-only: the database itself refuses to change or delete one (see the migration). Transfers of one action share
    `transaction`. line: whose money it is, None for the budget as a whole; drawn_on: the advance that it is taken from.
    """

    transaction = models.UUIDField()
    at = models.DateTimeField()
    source = models.ForeignKey(FundAccount, on_delete=models.PROTECT, related_name="+")
    target = models.ForeignKey(FundAccount, on_delete=models.PROTECT, related_name="+")
    amount_fen = models.BigIntegerField()
    line = models.ForeignKey(LineBalance, on_delete=models.PROTECT, null=True, related_name="transfers")
    drawn_on = models.ForeignKey(LineBalance, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    payment = models.ForeignKey("funds.PaymentLine", on_delete=models.PROTECT, null=True, related_name="+")
    reason = models.CharField(max_length=300, blank=True, default="")
    by = models.ForeignKey("people.Account", on_delete=models.PROTECT, null=True, related_name="+", db_index=False)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(name="transfer_moves_something", condition=Q(amount_fen__gt=0)),
            models.CheckConstraint(name="transfer_moves_somewhere", condition=~Q(source=F("target"))),
            models.CheckConstraint(
                name="transfer_drawn_for_a_line", condition=Q(drawn_on__isnull=True) | Q(line__isnull=False)
            ),
        ]
        indexes: ClassVar = [
            models.Index(name="transfer_by_transaction", fields=["transaction"]),
            models.Index(name="transfer_by_time", fields=["at"]),
        ]

    def __str__(self) -> str:
        return f"{self.transaction} {self.amount_fen}"
