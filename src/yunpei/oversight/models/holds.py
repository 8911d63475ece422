"""Money that waits, whoever stopped it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from yunpei.oversight.types import HoldSource, HoldState

_CAUSES = {
    HoldSource.SCREENING: "finding",
    HoldSource.COMPLAINT: "complaint",
    HoldSource.INSPECTION: "inspection",
}


def _caused() -> Q:
    """A hold names what caused it, and nothing else."""
    found = Q()
    for source, cause in _CAUSES.items():
        others = {f"{other}__isnull": True for other in _CAUSES.values() if other != cause}
        found |= Q(source=source.value, **{f"{cause}__isnull": False}, **others)
    return found


class Hold(models.Model):
    """Stops one line of a case, or (line None) the case. Released by a named person with a reason, and kept."""

    case = models.CharField(max_length=32)
    line = models.UUIDField(null=True)
    source = models.CharField(max_length=10, choices=[(one.value, one.value) for one in HoldSource])
    finding = models.ForeignKey("oversight.Finding", on_delete=models.PROTECT, null=True, related_name="holds")
    complaint = models.ForeignKey("oversight.Complaint", on_delete=models.PROTECT, null=True, related_name="holds")
    inspection = models.ForeignKey("oversight.Inspection", on_delete=models.PROTECT, null=True, related_name="holds")
    said_zh = models.CharField(max_length=500)  # read by the applicant, too: names no third person, teaches no evasion
    said_en = models.CharField(max_length=500)
    state = models.CharField(max_length=8, choices=[(one.value, one.value) for one in HoldState])
    placed_at = models.DateTimeField()
    placed_by = models.ForeignKey("people.Account", on_delete=models.PROTECT, null=True, related_name="+")
    released_at = models.DateTimeField(null=True)
    released_by = models.ForeignKey("people.Account", on_delete=models.PROTECT, null=True, related_name="+")
    release_reason = models.TextField(blank=True, default="")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(name="hold_has_its_cause", condition=_caused()),
            models.CheckConstraint(
                name="hold_released_by_someone_with_reason",
                condition=Q(
                    state=HoldState.PLACED.value,
                    released_at__isnull=True,
                    released_by__isnull=True,
                    release_reason="",
                )
                | (
                    Q(state=HoldState.RELEASED.value, released_at__isnull=False, released_by__isnull=False)
                    & ~Q(release_reason="")
                ),
            ),
            models.CheckConstraint(
                name="hold_by_hand_has_a_hand",
                condition=Q(source=HoldSource.SCREENING.value) | Q(placed_by__isnull=False),
            ),
            models.UniqueConstraint(
                name="hold_once_per_finding", fields=["finding"], condition=Q(finding__isnull=False)
            ),
        ]
        indexes: ClassVar = [models.Index(name="hold_by_case", fields=["case", "state"])]

    def __str__(self) -> str:
        return f"{self.case} {self.source} {self.state}"
