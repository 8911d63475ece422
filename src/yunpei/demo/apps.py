"""What Django is told about this room."""

from __future__ import annotations

from django.apps import AppConfig


class DemoConfig(AppConfig):
    """Names the room: tables and templates are found under `demo`."""

    name = "yunpei.demo"
    label = "demo"
    verbose_name = "演示城市"
