"""Draws of enterprises and inspectors, and what the inspections found."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from yunpei.common.identifiers_db import new_id
from yunpei.oversight.types import DrawState, InspectionResult, InspectionState


class Inspector(models.Model):
    """An officer on a region's list of inspectors, and the enterprises that they have an interest in."""

    account = models.ForeignKey("people.Account", on_delete=models.PROTECT, related_name="+")
    office = models.ForeignKey("people.Office", on_delete=models.PROTECT, related_name="+")
    barred = models.JSONField(default=list)  # credit codes of enterprises
    stated_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(name="inspector_once", fields=["account", "office"])]

    def __str__(self) -> str:
        return f"{self.account_id}"


class Draw(models.Model):
    """A double-random draw. lists: what `drawing` commits to and draws from; nothing of it changes once it is committed."""

    public_id = models.UUIDField(default=new_id, unique=True, editable=False)
    number = models.CharField(max_length=32, unique=True)
    title = models.CharField(max_length=200)
    region = models.CharField(max_length=6)
    office = models.ForeignKey("people.Office", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=[(one.value, one.value) for one in DrawState])
    lists = models.JSONField()
    seed_not_before = models.DateField()
    commitment = models.CharField(max_length=64, blank=True, default="")
    committed_at = models.DateTimeField(null=True)
    seed = models.CharField(max_length=200, blank=True, default="")
    drawn = models.JSONField(default=list)
    drawn_at = models.DateTimeField(null=True)
    cancelled_why = models.TextField(blank=True, default="")
    made_at = models.DateTimeField()
    organised_by = models.ForeignKey("people.Account", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="draw_committed_before_seed",
                condition=Q(state=DrawState.DRAFT.value, commitment="", committed_at__isnull=True, seed="")
                | (Q(state=DrawState.COMMITTED.value, committed_at__isnull=False, seed="") & ~Q(commitment=""))
                | (
                    Q(state=DrawState.DRAWN.value, committed_at__isnull=False, drawn_at__gt=F("committed_at"))
                    & ~Q(commitment="")
                    & ~Q(seed="")
                )
                | (Q(state=DrawState.CANCELLED.value, seed="") & ~Q(cancelled_why="")),
            ),
        ]

    def __str__(self) -> str:
        return self.number


class Inspection(models.Model):
    """One enterprise that was drawn, its inspectors, and what they found. Published with photos once it is reported."""

    public_id = models.UUIDField(default=new_id, unique=True, editable=False)
    draw = models.ForeignKey(Draw, on_delete=models.PROTECT, related_name="inspections")
    place = models.PositiveIntegerField()  # in the order drawn
    organisation = models.ForeignKey("people.Organisation", on_delete=models.PROTECT, related_name="+")
    inspectors = models.ManyToManyField("people.Account", related_name="+")
    state = models.CharField(max_length=10, choices=[(one.value, one.value) for one in InspectionState])
    visited_on = models.DateField(null=True)
    found = models.TextField(blank=True, default="")
    result = models.CharField(
        max_length=8, choices=[(one.value, one.value) for one in InspectionResult], blank=True, default=""
    )
    mend_by = models.DateField(null=True)
    reported_at = models.DateTimeField(null=True)
    reported_by = models.ForeignKey("people.Account", on_delete=models.PROTECT, null=True, related_name="+")
    published_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(name="inspection_once", fields=["draw", "organisation"]),
            models.CheckConstraint(
                name="inspection_reported_in_full",
                condition=Q(state=InspectionState.ASSIGNED.value, reported_at__isnull=True, result="")
                | (
                    ~Q(state=InspectionState.ASSIGNED.value)
                    & ~Q(result="")
                    & ~Q(found="")
                    & Q(visited_on__isnull=False, reported_at__isnull=False, reported_by__isnull=False)
                ),
            ),
            models.CheckConstraint(
                name="inspection_mended_by_a_day",
                condition=Q(mend_by__isnull=True) | Q(result=InspectionResult.MEND.value),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.draw_id} {self.place}"


class InspectionPhoto(models.Model):
    """A photo of an inspection; file: its public id."""

    inspection = models.ForeignKey(Inspection, on_delete=models.PROTECT, related_name="photos")
    file = models.UUIDField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(name="inspection_photo_once", fields=["inspection", "file"])]

    def __str__(self) -> str:
        return str(self.file)
