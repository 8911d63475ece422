"""The city of the casework tests, with what oversight adds to it."""

from __future__ import annotations

from tests.casework.conftest import studied, there  # noqa: F401
