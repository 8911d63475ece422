"""How a case came in on paper."""

from __future__ import annotations

from django.db import models

from yunpei.casework.types import IntakeWay


class Intake(models.Model):
    """The paper behind a case that an officer entered: by which way it came, on which day, and its scan. Append-only.

    Terms run from received_on. Whoever entered anything of it may not review it: see access.py.
    """

    case = models.OneToOneField("casework.Case", on_delete=models.PROTECT, primary_key=True, related_name="intake")
    way = models.CharField(max_length=6, choices=[(one.value, one.value) for one in IntakeWay])
    received_on = models.DateField()
    file = models.UUIDField()  # public id of the stored scan
    office = models.ForeignKey("people.Office", on_delete=models.PROTECT, related_name="+")
    entered_by = models.ForeignKey("people.Account", on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.case_id} {self.way}"
