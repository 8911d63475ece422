"""The stores that this folder's tests run on."""

from __future__ import annotations

from tests.study_stores import clock, postgres, source, study

__all__ = ["clock", "postgres", "source", "study"]
