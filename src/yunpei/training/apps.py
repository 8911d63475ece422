"""What Django is told about this room."""

from __future__ import annotations

from django.apps import AppConfig


class TrainingConfig(AppConfig):
    """Names the room: tables and templates are found under `training`."""

    name = "yunpei.training"
    label = "training"
    verbose_name = "培训班"
