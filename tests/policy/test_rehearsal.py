"""Rehearsals: sums that add up, nothing gained against oneself, and the very figures of the fold."""

from __future__ import annotations

from datetime import date
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.policy.test_deciding import DALIAN, april, line, plan
from tests.properties.test_carriers_agree import cases, framed
from yunpei.policy.column_intake import TYPES
from yunpei.policy.deciding import Plan, decide
from yunpei.policy.packs import load_programme
from yunpei.policy.parameters import settle
from yunpei.policy.rehearsal import rehearse
from yunpei.policy.rehearsal_columns import DIMENSIONS, PAID, REHEARSED
from yunpei.policy.rehearsal_types import Breakdown, Group
from yunpei.policy.types import Outcome

WUXI = "wuxi-2020-10/online"


def frame(*lines: dict[str, Any]) -> pl.DataFrame:
    """Lines as the column reader makes them; persons are letters."""
    names = dict.fromkeys(name for one in lines for name in one)
    kinds = {name: TYPES.get(REHEARSED[name].kind, pl.String) for name in names if name in REHEARSED}
    columns = {name: pl.Series([one.get(name) for one in lines], dtype=kinds.get(name, pl.Int64)) for name in names}
    made = pl.DataFrame(columns)
    return made.with_columns(
        person=pl.Series([ord(one["person_id"]) for one in lines], dtype=pl.Int64),
        allowed=pl.Series([bool(one.get("allowed_by")) for one in lines], dtype=pl.Boolean),
    ).with_columns(pl.col("filed_on").is_not_null().alias("filed_on?"))


def sums(groups: tuple[Group, ...]) -> tuple[int, ...]:
    """What adds up over any breakdown: lines, and the money and lines due of both sides."""
    sides = [side for one in groups for side in (one.after, one.before) if side is not None]
    assert all(one.before is not None for one in groups)
    after, before = sides[::2], sides[1::2]
    return (
        sum(one.lines for one in groups),
        *(sum(side.fen for side in half) for half in (after, before)),
        *(sum(side.lines for side in half) for half in (after, before)),
        sum(one.change_fen or 0 for one in groups),
    )


def of(breakdowns: tuple[Breakdown, ...], dimension: str) -> dict[str | None, Group]:
    (found,) = (one for one in breakdowns if one.dimension == dimension)
    return {group.value: group for group in found.groups}


@pytest.mark.parametrize("programme", [DALIAN, WUXI])
@given(data=st.data())
def test_totals_are_the_sum_of_every_breakdown(programme: str, data: st.DataObject) -> None:
    new = plan(programme)
    pack = new.pack
    old = plan(programme, cap_fen=data.draw(st.sampled_from([40_000, 100_000, 200_000])))
    lines, _ = data.draw(cases(new))
    words = st.sampled_from(["320205", "320206", None])
    regions = data.draw(st.lists(words, min_size=len(lines), max_size=len(lines)))
    table = framed(new, lines).with_columns(
        pl.Series("region", regions, dtype=pl.String), pl.Series("person_group", regions, dtype=pl.String)
    )
    one = rehearse(new, table, against=old)
    assert {breakdown.dimension for breakdown in one.breakdowns} == set(DIMENSIONS) & set(table.columns)
    for breakdown in one.breakdowns:
        assert sums(breakdown.groups) == sums((one.total,))
        assert sum(group.persons for group in breakdown.groups) >= one.total.persons
        assert max(group.persons for group in breakdown.groups) <= one.total.persons
    assert sum(count.after for count in one.outcomes) == one.total.lines == len(lines)
    assert one.total.gaining + one.total.losing + one.total.open <= one.total.persons
    assert {failure.check.id for failure in one.failures} <= {check.id for check in pack.checks}


