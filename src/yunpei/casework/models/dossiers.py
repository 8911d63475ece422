"""Dossiers that were asked for on the site: written by a job, kept for a while."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from yunpei.common.identifiers_db import new_id


class DossierCopy(models.Model):
    """A class's dossier, asked for by an officer. made_at None: it is being written; dropped_at: its bytes are gone again."""

    public_id = models.UUIDField(default=new_id, unique=True, editable=False)
    training_class = models.ForeignKey("training.TrainingClass", on_delete=models.PROTECT, related_name="+")
    asked_by = models.ForeignKey("people.Account", on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    made_at = models.DateTimeField(null=True)
    sha256 = models.CharField(max_length=64, blank=True, default="")
    size = models.BigIntegerField(default=0)
    dropped_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                name="dossier_copy_one_waiting",
                fields=["training_class"],
                condition=Q(made_at__isnull=True, dropped_at__isnull=True),
            ),
            models.CheckConstraint(
                name="dossier_copy_made_is_whole",
                condition=Q(made_at__isnull=True, sha256="", size=0)
                | (Q(made_at__isnull=False, size__gt=0) & ~Q(sha256="")),
            ),
        ]

    def __str__(self) -> str:
        return str(self.public_id)
