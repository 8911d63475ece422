"""Zones, for which regions and groups they are, and the courses in them."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from yunpei.catalogue.zones.types import GROUPS
from yunpei.common.identifiers_db import new_id


class Zone(models.Model):
    """A zone of the public catalogue, with the sentence that it follows. region: of the office that keeps it.

    closes_on: the last day. ended_on: the first day on which it is open no more, where it was ended before.
    """

    public_id = models.UUIDField(default=new_id, unique=True, editable=False)
    region = models.CharField(max_length=6)
    name = models.CharField(max_length=100)
    text = models.TextField()
    source = models.CharField(max_length=200)
    clause = models.TextField()
    opens_on = models.DateField()
    closes_on = models.DateField()
    ended_on = models.DateField(null=True)
    reason = models.TextField(blank=True, default="")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="zone_says_what_and_why", condition=~Q(name="") & ~Q(text="") & ~Q(source="") & ~Q(clause="")
            ),
            models.CheckConstraint(name="zone_days", condition=Q(closes_on__gte=F("opens_on"))),
            models.CheckConstraint(
                name="zone_end_has_its_reason",
                condition=Q(ended_on__isnull=True, reason="")
                | (Q(ended_on__isnull=False, ended_on__lte=F("closes_on")) & ~Q(reason="")),
            ),
        ]


class ZoneRegion(models.Model):
    """A region that a zone is for, with all below it; a zone without any is for everywhere."""

    zone = models.ForeignKey("catalogue.Zone", on_delete=models.PROTECT, related_name="regions")
    region = models.CharField(max_length=6)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(name="zone_region_once", fields=["zone", "region"]),
            models.CheckConstraint(name="zone_region_shape", condition=Q(region__regex=r"^[1-9][0-9]{5}$")),
        ]


class ZoneGroup(models.Model):
    """A group of people that a zone is for; a zone without any is for everyone."""

    zone = models.ForeignKey("catalogue.Zone", on_delete=models.PROTECT, related_name="groups")
    group = models.CharField(max_length=20)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(name="zone_group_once", fields=["zone", "group"]),
            models.CheckConstraint(name="zone_group_known", condition=Q(group__in=list(GROUPS))),
        ]


class ZoneCourse(models.Model):
    """A course in a zone. own: its own last free day; None: the zone's.

    Of the course its line is kept: the next version is as free as the one that was put in.
    """

    zone = models.ForeignKey("catalogue.Zone", on_delete=models.PROTECT, related_name="courses")
    line = models.UUIDField()
    own = models.DateField(null=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(name="zone_course_once", fields=["zone", "line"])]
