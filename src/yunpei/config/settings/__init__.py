"""Django's settings, from the environment: base.py, and one file for each part outside the program."""

from __future__ import annotations

from yunpei.config.settings.base import *  # noqa: F403 - Django wants them all in one module
