"""What Django is told about this room."""

from __future__ import annotations

from django.apps import AppConfig


class LearningConfig(AppConfig):
    """Names the room: tables and templates are found under `learning`."""

    name = "yunpei.learning"
    label = "learning"
    verbose_name = "学习"
