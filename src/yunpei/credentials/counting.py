"""Certificates counted for the figures of the site."""

from __future__ import annotations

from django.db.models import Count, F
from django.db.models.functions import TruncMonth

from yunpei.common.clock import SHANGHAI
from yunpei.common.counted import Counted, counted
from yunpei.credentials.models import Certificate


def certificates_issued() -> list[Counted]:
    """Certificates that stand, by the month of issue and group of the holder. 1 query."""
    held = "training_class__"
    rows = (
        Certificate.objects.filter(revoked_at=None)
        .annotate(
            month=TruncMonth("issued_at", tzinfo=SHANGHAI),
            region=F(f"{held}organisation__region"),
            kind=F(f"{held}organisation__kind"),
            programme=F(f"{held}programme"),
            groups=F("person__groups"),
        )
        .values("month", "region", "programme", "kind", "groups")
        .annotate(value=Count("id"))
        .order_by("month", "region", "programme", "kind")
    )
    return counted(rows)
