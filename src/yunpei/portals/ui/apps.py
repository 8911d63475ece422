"""What Django is told about this room."""

from __future__ import annotations

from django.apps import AppConfig


class UiConfig(AppConfig):
    """Names the room: tables and templates are found under `ui`."""

    name = "yunpei.portals.ui"
    label = "ui"
    verbose_name = "界面组件"
