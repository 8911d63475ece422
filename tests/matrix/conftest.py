"""The city of the casework tests."""

from __future__ import annotations

from tests.casework.conftest import studied, there  # noqa: F401
