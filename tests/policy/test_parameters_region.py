"""A circular of the whole country holds everywhere; others in their own region."""

from __future__ import annotations

import pytest

from yunpei.common.regions import NATION
from yunpei.policy.packs import load_programme
from yunpei.policy.parameters import BadParameter, region_of


@pytest.mark.parametrize("region", [None, "100000", "110000", "320205", "650000"])
def test_the_ministry_s_programmes_hold_everywhere(region: str | None) -> None:
    pack = load_programme("mohrss-2020-100days/individual-subsidy")
    assert region_of(pack, region) == (region or NATION)


@pytest.mark.parametrize("region", ["320200", "100000", "63010"])
def test_a_province_s_programme_does_not(region: str) -> None:
    with pytest.raises(BadParameter):
        region_of(load_programme("qinghai-2020-fast/transfer"), region)
