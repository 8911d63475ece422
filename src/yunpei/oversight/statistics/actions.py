"""The figures are counted anew."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from yunpei.oversight.models import FiguresCounted, SiteFigure
from yunpei.oversight.statistics.counting import count


def figures_count(*, at: datetime) -> int:
    """Count every figure and put it in the place of the last count, all at once; how many there are.

    The program's own work, repeated as often as one likes. Raises BadReceipt, StoreDown; then the last count stands.
    """
    found = count()
    rows = [
        SiteFigure(
            measure=measure,
            month=month,
            region=region,
            programme=programme,
            kind=kind,
            fund=fund,
            group=group,
            value=value,
        )
        for (measure, month, region, programme, kind, fund, group), value in sorted(found.items())
    ]
    with transaction.atomic():
        FiguresCounted.objects.update_or_create(id=1, defaults={"at": at})  # the row is the lock between two counts
        SiteFigure.objects.all().delete()
        SiteFigure.objects.bulk_create(rows, batch_size=1000)
    return len(rows)
