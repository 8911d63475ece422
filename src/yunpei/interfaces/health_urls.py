"""Addresses for whatever watches the site."""

from __future__ import annotations

from django.urls import path

from yunpei.interfaces import health

urlpatterns = [
    path("healthz", health.alive, name="healthz"),
    path("readyz", health.ready, name="readyz"),
]
