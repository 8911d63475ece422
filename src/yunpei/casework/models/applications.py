"""What an application has of its own, beside case and lines."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q


class Application(models.Model):
    """Who applies as what, and where: the place decides offices and figures, whatever office the case is at later."""

    case = models.OneToOneField("casework.Case", on_delete=models.PROTECT, related_name="application")
    claimant = models.CharField(max_length=12)  # a word of the packs: enterprise, institution, person
    region = models.CharField(max_length=6)
    table = models.CharField(max_length=200, blank=True, default="")  # name of the file that the lines were read from

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(name="application_somewhere", condition=Q(region__regex=r"^[0-9]{6}$")),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.claimant}"
