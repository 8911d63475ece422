"""Who shall administer security or the audit: proposed by one, confirmed by another."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from yunpei.common.identifiers_db import new_id
from yunpei.people.types import SECONDED, NominationState


class Nomination(models.Model):
    """A proposal of operations that a security or audit administrator confirms or declines. Never deleted."""

    public_id = models.UUIDField(default=new_id, unique=True, editable=False)
    account = models.ForeignKey("people.Account", on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=20, choices=[(one.value, one.value) for one in sorted(SECONDED)])
    state = models.CharField(max_length=10, choices=[(one.value, one.value) for one in NominationState])
    proposed_at = models.DateTimeField()
    proposed_by = models.ForeignKey("people.Account", on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey("people.Account", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="nomination_two_people",
                condition=Q(decided_by__isnull=True) | (~Q(decided_by=F("proposed_by")) & ~Q(decided_by=F("account"))),
            ),
            models.CheckConstraint(
                name="nomination_decided_by_someone",
                condition=Q(state=NominationState.PROPOSED.value, decided_at__isnull=True, decided_by__isnull=True)
                | (~Q(state=NominationState.PROPOSED.value) & Q(decided_at__isnull=False, decided_by__isnull=False)),
            ),
            models.UniqueConstraint(
                name="nomination_one_open",
                fields=["account"],
                condition=Q(state=NominationState.PROPOSED.value),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role} {self.state}"
