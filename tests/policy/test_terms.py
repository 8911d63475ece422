"""Time limits as packs declare them, with the figures of the day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from yunpei.policy.packs import find, load, load_programme
from yunpei.policy.parameters import settle
from yunpei.policy.terms import TimeLimit, time_limits
from yunpei.policy.types import Pack, ParameterValue

DAY = date(2020, 7, 1)
PACKS = {name: load(folder) for name, versions in find().items() for folder in versions.values()}


def limits(pack: Pack, on: date = DAY, **figures: int) -> tuple[TimeLimit, ...]:
    return time_limits(pack, settle(pack, None, figures), on)


@pytest.mark.req("R29")
@pytest.mark.parametrize(("service", "days"), [("transfer", 15), ("retention-refund", 30)])
def test_qinghai_answers_in_working_days_after_acceptance(service: str, days: int) -> None:
    (limit,) = limits(load_programme(f"qinghai-2020-fast/{service}"))
    assert (limit.id, limit.by, limit.after, limit.days, limit.unit) == (
        "answer",
        "office",
        "accepted",
        days,
        "working",
    )
    assert limit.clause == "qinghai-2020-fast#提速办"
    assert not limit.missing


@pytest.mark.req("R29")
@pytest.mark.parametrize(("prescribed", "days"), [(100, 50), (40, 20), (15, 7), (2, 1), (1, 1)])
def test_half_of_what_is_laid_down_in_whole_days(prescribed: int, days: int) -> None:
    (limit,) = limits(load_programme("qinghai-2020-fast/skill-subsidy"), prescribed_days=prescribed)
    assert limit.days == days


def test_a_figure_that_is_not_set_is_named_and_not_guessed() -> None:
    (limit,) = limits(load_programme("qinghai-2020-fast/skill-subsidy"))
    assert (limit.days, limit.missing) == (None, ("prescribed_days",))


def test_the_figure_of_the_day_counts() -> None:
    pack = load_programme("qinghai-2020-fast/transfer")
    days = pack.parameters["answer_days"]
    (first,) = days.values
    later = replace(first, value=10, since=date(2020, 8, 1))
    dated: tuple[ParameterValue, ...] = (replace(first, until=date(2020, 7, 31)), later)
    pack = replace(pack, parameters={"answer_days": replace(days, values=dated)})
    assert [limits(pack, on)[0].days for on in (date(2020, 7, 31), date(2020, 8, 1))] == [15, 10]


@pytest.mark.parametrize("name", sorted(PACKS))
def test_only_services_that_are_said_to_have_one_have_a_term(name: str) -> None:
    counted = {item.id for item in PACKS[name].deadlines if item.term is not None}
    fast = ("transfer", "retention-refund", "skill-subsidy")
    assert counted == ({"answer"} if name in {f"qinghai-2020-fast/{one}" for one in fast} else set())
