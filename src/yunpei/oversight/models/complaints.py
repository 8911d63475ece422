"""What people report, with or without their name."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from yunpei.common.identifiers_db import new_id
from yunpei.oversight.types import ComplaintState


class Complaint(models.Model):
    """A complaint. Words, name and contact are kept encrypted; of the receipt code only the digest; from which account never.

    accept_by, answer_by: last days by the calendar, None while the calendar does not reach so far.
    """

    public_id = models.UUIDField(default=new_id, unique=True, editable=False)
    number = models.CharField(max_length=32, unique=True)
    region = models.CharField(max_length=6)
    code_digest = models.CharField(max_length=64, unique=True)
    organisation = models.ForeignKey("people.Organisation", on_delete=models.PROTECT, null=True, related_name="+")
    about_sealed = models.TextField()
    text_sealed = models.TextField()
    name_sealed = models.TextField(blank=True, default="")
    contact_sealed = models.TextField(blank=True, default="")
    made_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=[(one.value, one.value) for one in ComplaintState])
    accept_by = models.DateField(null=True)
    answer_by = models.DateField(null=True)
    handled_by = models.ForeignKey("people.Account", on_delete=models.PROTECT, null=True, related_name="+")
    answer = models.TextField(blank=True, default="")
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="complaint_ends_with_an_answer",
                condition=Q(
                    state__in=[ComplaintState.RECEIVED.value, ComplaintState.ACCEPTED.value],
                    answered_at__isnull=True,
                    answer="",
                )
                | (
                    Q(state__in=[ComplaintState.ANSWERED.value, ComplaintState.DECLINED.value])
                    & Q(answered_at__isnull=False)
                    & ~Q(answer="")
                ),
            ),
        ]
        indexes: ClassVar = [models.Index(name="complaint_by_region", fields=["region", "state"])]

    def __str__(self) -> str:
        return self.number
