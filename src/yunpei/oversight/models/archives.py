"""Papers that are kept whatever their term, and the proof of those that are gone."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from yunpei.common.identifiers_db import new_id
from yunpei.oversight.archives.types import KeepState, PurgeState


class Keep(models.Model):
    """A legal hold on the papers of a case: nothing of them is purged while it stands."""

    case = models.CharField(max_length=32)
    why = models.CharField(max_length=300)
    state = models.CharField(max_length=8, choices=[(one.value, one.value) for one in KeepState])
    placed_at = models.DateTimeField()
    placed_by = models.ForeignKey("people.Account", on_delete=models.PROTECT, related_name="+")
    lifted_at = models.DateTimeField(null=True)
    lifted_by = models.ForeignKey("people.Account", on_delete=models.PROTECT, null=True, related_name="+")
    lift_why = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(name="keep_once", fields=["case"], condition=Q(state=KeepState.PLACED.value)),
            models.CheckConstraint(name="keep_says_why", condition=~Q(why="")),
            models.CheckConstraint(
                name="keep_lifted_by_someone_with_reason",
                condition=Q(state=KeepState.PLACED.value, lifted_at__isnull=True, lifted_by__isnull=True, lift_why="")
                | (Q(state=KeepState.LIFTED.value, lifted_at__isnull=False, lifted_by__isnull=False) & ~Q(lift_why="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case} {self.state}"


class Purge(models.Model):
    """Papers taken away together. proof: case, file, SHA-256 and size of each file that went; kept for good."""

    public_id = models.UUIDField(default=new_id, unique=True, editable=False)
    state = models.CharField(max_length=8, choices=[(one.value, one.value) for one in PurgeState])
    why = models.CharField(max_length=300)
    cases = models.JSONField()
    proposed_at = models.DateTimeField()
    proposed_by = models.ForeignKey("people.Account", on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey("people.Account", on_delete=models.PROTECT, null=True, related_name="+")
    proof = models.JSONField(default=list)
    digest = models.CharField(max_length=64, blank=True, default="")
    checkpoint = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                name="purge_one_proposed", fields=["state"], condition=Q(state=PurgeState.PROPOSED.value)
            ),
            models.CheckConstraint(
                name="purge_two_administrators",
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=models.F("proposed_by")),
            ),
            models.CheckConstraint(
                name="purge_done_has_proof",
                condition=Q(state=PurgeState.PROPOSED.value, decided_at__isnull=True, digest="")
                | Q(state=PurgeState.DROPPED.value, decided_at__isnull=False, digest="")
                | (Q(state=PurgeState.DONE.value, decided_at__isnull=False) & ~Q(digest="")),
            ),
        ]

    def __str__(self) -> str:
        return str(self.public_id)