@pytest.mark.parametrize("programme", [DALIAN, WUXI])
@given(data=st.data(), years=st.sampled_from([None, 0, 1, 30]))
def test_against_itself_nobody_gains_or_loses(programme: str, data: st.DataObject, years: int | None) -> None:
    same = plan(programme)
    lines, _ = data.draw(cases(same))
    one = rehearse(same, framed(same, lines), against=same, years=years)
    for group in (one.total, *(group for breakdown in one.breakdowns for group in breakdown.groups)):
        assert (group.gaining, group.gained_fen, group.losing, group.lost_fen, group.change_fen) == (0, 0, 0, 0, 0)
        assert group.after == group.before
    assert all(count.after == count.before for count in one.outcomes)


@pytest.mark.parametrize("programme", [DALIAN, WUXI])
@given(data=st.data())
def test_the_figures_are_those_of_the_fold(programme: str, data: st.DataObject) -> None:
    asked = plan(programme)
    lines, _ = data.draw(cases(asked))
    one = rehearse(asked, framed(asked, lines), years=0)
    decided = decide(asked, lines)
    due = [(line, found) for line, found in zip(lines, decided, strict=True) if found.outcome is Outcome.DUE]
    assert one.total.after.fen == sum(found.amount_fen for found in decided)
    assert one.total.after.lines == len(due)
    assert one.total.after.persons == len({line["person_id"] for line, _ in due})
    assert one.total.after.employers == len({line["employer_id"] for line, _ in due} - {None})
    assert one.total.persons == len({line["person_id"] for line in lines})
    for count in one.outcomes:
        mine = [found for found in decided if found.outcome is count.outcome]
        assert (count.after, count.before) == (len(mine), None)
        assert count.after_fen == sum(found.amount_fen + found.if_allowed_fen for found in mine)
    for place, check in enumerate(asked.pack.checks):
        failing = [found for found in decided if found.oks[place] is False]
        told = next((one for one in one.failures if one.check == check), None)
        assert (told.lines if told else 0) == len(failing)
        assert (told.refused if told else 0) == sum(found.outcome is Outcome.REFUSED for found in failing)
    missing = {name for found in decided for name in found.missing if found.outcome is Outcome.UNDETERMINED}
    assert {lack.name for lack in one.lacks} == missing


def test_money_that_moves_between_a_persons_lines_is_no_gain() -> None:
    """With 300 yuan due now and 300 before, on another line, the person has what they had."""
    table = frame(line(paid=0), april(paid=30_000))
    one = rehearse(plan(cap_fen=30_000), table)
    assert one.paid
    assert one.total.before is not None
    assert (one.total.after.fen, one.total.before.fen) == (30_000, 30_000)
    assert (one.total.gaining, one.total.losing) == (0, 0)


def test_who_gains_and_who_loses_by_size() -> None:
    table = frame(
        line(person_id="A", employer_size="small", paid=10_000, region="320205"),
        line(person_id="B", employer_size="large", paid=10_000, row=3, employer_id="F", region=None),
        line(person_id="C", employer_size="small", paid=30_000, row=4, region="320205"),
    )
    one = rehearse(plan(), table)
    total = one.total
    assert (total.gaining, total.gained_fen, total.losing, total.lost_fen, total.open) == (1, 20_000, 1, 10_000, 0)
    assert total.after.employers == 1
    assert total.before is not None
    assert (total.before.persons, total.before.employers) == (3, 2)
    sizes = of(one.breakdowns, "employer_size")
    assert list(sizes) == ["large", "small"]
    assert (sizes["small"].gaining, sizes["small"].losing) == (1, 0)
    assert (sizes["large"].gaining, sizes["large"].losing) == (0, 1)
    assert list(of(one.breakdowns, "region")) == ["320205", None]
    (scope,) = one.failures
    assert (scope.check.id, scope.lines, scope.refused, scope.alone) == ("scope_size", 1, 1, 1)


def test_whoever_waits_for_a_decision_neither_gains_nor_loses() -> None:
    table = frame(
        line(person_id="A", claimed_on=date(2020, 7, 1), paid=30_000),  # late: at discretion
        line(person_id="B", row=3, completed=None, paid=30_000),
    )
    one = rehearse(plan(), table)
    assert (one.total.gaining, one.total.losing, one.total.open) == (0, 0, 2)
    assert one.total.change_fen == -60_000
    assert [(lack.name, lack.after) for lack in one.lacks] == [("completed", 1)]


