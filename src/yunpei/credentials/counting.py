"""Certificates counted for the figures of the site."""

from __future__ import annotations

from django.db.models import Count, F

from yunpei.common.counted import Counted, counted, month_of
from yunpei.credentials.models import Certificate


def certificates_issued() -> list[Counted]:
    """Certificates that stand, by the month of issue and group of the holder. 2 queries."""
    held, standing = "training_class__", Certificate.objects.filter(revoked_at=None)
    rows = (
        standing.annotate(
            month=month_of(standing, "issued_at"),
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
