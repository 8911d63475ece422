"""Decision letters (决定书): what was decided, frozen in the transaction of the decision, and the signed paper made of it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q


class DecisionLetter(models.Model):
    """One decision. content is what the letter says and never changes; the paper is made from it once, and kept by its hash.

    code: on the paper, for whoever wants to check it. file None: the paper is being made. voided_at: the case was taken up
    again, and this decision holds no more. supplement_to: the letter that this one adds to, where something else was decided about
    single lines afterwards. The database itself keeps all but file and voided_at from being changed (see the migration).
    """

    number = models.CharField(max_length=40, unique=True)
    code = models.CharField(max_length=24, unique=True)
    case = models.ForeignKey("casework.Case", on_delete=models.PROTECT, related_name="letters")
    content = models.JSONField()
    digest = models.CharField(max_length=64)  # SHA-256 of the content
    issued_at = models.DateTimeField()
    file = models.UUIDField(null=True)  # public id of the stored file
    voided_at = models.DateTimeField(null=True)
    supplement_to = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="supplements")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                name="letter_one_per_case",
                fields=["case"],
                condition=Q(voided_at__isnull=True, supplement_to__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return self.number
