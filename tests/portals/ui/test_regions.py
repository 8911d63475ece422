"""Regions by name, and which of them forms offer."""

from __future__ import annotations

import re

import pytest

from yunpei.people.access import region_covers
from yunpei.people.models.places import REGION
from yunpei.portals.ui import regions


def test_every_region_has_a_code_of_gb_t_2260_and_a_name_once() -> None:
    rows = regions.FILE.read_text(encoding="utf-8").splitlines()[1:]
    assert len(rows) == len(regions.own_names()) > 3000
    assert all(re.fullmatch(REGION, code) and name for code, name in regions.own_names().items())
    assert list(regions.own_names()) == sorted(regions.own_names())


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("320211", "江苏省无锡市滨湖区"),
        ("320281", "江苏省无锡市江阴市"),
        ("210200", "辽宁省大连市"),
        ("320000", "江苏省"),
        ("110101", "北京市东城区"),
        ("469001", "海南省五指山市"),
        ("990000", "990000"),
    ],
)
def test_a_region_is_called_by_all_that_it_lies_in(code: str, name: str) -> None:
    assert regions.name(code) == name


def test_forms_offer_what_lies_in_or_above_the_circulars() -> None:
    assert {"320200", "210200", "210000"} <= regions.on_hand()
    assert "100000" not in regions.on_hand()
    found = regions.offered(["320200"])
    assert found[:2] == ["320000", "320200"]
    assert found[2:] == [code for code in regions.own_names() if region_covers("320200", code)][1:]
    assert regions.districts(found) == found[2:]
    assert "320281" in found
    assert "320500" not in found


def test_choices_stand_by_city_with_the_city_first() -> None:
    groups = dict(regions.grouped(regions.offered(["210200"])))
    assert list(groups) == ["辽宁省", "辽宁省大连市"]
    assert groups["辽宁省"] == [("210000", "辽宁省")]
    assert groups["辽宁省大连市"][:2] == [("210200", "辽宁省大连市"), ("210202", "辽宁省大连市中山区")]
    assert dict(regions.grouped(["469001"])) == {"海南省": [("469001", "海南省五指山市")]}
