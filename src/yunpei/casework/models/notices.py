"""Public notices (公示), the persons they show, and objections to them."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from yunpei.casework.types import ObjectionState


class PublicNotice(models.Model):
    """What the programme says is shown of a claim, for the days it says. Enterprise-level fields stay open data for ever.

    ends_on: last day of the term; None while the calendar does not reach so far. voided_at: decided again, published anew.
    """

    number = models.CharField(max_length=40, unique=True)
    case = models.ForeignKey("casework.Case", on_delete=models.PROTECT, related_name="notices")
    region = models.CharField(max_length=6)
    circular = models.CharField(max_length=100)
    enterprise = models.CharField(max_length=200)
    project = models.CharField(max_length=200)
    people = models.PositiveIntegerField()
    amount_fen = models.BigIntegerField()
    contents = models.JSONField(default=list)
    days = models.PositiveSmallIntegerField()
    unit = models.CharField(max_length=8)
    published_at = models.DateTimeField()
    published_by = models.ForeignKey("people.Account", on_delete=models.PROTECT, null=True, related_name="+")
    ends_on = models.DateField(null=True)
    closed_at = models.DateTimeField(null=True)
    voided_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                name="notice_one_open_per_case",
                fields=["case"],
                condition=Q(closed_at__isnull=True, voided_at__isnull=True),
            ),
            models.CheckConstraint(
                name="notice_closes_after_its_term", condition=Q(closed_at__isnull=True) | Q(ends_on__isnull=False)
            ),
        ]
        indexes: ClassVar = [models.Index(name="notice_by_end", fields=["closed_at", "ends_on"])]

    def __str__(self) -> str:
        return self.number


class NoticeAttachment(models.Model):
    """A file on a notice's public page, searched for full ID numbers before the notice stood."""

    notice = models.ForeignKey(PublicNotice, on_delete=models.PROTECT, related_name="attachments")
    place = models.PositiveSmallIntegerField()
    file = models.UUIDField()  # public id of the stored file
    name = models.CharField(max_length=200)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(name="notice_attachment_place", fields=["notice", "place"])]

    def __str__(self) -> str:
        return self.name


class NoticeRow(models.Model):
    """One person as published: the masked number is stored, so nothing else can ever be shown. place: number in the list."""

    notice = models.ForeignKey(PublicNotice, on_delete=models.PROTECT, related_name="rows")
    line = models.ForeignKey("casework.CaseLine", on_delete=models.PROTECT, related_name="notice_rows")
    place = models.PositiveIntegerField()
    name = models.CharField(max_length=100)
    id_masked = models.CharField(max_length=18)
    amount_fen = models.BigIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(name="notice_row_once", fields=["notice", "line"]),
            models.UniqueConstraint(name="notice_place_once", fields=["notice", "place"]),
            models.CheckConstraint(name="notice_row_is_masked", condition=Q(id_masked__contains="****")),
        ]

    def __str__(self) -> str:
        return f"{self.notice_id} {self.place}"


class Objection(models.Model):
    """An objection by anyone. Only the digest of the receipt code is kept: who has the code may ask how it stands.

    row None: to the notice as a whole; then no single line waits, but the notice can't close before it is settled.
    """

    notice = models.ForeignKey(PublicNotice, on_delete=models.PROTECT, related_name="objections")
    row = models.ForeignKey(NoticeRow, on_delete=models.PROTECT, null=True, related_name="objections")
    code_digest = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=100, blank=True, default="")  # objecting without a name is allowed
    contact_encrypted = models.TextField(blank=True, default="")
    text = models.TextField()
    made_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=[(one.value, one.value) for one in ObjectionState])
    answer = models.TextField(blank=True, default="")
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey("people.Account", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(name="objection_says_something", condition=~Q(text="")),
            models.CheckConstraint(
                name="objection_settled_with_answer",
                condition=Q(state=ObjectionState.OPEN.value, settled_at__isnull=True)
                | (~Q(state=ObjectionState.OPEN.value) & ~Q(answer="") & Q(settled_at__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.notice_id} {self.state}"
