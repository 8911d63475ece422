"""A zone of the public catalogue, for everyone."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from yunpei.catalogue.zones import queries
from yunpei.common.clock import day_of
from yunpei.portals.ui.pages import now, page


@page()
def zone(request: HttpRequest, zone: UUID) -> HttpResponse:
    """Which courses are free, until when, for whom, and after which sentence."""
    today = day_of(now())
    held = queries.public_zone(str(zone), on=today)
    values = {"zone": held, "open": held.open_on(today), "courses": queries.free_courses(held.id), "today": today}
    return render(request, "public/zone.html", values)
