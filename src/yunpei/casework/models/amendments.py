"""Amendments of an approved training plan, and the plans that they replaced."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from yunpei.casework.types import AmendmentState, Side

OPEN = AmendmentState.PROPOSED.value


class Amendment(models.Model):
    """A change of an approved plan that one side proposed. The plan changes once the other side agrees, and not before.

    changes: field → [before, after], as `plans.plan_data` writes them; `account` is [bank, number]. roster: the one that is to
    take the place of the plan's, if any.
    """

    case = models.ForeignKey("casework.Case", on_delete=models.PROTECT, related_name="amendments")
    number = models.PositiveSmallIntegerField()
    side = models.CharField(max_length=10, choices=[(one.value, one.value) for one in Side])
    state = models.CharField(max_length=12, choices=[(one.value, one.value) for one in AmendmentState])
    changes = models.JSONField()
    roster = models.ForeignKey("training.Roster", on_delete=models.PROTECT, null=True, related_name="+")
    reason = models.TextField()
    proposed_by = models.ForeignKey("people.Account", on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    answered_by = models.ForeignKey("people.Account", on_delete=models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)
    answer = models.TextField(blank=True, default="")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(name="amendment_numbered", fields=["case", "number"]),
            models.UniqueConstraint(name="amendment_one_open", fields=["case"], condition=Q(state=OPEN)),
            models.CheckConstraint(name="amendment_has_reason", condition=~Q(reason="")),
            models.CheckConstraint(
                name="amendment_answered_once_closed",
                condition=Q(state=OPEN, answered_at__isnull=True) | (~Q(state=OPEN) & Q(answered_at__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.number}"


class PlanRevision(models.Model):
    """A plan as it was in force until an amendment replaced it; the one in force is FilingPlan. Append-only.

    plan: as `plans.plan_data` writes it. account: [bank, number] as it was locked with the plan, [] for none.
    """

    case = models.ForeignKey("casework.Case", on_delete=models.PROTECT, related_name="revisions")
    number = models.PositiveSmallIntegerField()  # 1: as it was approved
    plan = models.JSONField()
    roster = models.ForeignKey("training.Roster", on_delete=models.PROTECT, null=True, related_name="+")
    people = models.PositiveIntegerField()  # filed on the roster then
    account = models.JSONField(default=list)
    until = models.DateTimeField()
    amendment = models.OneToOneField(Amendment, on_delete=models.PROTECT, related_name="replaced")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(name="revision_numbered", fields=["case", "number"])]

    def __str__(self) -> str:
        return f"{self.case_id} {self.number}"