def test_a_line_that_may_change_with_an_open_one_is_open_in_its_own_group_too() -> None:
    """The later line is due, but what the cap leaves it hangs on the one before."""
    table = frame(
        line(employer_size="small", claimed_on=date(2020, 7, 1), paid=0), april(employer_size="medium", paid=0)
    )
    one = rehearse(plan(), table)
    sizes = of(one.breakdowns, "employer_size")
    assert (sizes["medium"].after.fen, sizes["medium"].open, sizes["medium"].gaining) == (30_000, 1, 0)


def test_a_line_refused_by_two_checks_is_refused_by_neither_alone() -> None:
    twice = line(employer_size="large", completed=False)
    one = rehearse(plan(), frame(twice, line(row=3, person_id="B", completed=False)))
    told = {failure.check.id: (failure.lines, failure.refused, failure.alone) for failure in one.failures}
    assert told == {"scope_size": (1, 1, 0), "completed": (2, 2, 1)}


def test_a_line_without_the_date_that_orders_it_is_left_out_and_told() -> None:
    one = rehearse(plan(), frame(line(), line(row=3, person_id="B", class_end=None)))
    assert (one.total.lines, one.left_out) == (1, 1)
    other = rehearse(plan("wuxi-2020-10/pre-job"), frame(line()))
    assert (other.total.lines, other.left_out, other.run.as_if.first) == (0, 1, None)


def test_without_a_baseline_nothing_is_compared() -> None:
    one = rehearse(plan(), frame(line()))
    assert (one.baseline, one.paid, one.total.before, one.total.change_fen) == (None, None, None, None)
    assert (one.total.gaining, one.total.losing) == (0, 0)


def test_a_roster_without_employers_counts_none() -> None:
    one = rehearse(plan(), frame(line()).drop("employer_id"))
    assert (one.total.employers, one.total.after.employers) == (None, None)


def test_no_lines_at_all() -> None:
    one = rehearse(plan(), frame(line(paid=5)).clear())
    assert (one.total.lines, one.total.after.fen, one.run.as_if.years) == (0, 0, 0)
    assert one.total.before is not None
    assert all(breakdown.groups == () for breakdown in one.breakdowns)


def test_a_named_baseline_goes_before_what_was_paid() -> None:
    table = frame(line(paid=1))
    one = rehearse(plan(), table, against=plan(cap_fen=10_000))
    assert not one.paid
    assert one.total.before is not None
    assert one.total.before.fen == 10_000
    assert PAID in table.columns


def test_earlier_awards_count_on_both_sides() -> None:
    from tests.policy.test_deciding import line as usual
    from yunpei.policy.column_results import award_rows

    award = dict.fromkeys(("employer_id", "class_no", "project", "class_start", "class_end"))
    award |= {"programme": DALIAN, "amount_fen": 90_000, "class_start": date(2020, 2, 3), "class_end": date(2020, 2, 4)}
    awards = award_rows([award | {"project": "叉车", "employer_id": "E", "class_no": "0"}], [ord("A")])
    one = rehearse(plan(), frame(usual()), awards=awards, against=plan())
    assert one.total.before is not None
    assert (one.total.after.fen, one.total.before.fen) == (10_000, 10_000)


def test_a_programme_of_another_city_is_read_as_if_in_force_too() -> None:
    wuxi = load_programme(WUXI)
    other = Plan.of(wuxi, settle(wuxi))
    days = {"class_start": date(2019, 3, 2), "class_end": date(2019, 3, 20), "claimed_on": date(2019, 5, 1)}
    table = frame(line(filed_on=date(2019, 3, 1), certificate_no="C", **days))
    table = table.with_columns(pl.lit(True).alias("certificate_no?"))
    one = rehearse(plan(), table, against=other)
    assert one.baseline is not None
    assert (one.run.as_if.years, one.baseline.as_if.years) == (1, 1)
    assert one.total.before is not None
    assert (one.total.after.fen, one.total.before.fen) == (30_000, 50_000)
