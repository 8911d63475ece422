"""Numbers of draws, complaints and penalties: CC-320200-2020-0001, each given once."""

from __future__ import annotations

from django.db import transaction

from yunpei.oversight.models import OversightSeries

DRAW, COMPLAINT, PENALTY = "CC", "JB", "CF"  # 抽查、举报、处罚


def next_number(kind: str, region: str, year: int) -> str:
    """The next number of a kind, region and year. Call inside the transaction that uses it."""
    assert transaction.get_connection().in_atomic_block
    stem = f"{kind}-{region}-{year}"
    OversightSeries.objects.bulk_create([OversightSeries(stem=stem)], ignore_conflicts=True)
    series = OversightSeries.objects.select_for_update().get(stem=stem)
    series.last += 1
    series.save(update_fields=["last"])
    return f"{stem}-{series.last:04d}"
