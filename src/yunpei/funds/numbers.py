"""Numbers of batches and recoveries: FK-320200-2020-0001, counted by region and year."""

from __future__ import annotations

from datetime import datetime

from yunpei.common.clock import day_of
from yunpei.funds.models import NumberSeries

BATCH, RECOVERY = "FK", "ZH"  # 付款, 追回


def next_number(kind: str, region: str, at: datetime) -> str:
    """The next number of a kind. Taken after the budget is locked, so that two can't wait for each other in a circle."""
    stem = f"{kind}-{region}-{day_of(at).year}"
    NumberSeries.objects.bulk_create([NumberSeries(stem=stem)], ignore_conflicts=True)
    series = NumberSeries.objects.select_for_update().get(stem=stem)
    series.last += 1
    series.save(update_fields=["last"])
    return f"{stem}-{series.last:04d}"
