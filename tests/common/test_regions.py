"""Digits that a region shares with all that lies in it."""

from __future__ import annotations

import pytest

from yunpei.common.regions import NATION, trunk
from yunpei.people.access import region_covers


@pytest.mark.parametrize(
    ("region", "digits"), [(NATION, ""), ("320000", "32"), ("320200", "3202"), ("320205", "320205"), ("110000", "11")]
)
def test_what_a_region_has_in_common(region: str, digits: str) -> None:
    assert trunk(region) == digits


def test_the_whole_country_covers_every_region_and_none_covers_it() -> None:
    assert all(region_covers(NATION, region) for region in (NATION, "110000", "320205", "650000"))
    assert not any(region_covers(region, NATION) for region in ("110000", "320205", "650000"))
    assert not region_covers("", "320205")
