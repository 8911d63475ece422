"""Dated and regional figures, and what a bureau or a user sets instead."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from tests.policy.test_deciding import april, line
from yunpei.policy.deciding import Plan, decide
from yunpei.policy.packs import load_programme
from yunpei.policy.parameters import BadParameter, read_parameter, region_of, settle
from yunpei.policy.types import ParameterValue

LIAONING = "liaoning-2020-16/sme-online"


def value(
    number: int, *, since: date | None = None, until: date | None = None, region: str | None = None
) -> ParameterValue:
    return ParameterValue(number, since, until, region, "x#1", None, None, True, None, None)


def with_rates(*values: ParameterValue) -> Any:
    pack = load_programme(LIAONING)
    rate = replace(pack.parameters["rate_fen"], values=values)
    return replace(pack, parameters={**pack.parameters, "rate_fen": rate})


@pytest.mark.req("R23")
@pytest.mark.parametrize(
    ("region", "rate"), [(None, 1), ("210000", 1), ("210100", 1), ("210200", 2), ("210211", 3), ("210212", 2)]
)
def test_the_nearest_region_with_a_value_wins(region: str | None, rate: int) -> None:
    pack = with_rates(value(1), value(2, region="210200"), value(3, region="210211"))
    assert settle(pack, region)["rate_fen"].value == rate


def test_a_value_holds_from_its_first_to_its_last_day() -> None:
    pack = with_rates(value(1_000, until=date(2020, 3, 31)), value(2_000, since=date(2020, 4, 1)))
    plan = Plan.of(pack, settle(pack))
    decided = decide(
        plan, [line(class_end=date(2020, 3, 31)), april(class_start=date(2020, 4, 1), class_end=date(2020, 4, 1))]
    )
    assert [one.gross_fen for one in decided] == [30_000, 60_000]


def test_no_value_on_the_day_is_not_known() -> None:
    pack = with_rates(value(1_000, until=date(2020, 3, 19)))
    (one,) = decide(Plan.of(pack, settle(pack)), [line()])
    assert one.missing == ("rate_fen",)


@pytest.mark.parametrize("region", ["320200", "2102", "21020a", "", "２１０２００"])
def test_a_region_outside_the_circular_is_refused(region: str) -> None:
    with pytest.raises(BadParameter):
        region_of(load_programme(LIAONING), region)


@pytest.mark.parametrize(
    ("name", "text"), [("rate_fen", "1.5"), ("rate_fen", "-1"), ("rate_fen", "１５"), ("rate_fen", ""), ("none", "1")]
)
def test_a_value_that_is_none_is_refused(name: str, text: str) -> None:
    with pytest.raises(BadParameter):
        read_parameter(load_programme(LIAONING), name, text)


def test_a_date_is_a_date() -> None:
    pack = load_programme("dalian-2020-41/sme-training")
    assert read_parameter(pack, "epidemic_until", "2020-12-31") == date(2020, 12, 31)
    with pytest.raises(BadParameter):
        read_parameter(pack, "epidemic_until", "20")
