"""Numbers given once."""

from __future__ import annotations

from django.db import models


class OversightSeries(models.Model):
    """The last number given in a series ("JC-320200-2020"); its row is the lock that keeps two from sharing one."""

    stem = models.CharField(max_length=24, primary_key=True)
    last = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.stem}-{self.last:04d}"
