"""Requests of people that what is known of them be erased, and what came of them."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from yunpei.common.identifiers_db import new_id
from yunpei.oversight.archives.types import ErasureState

OPEN = (ErasureState.ASKED.value, ErasureState.EXAMINED.value)


class Erasure(models.Model):
    """A request for erasure. Of its receipt code only the digest is kept. kept: the cases that had something stay, and why."""

    public_id = models.UUIDField(default=new_id, unique=True, editable=False)
    code_digest = models.CharField(max_length=64, unique=True)
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=9, choices=[(one.value, one.value) for one in ErasureState])
    asked_at = models.DateTimeField()
    due = models.DateField()
    examined_at = models.DateTimeField(null=True)
    examined_by = models.ForeignKey("people.Account", on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey("people.Account", on_delete=models.PROTECT, null=True, related_name="+")
    why = models.CharField(max_length=300, blank=True, default="")
    erased = models.PositiveIntegerField(default=0)
    restricted = models.PositiveIntegerField(default=0)
    kept = models.JSONField(default=list)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(name="erasure_one_open", fields=["person"], condition=Q(state__in=OPEN)),
            models.CheckConstraint(
                name="erasure_two_administrators",
                condition=Q(decided_by__isnull=True) | (Q(examined_by__isnull=False) & ~Q(decided_by=F("examined_by"))),
            ),
            models.CheckConstraint(
                name="erasure_decided_by_someone",
                condition=~Q(state__in=[ErasureState.DONE.value, ErasureState.REFUSED.value])
                | Q(decided_at__isnull=False, decided_by__isnull=False),
            ),
            models.CheckConstraint(
                name="erasure_refused_with_reason",
                condition=(Q(state=ErasureState.REFUSED.value) & ~Q(why=""))
                | (~Q(state=ErasureState.REFUSED.value) & Q(why="")),
            ),
        ]

    def __str__(self) -> str:
        return str(self.public_id)
