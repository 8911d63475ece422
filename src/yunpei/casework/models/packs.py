"""Officers' approval of packs that do not come with the program."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class PackApproval(models.Model):
    """One officer's word for exactly one digest of a pack. Append-only; another digest begins anew."""

    programme = models.CharField(max_length=100)
    version = models.DateField()
    digest = models.CharField(max_length=64)
    at = models.DateTimeField()
    by = models.ForeignKey("people.Account", on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    office = models.ForeignKey("people.Office", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(name="pack_approved_once_by_person", fields=["programme", "digest", "person"]),
        ]

    def __str__(self) -> str:
        return f"{self.programme} {self.digest[:12]}"
