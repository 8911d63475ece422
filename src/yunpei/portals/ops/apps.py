"""What Django is told about this room."""

from __future__ import annotations

from django.apps import AppConfig


class OpsConfig(AppConfig):
    """Names the room: tables and templates are found under `ops`."""

    name = "yunpei.portals.ops"
    label = "ops"
    verbose_name = "运维门户"
