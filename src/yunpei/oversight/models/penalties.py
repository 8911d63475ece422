"""What an organisation has to bear for what was found."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from yunpei.common.identifiers_db import new_id
from yunpei.oversight.types import PenaltyKind, PenaltyState


class Penalty(models.Model):
    """A step of the ladder: proposed by one inspector, imposed by another, open to appeal and repair."""

    public_id = models.UUIDField(default=new_id, unique=True, editable=False)
    number = models.CharField(max_length=32, unique=True)
    organisation = models.ForeignKey("people.Organisation", on_delete=models.PROTECT, related_name="+")
    region = models.CharField(max_length=6)
    kind = models.CharField(max_length=10, choices=[(one.value, one.value) for one in PenaltyKind])
    state = models.CharField(max_length=12, choices=[(one.value, one.value) for one in PenaltyState])
    case = models.CharField(max_length=32, blank=True, default="")
    facts = models.TextField()
    basis = models.CharField(max_length=500)  # the clause
    months = models.PositiveSmallIntegerField(null=True)
    proposed_at = models.DateTimeField()
    proposed_by = models.ForeignKey("people.Account", on_delete=models.PROTECT, related_name="+")
    imposed_at = models.DateTimeField(null=True)
    imposed_by = models.ForeignKey("people.Account", on_delete=models.PROTECT, null=True, related_name="+")
    from_day = models.DateField(null=True)
    until = models.DateField(null=True)
    appeal_by = models.DateField(null=True)
    said = models.TextField(blank=True, default="")  # the organisation's appeal, or its request to be taken off
    answer = models.TextField(blank=True, default="")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(name="penalty_says_what_and_why", condition=~Q(facts="") & ~Q(basis="")),
            models.CheckConstraint(
                name="penalty_two_inspectors",
                condition=Q(imposed_by__isnull=True) | ~Q(imposed_by=F("proposed_by")),
            ),
            models.CheckConstraint(
                name="penalty_term_fits_kind",
                condition=Q(kind__in=[PenaltyKind.REMINDER.value, PenaltyKind.RECOVERY.value], months__isnull=True)
                | Q(kind__in=[PenaltyKind.SUSPENSION.value, PenaltyKind.LISTED.value], months__gte=1, months__lte=36),
            ),
            models.CheckConstraint(
                name="penalty_in_force_was_imposed",
                condition=Q(state__in=[PenaltyState.PROPOSED.value, PenaltyState.DROPPED.value])
                | Q(imposed_at__isnull=False, imposed_by__isnull=False, from_day__isnull=False),
            ),
        ]
        indexes: ClassVar = [models.Index(name="penalty_by_organisation", fields=["organisation", "state"])]

    def __str__(self) -> str:
        return self.number
