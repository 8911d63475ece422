"""Figures that a circular leaves to the bureau, as the bureau set them."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q


class Figure(models.Model):
    """One value of a pack's parameter for a region and all below it. Append-only: the latest holds, older ones tell the history."""

    programme = models.CharField(max_length=100)
    name = models.CharField(max_length=60)
    region = models.CharField(max_length=6)
    value = models.CharField(max_length=20)  # as written on the command line: whole fen, hours, counts, or a date
    reason = models.CharField(max_length=300)
    set_at = models.DateTimeField()
    set_by = models.ForeignKey("people.Account", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(name="figure_with_reason", condition=~Q(reason=""))]
        indexes: ClassVar = [models.Index(name="figure_by_programme", fields=["programme", "name", "region"])]

    def __str__(self) -> str:
        return f"{self.programme} {self.name} = {self.value}"
