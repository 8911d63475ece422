"""Money paid before the class (预支): what the rule allows, and what was granted."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q


class Advance(models.Model):
    """The advance on one case. Its money is a line of its own, so it is sent and answered for like any other.

    allowed_fen: what the programme's rule gives for this case; rule: how, with the clause, in the words of that day.
    """

    case = models.CharField(max_length=40)
    line = models.OneToOneField("funds.LineBalance", on_delete=models.PROTECT, related_name="advance")
    allowed_fen = models.BigIntegerField()
    amount_fen = models.BigIntegerField()
    rule = models.TextField()
    granted_at = models.DateTimeField()
    granted_by = models.ForeignKey("people.Account", on_delete=models.PROTECT, related_name="+")
    cancelled_at = models.DateTimeField(null=True)  # before it was sent to the bank

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="advance_within_its_rule",
                condition=Q(amount_fen__gt=0) & Q(amount_fen__lte=F("allowed_fen")) & ~Q(rule=""),
            ),
            models.UniqueConstraint(name="advance_once", fields=["case"], condition=Q(cancelled_at__isnull=True)),
        ]

    def __str__(self) -> str:
        return f"{self.case} {self.amount_fen}"
