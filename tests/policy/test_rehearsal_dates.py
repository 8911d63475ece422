"""A version's dates read some years earlier: by how many, what moves, and that nothing falls between two days."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import polars as pl
import pytest

from tests.policy.test_deciding import april, line, plan
from yunpei.policy.deciding import Plan, decide
from yunpei.policy.parameters import Setting
from yunpei.policy.rehearsal_dates import as_if_in_force, middle
from yunpei.policy.types import ParameterValue


def days(*written: str) -> pl.Series:
    return pl.Series([date.fromisoformat(one) for one in written], dtype=pl.Date)


def version(start: str, until: str | None = None) -> Plan:
    """Wuxi's programme as if it came into force on another day, without dates of its own."""
    made = plan("wuxi-2020-10/online")
    pack = replace(made.pack, version=date.fromisoformat(start), until=date.fromisoformat(until) if until else None)
    return replace(made, pack=pack, settings={})


@pytest.mark.parametrize(
    ("start", "until", "lines", "years"),
    [
        ("2026-01-01", None, ["2026-01-01"], 0),
        ("2026-01-01", None, ["2031-05-01"], 0),  # open end: still in force
        ("2026-01-01", None, ["2025-12-31"], 1),
        ("2026-01-01", None, ["2024-12-31"], 2),
        ("2027-07-01", None, ["2026-06-30"], 2),
        ("2027-07-01", None, ["2026-07-01"], 1),
        ("2026-01-01", "2026-06-30", ["2026-06-30"], 0),
        ("2026-01-01", "2026-06-30", ["2027-03-01"], -1),
        ("2026-01-01", "2026-06-30", ["2027-09-01"], -1),  # outside whatever is done: the last time it began
        ("2026-09-01", "2027-03-31", ["2026-07-01"], 1),
        ("2028-02-29", None, ["2027-02-28"], 2),
        ("2028-02-29", None, ["2027-03-01"], 1),
        ("2026-01-01", None, [], 0),
        # a stray line of long ago moves nothing: the line in the middle decides
        ("2026-01-01", None, ["2009-01-01", "2026-02-01", "2026-03-01"], 0),
        ("2026-01-01", None, ["2009-01-01", "2025-02-01", "2025-03-01"], 1),
    ],
)
def test_years_bring_the_line_in_the_middle_into_its_time(
    start: str, until: str | None, lines: list[str], years: int
) -> None:
    run = as_if_in_force(version(start, until), days(*lines))
    assert run.as_if.years == years


def test_its_time_begins_with_the_first_date_it_names() -> None:
    """Dalian's epidemic period began a month before its circular."""
    made = as_if_in_force(plan(), days("2020-01-31", "2020-02-03"))
    assert (made.as_if.years, made.as_if.since, made.as_if.inside) == (0, date(2020, 1, 25), 2)


def test_lines_outside_its_time_are_counted() -> None:
    made = as_if_in_force(version("2026-01-01", "2026-06-30"), days("2025-01-01", "2025-03-01", "2025-09-01")).as_if
    assert (made.years, made.since, made.until) == (1, date(2025, 1, 1), date(2025, 6, 30))
    assert (made.first, made.last, made.inside) == (date(2025, 1, 1), date(2025, 9, 1), 2)


def test_a_version_in_force_is_left_as_it_is() -> None:
    asked = plan()
    run = as_if_in_force(asked, days("2020-03-20"))
    assert run.plan.settings is asked.settings


def test_periods_figures_and_dates_set_for_the_run_move_together() -> None:
    run = as_if_in_force(plan(), days("2018-03-20"))
    assert run.as_if.years == 2
    settings = run.plan.settings
    assert settings["epidemic_from"].on(date(2018, 3, 1)) == date(2018, 1, 25)
    assert settings["epidemic_until"].override == date(2018, 12, 31)
    assert settings["cap_fen"] == run.written.settings["cap_fen"]
    assert run.written.settings["epidemic_until"].override == date(2020, 12, 31)


def figure(change: date) -> Setting:
    """A figure that is 1 until the day before, and 2 from then on."""
    spans = ((1, None, change - timedelta(days=1)), (2, change, None))
    dated = [ParameterValue(value, a, b, None, None, None, None, True, None, None) for value, a, b in spans]
    return Setting(plan().pack.parameters["cap_fen"], tuple(dated))


@pytest.mark.parametrize("years", [-4, -1, 1, 2, 3, 4])
@pytest.mark.parametrize("change", ["2027-03-01", "2028-02-29", "2028-03-01", "2027-01-01"])
def test_no_day_falls_between_two_values(change: str, years: int) -> None:
    next_day = date.fromisoformat(change)
    setting = figure(next_day)
    moved = as_if_in_force(replace(version("2026-01-01"), settings={"cap_fen": setting}), days(), years)
    day = date(next_day.year - years, 1, 1)
    values = [moved.plan.settings["cap_fen"].on(day + timedelta(days=step)) for step in range(365)]
    assert None not in values
    assert values == sorted(values, key=lambda one: (one is None, one))
    turn = values.index(2) if 2 in values else None
    expected = date(next_day.year - years, next_day.month, 1) if next_day.day == 1 else None
    if expected is not None:
        assert turn is not None
        assert day + timedelta(days=turn) == expected


def shifted(one: dict[str, Any], years: int) -> dict[str, Any]:
    return {
        name: value.replace(year=value.year + years) if isinstance(value, date) else value
        for name, value in one.items()
    }


@pytest.mark.parametrize("years", [1, 2, 5])
def test_moving_the_dates_of_the_version_is_moving_all_lines_the_other_way(years: int) -> None:
    """The same outcomes as if every date of the roster had been so many years later, and the version as written."""
    asked = plan()
    lines = [
        line(),
        april(row=3),
        line(row=4, person_id="B", class_start=date(2020, 1, 24), filed_on=date(2020, 1, 20)),  # a day too early
        line(row=5, person_id="C", claimed_on=date(2020, 6, 21)),  # a day too late
        line(row=6, person_id="D", filed_on=date(2020, 3, 3)),
    ]
    past = [shifted(one, -years) for one in lines]
    run = as_if_in_force(asked, pl.Series([one["class_end"] for one in past]))
    assert run.as_if.years == years
    assert decide(run.plan, past) == decide(asked, lines)
    assert [one.outcome for one in decide(asked, past)] == ["refused"] * 5


def test_the_line_in_the_middle() -> None:
    assert middle(days("2020-03-01", "2020-01-01", "2020-02-01", "2020-04-01")) == date(2020, 2, 1)
    assert middle(pl.Series([None, date(2020, 1, 1)], dtype=pl.Date)) == date(2020, 1, 1)
    assert middle(days()) is None
