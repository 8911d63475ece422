"""What Django is told about this room."""

from __future__ import annotations

from django.apps import AppConfig


class MessagesConfig(AppConfig):
    """Names the room: tables and templates are found under `messages`."""

    name = "yunpei.messages"
    label = "messages"
    verbose_name = "消息"
