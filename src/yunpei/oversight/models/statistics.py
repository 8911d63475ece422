"""Figures as the last count left them, when that was, and what only a bureau can state."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from yunpei.common.identifiers_db import new_id
from yunpei.oversight.statistics.target_types import BaseMeasure, TargetMeasure
from yunpei.oversight.statistics.types import Measure


class SiteFigure(models.Model):
    """A sum by month, place and kind. group "": everyone; a word: those of them who belong to it, so groups are never added up.

    value: heads, fen or milliseconds, as its measure says. Rewritten as a whole by each count.
    """

    measure = models.CharField(max_length=10, choices=[(one.value, one.value) for one in Measure])
    month = models.DateField()
    region = models.CharField(max_length=6)
    programme = models.CharField(max_length=100)
    kind = models.CharField(max_length=20, blank=True, default="")
    fund = models.CharField(max_length=100, blank=True, default="")
    group = models.CharField(max_length=30, blank=True, default="")
    value = models.BigIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                name="site_figure_once",
                fields=["measure", "month", "region", "programme", "kind", "fund", "group"],
            ),
            models.CheckConstraint(name="site_figure_of_a_month", condition=Q(month__day=1)),
        ]

    def __str__(self) -> str:
        return f"{self.measure} {self.month} {self.region}"


class FiguresCounted(models.Model):
    """When the figures were counted: one row."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(name="figures_counted_once", condition=Q(id=1))]

    def __str__(self) -> str:
        return self.at.isoformat()


class Target(models.Model):
    """What a text asks to be reached in a region by a month: a number of people, platforms …, or a share in percent.

    Set by a bureau with its source; ended, never deleted.
    """

    public_id = models.UUIDField(default=new_id, unique=True, editable=False)
    region = models.CharField(max_length=6)
    name = models.CharField(max_length=100)
    source = models.CharField(max_length=200)
    clause = models.TextField()
    measure = models.CharField(max_length=20, choices=[(one.value, one.value) for one in TargetMeasure])
    since = models.DateField()  # first day of the first month
    until = models.DateField()  # first day of the last month
    goal = models.PositiveBigIntegerField()
    set_at = models.DateTimeField()
    set_by = models.ForeignKey("people.Account", on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                name="target_once",
                fields=["region", "measure", "since", "until"],
                condition=Q(ended_at__isnull=True),
            ),
            models.CheckConstraint(name="target_in_months", condition=Q(since__day=1, until__day=1)),
            models.CheckConstraint(name="target_has_term", condition=Q(until__gte=models.F("since"))),
            models.CheckConstraint(name="target_asks", condition=Q(goal__gte=1) & ~Q(clause="")),
        ]

    def __str__(self) -> str:
        return self.name


class BaseFigure(models.Model):
    """A number of people that no record of ours says, as of a day, entered by a bureau with its source. The latest holds."""

    region = models.CharField(max_length=6)
    measure = models.CharField(max_length=20, choices=[(one.value, one.value) for one in BaseMeasure])
    value = models.PositiveBigIntegerField()
    on = models.DateField()
    source = models.CharField(max_length=200)
    entered_at = models.DateTimeField()
    entered_by = models.ForeignKey("people.Account", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(name="base_figure_has_source", condition=~Q(source=""))]
        indexes: ClassVar = [models.Index(name="base_figure_by_day", fields=["region", "measure", "on"])]

    def __str__(self) -> str:
        return f"{self.measure} {self.region} {self.on}"
