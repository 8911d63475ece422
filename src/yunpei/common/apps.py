"""What Django is told about this room."""

from __future__ import annotations

from django.apps import AppConfig


class CommonConfig(AppConfig):
    """Names the room: tables and templates are found under `common`."""

    name = "yunpei.common"
    label = "common"
    verbose_name = "公共"
