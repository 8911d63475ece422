"""What Django is told about this room."""

from __future__ import annotations

from django.apps import AppConfig


class FilesConfig(AppConfig):
    """Names the room: tables and templates are found under `files`."""

    name = "yunpei.files"
    label = "files"
    verbose_name = "文件"
