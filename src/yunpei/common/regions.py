"""Regions of GB/T 2260: six digits, the whole country 100000."""

from __future__ import annotations

NATION = "100000"


def trunk(region: str) -> str:
    """The digits that a region and all below it have in common: 32, 3202, 320205; none for the whole country."""
    if region == NATION:
        return ""
    return region[:2] if region.endswith("0000") else region[:4] if region.endswith("00") else region
