"""Values and columns give the same decisions, cell by cell, over random histories with gaps in them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from yunpei.policy.carriers.values import ABSENT
from yunpei.policy.column_fold import decide_columns
from yunpei.policy.column_intake import TYPES
from yunpei.policy.column_results import THERE, award_rows, decisions_of
from yunpei.policy.columns import COLUMNS
from yunpei.policy.deciding import Plan, decide
from yunpei.policy.packs import find, load_programme
from yunpei.policy.parameters import settle

PROGRAMMES = sorted(find())
DAYS = st.sampled_from(
    [date(2019, 12, 31) + timedelta(days=step) for step in (0, 1, 25, 26, 27, 60, 61, 90, 150, 182, 183, 274, 366, 367)]
)
WORDS = st.sampled_from(["a", "b"])
OF_UNIT: dict[str, int | date] = {
    "fen": 1_500,
    "percent": 33,
    "days": 20,
    "date": date(2020, 12, 31),
}  # a bureau's figure
FREE: dict[str, int | date] = {"action_from": date(2020, 1, 25)}


def fact(name: str) -> st.SearchStrategy[Any]:
    """A value of a column from a small set, so that lines often meet; sometimes not known, or known to be none."""
    column = COLUMNS[name]
    kinds: dict[str, st.SearchStrategy[Any]] = {
        "date": DAYS,
        "hours": st.sampled_from([0, 1, 23, 24, 25, 30, 60, 100]),
        "days": st.sampled_from([0, 1, 9, 10, 11, 30]),
        "count": st.sampled_from([0, 1, 100]),
        "money": st.sampled_from([0, 1, 100, 99_999]),
        "yes_no": st.sampled_from([True, True, True, False]),
        "coded": st.sampled_from(sorted(column.words)) if column.words else WORDS,
    }
    value = kinds.get(column.kind, WORDS)
    gaps = [st.none()] if not column.absent_is_none else [st.none(), st.just(ABSENT)]
    return st.one_of(value, value, value, *gaps)


def good(plan: Plan) -> dict[str, Any]:
    """A line that is due, so that one changed fact decides."""
    institution = "institution" in plan.pack.claimants
    return {
        "employer_kind": "institution" if institution else "enterprise",
        "employer_size": "small",
        "worker_kind": "other" if institution else "employee",
        "employer_id": "a",
        "project": "a",
        "filed_on": date(2019, 12, 31),
        "online_hours": 30,
        "offline_hours": 1,
        "planned_hours": 60,
        "claimed_on": date(2020, 6, 30),
        "certificate_no": "a",
        "employed_until": date(2020, 12, 31),
        **dict.fromkeys(("completed", "still_employed", "insured"), True),
        "converted": False,
        "person_group": "poor",
        "claimed_by": plan.pack.claimant,
        "training_kind": "ordered" if institution else "on_the_job",
        "training_days": 15,
        "off_job_days": 10,
        "operated_until": date(2021, 12, 31),
        "business_kind": "self_employed",
        "benefit": "funeral",
        "assessed": 12_345,
        "graduated_on": date(2019, 12, 31),
        **dict.fromkeys(
            ("employer_insured", "trained_at_work", "newly_obtained", "first_business", "in_township"), True
        ),
    }


@st.composite
def cases(draw: st.DrawFn, plan: Plan) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Lines and awards of a few persons. As in a real roster most facts are good; a fact in eight is anything."""
    lines = []
    for place in range(draw(st.integers(1, 14))):
        usual = good(plan) | {"class_start": draw(DAYS), "project": draw(WORDS)}
        usual |= {name: draw(DAYS) for name in ("hired_on", "certified_on", "registered_on")}
        usual["class_end"] = usual["class_start"] + timedelta(days=draw(st.sampled_from([0, 1, 40])))
        line = {name: draw(fact(name)) if draw(st.integers(0, 7)) == 0 else usual.get(name) for name in plan.facts}
        line |= {key: usual[key] for key in plan.pack.order[:-1]}
        line |= {
            "row": place + 2,
            "person_id": draw(st.sampled_from("123")),
            "class_no": draw(st.sampled_from(["a", "b", "c", None])),
        }
        line["allowed_by"] = line["allowed_reason"] = draw(st.booleans()) or None
        lines.append(line)
    awards = []
    for _ in range(draw(st.integers(0, 5))):
        award = {
            name: draw(st.one_of(fact(name), st.none()))
            for name in ("employer_id", "class_no", "project", "class_start", "class_end")
        }
        award["programme"] = draw(st.sampled_from([*sorted(plan.pack.group), "another/one"]))
        award["amount_fen"] = draw(st.sampled_from([0, 1, 100, 49_999, 50_000, 99_999, 100_000]))
        award["person_id"] = draw(st.sampled_from("1234"))
        awards.append(award)
    return lines, awards


def framed(plan: Plan, lines: list[dict[str, Any]]) -> pl.DataFrame:
    """The same lines as the column reader makes them."""
    columns = {
        name: pl.Series(
            [None if line[name] is ABSENT else line[name] for line in lines],
            dtype=TYPES.get(COLUMNS[name].kind, pl.String),
        )
        for name in plan.facts
    }
    for name in plan.facts:
        if COLUMNS[name].absent_is_none:
            states = [False if line[name] is ABSENT else None if line[name] is None else True for line in lines]
            columns[name + THERE] = pl.Series(states, dtype=pl.Boolean)
    people = pl.Series("person", [int(line["person_id"]) for line in lines], dtype=pl.Int64)
    allowed = pl.Series("allowed", [bool(line["allowed_by"]) for line in lines], dtype=pl.Boolean)
    rows = pl.Series("row", [line["row"] for line in lines], dtype=pl.Int64)
    return pl.DataFrame(columns).with_columns(people, allowed, rows)


@pytest.mark.parametrize("programme", PROGRAMMES)
@given(data=st.data(), most_lines=st.sampled_from([8, 2]))
def test_values_and_columns_agree(programme: str, most_lines: int, data: st.DataObject) -> None:
    pack = replace(load_programme(programme), most_lines=most_lines)
    given_: dict[str, int | date] = {
        name: FREE.get(name, OF_UNIT[one.unit])
        for name, one in pack.parameters.items()
        if one.set_by_bureau and data.draw(st.booleans())
    }
    plan = Plan.of(pack, settle(pack, None, given_))
    lines, awards = data.draw(cases(plan))
    by_person: dict[str, list[dict[str, Any]]] = {}
    for award in awards:
        by_person.setdefault(award["person_id"], []).append(award)
    one_by_one = decide(plan, lines, by_person)
    frame = framed(plan, lines)
    people = [int(award["person_id"]) for award in awards]
    results = decide_columns(plan, frame, award_rows(awards, people), smallest_group=0)
    assert results.height == len(lines)
    assert list(decisions_of(plan, frame["row"], results)) == one_by_one
