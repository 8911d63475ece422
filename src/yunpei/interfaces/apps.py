"""What Django is told about this room."""

from __future__ import annotations

from django.apps import AppConfig


class InterfacesConfig(AppConfig):
    """Names the room: tables and templates are found under `interfaces`."""

    name = "yunpei.interfaces"
    label = "interfaces"
    verbose_name = "接口"

    def ready(self) -> None:
        """Say how a process of this site gets its study clock; nothing is opened yet."""
        from yunpei.evidence import study
        from yunpei.interfaces.study_settings import from_settings

        study.configure(from_settings)
