"""Addresses of zones, below zones/."""

from __future__ import annotations

from django.urls import path

from yunpei.portals.bureau.views import zones

urlpatterns = [
    path("", zones.listing, name="zones"),
    path("new/", zones.new, name="zone_new"),
    path("<uuid:zone>/", zones.zone, name="zone"),
    path("<uuid:zone>/end/", zones.end, name="zone_end"),
    path("<uuid:zone>/courses/", zones.course_put, name="zone_course_put"),
    path("<uuid:zone>/courses/<uuid:line>/remove/", zones.course_remove, name="zone_course_remove"),
]
