"""Numbers of cases and notices: WX-2020-0001, one series per city and year, each given once."""

from __future__ import annotations

from django.db import transaction

from yunpei.casework.models import NumberSeries

# Letters by the circular's region; another one's cases begin with its six digits.
LETTERS = {"320200": "WX", "210200": "DL", "210000": "LN"}


def next_number(region: str, year: int, kind: str = "") -> str:
    """The next number of a circular's region and year. kind: what is numbered, "GS" for public notices, "" for class filings.

    Call inside the transaction that uses it: a number that is rolled back is given again, so there are no gaps.
    """
    assert transaction.get_connection().in_atomic_block
    stem = "-".join(filter(None, (kind, LETTERS.get(region, region), str(year))))
    NumberSeries.objects.bulk_create([NumberSeries(stem=stem)], ignore_conflicts=True)
    series = NumberSeries.objects.select_for_update().get(stem=stem)
    series.last += 1
    series.save(update_fields=["last"])
    return f"{stem}-{series.last:04d}"
