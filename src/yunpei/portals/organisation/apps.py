"""What Django is told about this room."""

from __future__ import annotations

from django.apps import AppConfig


class OrganisationConfig(AppConfig):
    """Names the room: tables and templates are found under `organisation`."""

    name = "yunpei.portals.organisation"
    label = "organisation"
    verbose_name = "单位门户"
