"""What Django is told about this room."""

from __future__ import annotations

from django.apps import AppConfig


class MessagesConfig(AppConfig):
    """Names the room: tables and templates are found under `messages`."""

    name = "yunpei.messages"
    label = "messages"
    verbose_name = "消息"

    def ready(self) -> None:
        """Rooms that do not import this one tell people things through it from now on."""
        from yunpei.messages.actions import send
        from yunpei.people.telling import tell_through

        tell_through(send)
