"""A call of a city, with the firm that hands a platform in, two officers, experts, and the day held."""

from __future__ import annotations

from tests.catalogue.selection.market import market  # noqa: F401
