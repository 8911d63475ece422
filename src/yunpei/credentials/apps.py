"""What Django is told about this room."""

from __future__ import annotations

from django.apps import AppConfig


class CredentialsConfig(AppConfig):
    """Names the room: tables and templates are found under `credentials`."""

    name = "yunpei.credentials"
    label = "credentials"
    verbose_name = "证书"
