"""Figures as the last count left them, when that was, and what only a bureau can state."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

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
