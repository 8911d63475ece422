"""What Django is told about this room."""

from __future__ import annotations

from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    """Names the room: tables and templates are found under `evidence`."""

    name = "yunpei.evidence"
    label = "evidence"
    verbose_name = "学习证据"
