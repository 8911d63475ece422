"""Money that has to come back: the recovery, its lines, and the bank's receipts for what came."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from yunpei.funds.types import RecoveryKind, RecoveryState

_OVER = [RecoveryState.BACK.value, RecoveryState.WRITTEN_OFF.value]


class Recovery(models.Model):
    """What a payee has to give back of one case, and why. What was paid stays paid in the books; this stands beside it."""

    number = models.CharField(max_length=40, unique=True)
    kind = models.CharField(max_length=8, choices=[(one.value, one.value) for one in RecoveryKind])
    state = models.CharField(max_length=12, choices=[(one.value, one.value) for one in RecoveryState])
    case = models.CharField(max_length=40)
    fund = models.CharField(max_length=100)
    region = models.CharField(max_length=6)
    reason = models.TextField()
    amount_fen = models.BigIntegerField()
    back_fen = models.BigIntegerField(default=0)
    written_off_fen = models.BigIntegerField(default=0)
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey("people.Account", on_delete=models.PROTECT, null=True, related_name="+")
    demanded_at = models.DateTimeField(null=True)
    due_on = models.DateField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_why = models.TextField(blank=True, default="")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="recovery_figures",
                condition=Q(amount_fen__gt=0, back_fen__gte=0, written_off_fen__gte=0)
                & Q(amount_fen__gte=F("back_fen") + F("written_off_fen")),
            ),
            models.CheckConstraint(name="recovery_says_why", condition=~Q(reason="")),
            # It ends when nothing is left, and then only; what is written off says why.
            models.CheckConstraint(
                name="recovery_ends_with_nothing_left",
                condition=(
                    Q(state__in=_OVER, ended_at__isnull=False) & Q(amount_fen=F("back_fen") + F("written_off_fen"))
                )
                | (
                    ~Q(state__in=_OVER)
                    & Q(ended_at__isnull=True)
                    & Q(amount_fen__gt=F("back_fen") + F("written_off_fen"))
                ),
            ),
            models.CheckConstraint(
                name="recovery_written_off_with_reason",
                condition=(Q(state=RecoveryState.WRITTEN_OFF.value) & Q(written_off_fen__gt=0) & ~Q(ended_why=""))
                | (~Q(state=RecoveryState.WRITTEN_OFF.value) & Q(written_off_fen=0, ended_why="")),
            ),
        ]
        indexes: ClassVar = [
            models.Index(name="recovery_by_case", fields=["case"]),
            models.Index(name="recovery_by_region", fields=["region", "state"]),
        ]

    def __str__(self) -> str:
        return self.number


class RecoveryItem(models.Model):
    """The part of a recovery that is one line's, and how much of that is still open."""

    recovery = models.ForeignKey(Recovery, on_delete=models.PROTECT, related_name="items")
    line = models.ForeignKey("funds.LineBalance", on_delete=models.PROTECT, related_name="recoveries")
    amount_fen = models.BigIntegerField()
    open_fen = models.BigIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(name="recovery_item_once", fields=["recovery", "line"]),
            models.CheckConstraint(
                name="recovery_item_figures",
                condition=Q(amount_fen__gt=0, open_fen__gte=0) & Q(open_fen__lte=F("amount_fen")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.recovery_id} {self.amount_fen}"


class Receipt(models.Model):
    """Money that came back, as the bank's receipt (银行回单) says. Append-only, like the transfers that it made.

    reference: the bank's own number; one receipt counts once, however often it is entered.
    """

    recovery = models.ForeignKey(Recovery, on_delete=models.PROTECT, related_name="receipts")
    fund = models.CharField(max_length=100)
    region = models.CharField(max_length=6)
    reference = models.CharField(max_length=64)
    received_on = models.DateField()
    payer = models.CharField(max_length=200)
    amount_fen = models.BigIntegerField()
    transaction = models.UUIDField()  # of the books
    entered_at = models.DateTimeField()
    entered_by = models.ForeignKey("people.Account", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(name="receipt_once", fields=["fund", "region", "reference"]),
            models.CheckConstraint(name="receipt_of_something", condition=Q(amount_fen__gt=0) & ~Q(reference="")),
        ]

    def __str__(self) -> str:
        return self.reference
