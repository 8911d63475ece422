"""What Django is told about this room."""

from __future__ import annotations

from django.apps import AppConfig


class BureauConfig(AppConfig):
    """Names the room: tables and templates are found under `bureau`."""

    name = "yunpei.portals.bureau"
    label = "bureau"
    verbose_name = "人社部门门户"
