"""What Django is told about this room."""

from __future__ import annotations

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """Names the room: tables and templates are found under `people`."""

    name = "yunpei.people"
    label = "people"
    verbose_name = "人员与单位"
