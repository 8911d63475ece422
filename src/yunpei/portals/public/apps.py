"""What Django is told about this room."""

from __future__ import annotations

from django.apps import AppConfig


class PublicConfig(AppConfig):
    """Names the room: tables and templates are found under `public`."""

    name = "yunpei.portals.public"
    label = "public"
    verbose_name = "公众门户"
