"""Django's own commands (makemigrations, makemessages …) for developers: `python -m yunpei.config makemigrations`."""

from __future__ import annotations

import os
import sys


def main() -> None:
    """Hand the arguments to Django."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yunpei.config.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(["python -m yunpei.config", *sys.argv[1:]])


if __name__ == "__main__":
    main()
