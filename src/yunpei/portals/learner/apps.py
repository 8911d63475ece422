"""What Django is told about this room."""

from __future__ import annotations

from django.apps import AppConfig


class LearnerConfig(AppConfig):
    """Names the room: tables and templates are found under `learner`."""

    name = "yunpei.portals.learner"
    label = "learner"
    verbose_name = "学员门户"
