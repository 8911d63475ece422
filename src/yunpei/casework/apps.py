"""What Django is told about this room."""

from __future__ import annotations

from django.apps import AppConfig


class CaseworkConfig(AppConfig):
    """Names the room: tables and templates are found under `casework`."""

    name = "yunpei.casework"
    label = "casework"
    verbose_name = "业务办理"
