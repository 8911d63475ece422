"""A zone's people, days and words."""

from __future__ import annotations

from tests.catalogue.zones.place import place  # noqa: F401
