"""What Django is told about this room."""

from __future__ import annotations

from django.apps import AppConfig


class CatalogueConfig(AppConfig):
    """Names the room: tables and templates are found under `catalogue`."""

    name = "yunpei.catalogue"
    label = "catalogue"
    verbose_name = "课程目录"
