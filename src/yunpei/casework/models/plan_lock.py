"""What the plan lock compares with beyond the plan itself, and the mismatches as they were frozen."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from yunpei.casework.types import LockCode, Source


class LockedAccount(models.Model):
    """The organisation's bank account as the plan in force has it: of the day of approval, or as an amendment agreed."""

    case = models.OneToOneField(
        "casework.Case", on_delete=models.PROTECT, primary_key=True, related_name="locked_account"
    )
    bank = models.CharField(max_length=200)
    account = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"{self.case_id}"


class PlanMismatch(models.Model):
    """A difference between a claim and its approved plan, frozen with the claim's decision. line None: the whole case.

    planned, found: [zh, en] as shown, without ID or full account numbers.
    """

    case = models.ForeignKey("casework.Case", on_delete=models.PROTECT, related_name="mismatches")
    line = models.ForeignKey("casework.CaseLine", on_delete=models.PROTECT, null=True, related_name="+")
    code = models.CharField(max_length=4, choices=[(one.value, one.value) for one in LockCode])
    planned = models.JSONField()
    found = models.JSONField()
    planned_source = models.CharField(max_length=12, choices=[(one.value, one.value) for one in Source])
    found_source = models.CharField(max_length=12, choices=[(one.value, one.value) for one in Source])
    found_at = models.DateTimeField()
    accepted_by = models.ForeignKey("people.Account", on_delete=models.PROTECT, null=True, related_name="+")
    accepted_reason = models.TextField(blank=True, default="")
    accepted_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(name="mismatch_once_per_line", fields=["case", "code", "line"]),
            models.UniqueConstraint(
                name="mismatch_once_per_case", fields=["case", "code"], condition=Q(line__isnull=True)
            ),
            models.CheckConstraint(
                name="mismatch_accepted_with_reason",
                condition=Q(accepted_at__isnull=True, accepted_by__isnull=True, accepted_reason="")
                | (Q(accepted_at__isnull=False, accepted_by__isnull=False) & ~Q(accepted_reason="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.code}"
