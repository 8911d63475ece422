"""Certificates. What one says is never changed; it can only be revoked, for which its organisation may ask."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q


class Certificate(models.Model):
    """One certificate of completion (培训合格证书). `canonical` is the signed text, byte for byte.

    file: public id of its paper; None while that is being made.
    """

    number = models.CharField(max_length=24, unique=True)
    training_class = models.ForeignKey("training.TrainingClass", on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    canonical = models.TextField()
    algorithm = models.CharField(max_length=16)
    key_id = models.CharField(max_length=32)
    signature = models.TextField()
    issued_at = models.DateTimeField()
    file = models.UUIDField(null=True)
    revoked_at = models.DateTimeField(null=True)
    revoked_why = models.TextField(blank=True, default="")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                name="certificate_one_standing",
                fields=["training_class", "person"],
                condition=Q(revoked_at__isnull=True),
            ),
            models.CheckConstraint(
                name="certificate_revoked_with_reason",
                condition=Q(revoked_at__isnull=True, revoked_why="")
                | (Q(revoked_at__isnull=False) & ~Q(revoked_why="")),
            ),
        ]


class RevocationAsk(models.Model):
    """An organisation asks the office to revoke a certificate of its class. Answered by the revocation, or declined with a reason."""

    certificate = models.ForeignKey(Certificate, on_delete=models.PROTECT, related_name="asks")
    why = models.CharField(max_length=500)
    asked_by = models.ForeignKey("people.Account", on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    declined_why = models.CharField(max_length=500, blank=True, default="")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                name="revocation_ask_one_open", fields=["certificate"], condition=Q(answered_at__isnull=True)
            ),
            models.CheckConstraint(name="revocation_ask_says_why", condition=~Q(why="")),
            models.CheckConstraint(
                name="revocation_ask_declined_is_answered",
                condition=Q(declined_why="") | Q(answered_at__isnull=False),
            ),
        ]
