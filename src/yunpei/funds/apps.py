"""What Django is told about this room."""

from __future__ import annotations

from django.apps import AppConfig


class FundsConfig(AppConfig):
    """Names the room: tables and templates are found under `funds`."""

    name = "yunpei.funds"
    label = "funds"
    verbose_name = "资金"
