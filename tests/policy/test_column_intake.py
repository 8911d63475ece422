"""Reading by columns and reading one by one give the same values and the same bad cells."""

from __future__ import annotations

import csv
from datetime import date, datetime
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.invented import employer, person
from yunpei.common.sheets import text_of
from yunpei.policy.carriers.values import ABSENT
from yunpei.policy.cells import parse_cell
from yunpei.policy.column_intake import read_column, read_columns, valid_ids
from yunpei.policy.columns import COLUMNS, Column
from yunpei.policy.intake import Request, fact_of, open_lines, read_values

WORDS = [
    "",
    "无",
    "NA",
    "nan",
    "--",
    "·",
    "ＮＡ",
    "赵甲子",
    "B-1",
    "#N/A",
    "a\tb",
    "长" * 501,
    " x ",
    "是",
    "√",
    "工业",
    "小型",
]
DATES = [
    "2020-03-01",
    "2020/3/1",
    "20200301",
    "2020年3月1日",
    "2020-02-30",
    "43891",
    "23",
    "23.0",
    "-1",
    "2.5",
    "12课时",
]
NUMBERS = [person(1), person(2)[:-1] + "Y", person(3).lower(), "2.10E+17", employer(1), employer(2)[:-1] + "0"]
LISTED = st.sampled_from(WORDS) | st.sampled_from(DATES) | st.sampled_from(NUMBERS)
TEXTS = LISTED | st.text(max_size=8)
NATIVE = {
    "date": (pl.Date, st.dates(date(1980, 1, 1), date(2110, 1, 1))),
    "hours": (pl.Int64, st.integers(-3, 2_005)),
    "yes_no": (pl.Boolean, st.booleans()),
    "text": (pl.Int64, st.integers(0, 10**15)),
    "count": (pl.Float64, st.sampled_from([1.0, 2.5, -1.0, 1e16])),
}


def one_by_one(column: Column, cells: list[Any]) -> tuple[list[Any], set[int]]:
    """What `parse_cell` makes of each cell, and the places it refuses."""
    parsed = [parse_cell(column, text_of(cell)) for cell in cells]
    facts = [fact_of(column, value) for value, _ in parsed]
    return [None if fact is ABSENT else fact for fact in facts], {
        at for at, (_, problem) in enumerate(parsed) if problem
    }


@pytest.mark.parametrize("name", sorted(COLUMNS))
@given(data=st.data())
def test_a_column_of_texts(name: str, data: st.DataObject) -> None:
    column = COLUMNS[name]
    cells = data.draw(st.lists(st.none() | TEXTS, max_size=12))
    values, bad = read_column(pl.Series(cells, dtype=pl.String), column, required=False)
    assert (values.to_list(), {place for place, _ in bad}) == one_by_one(column, cells)
    for place, reason in bad:
        assert reason == parse_cell(column, text_of(cells[place]))[1]


@pytest.mark.parametrize("name", sorted(name for name, column in COLUMNS.items() if column.kind in NATIVE))
@given(data=st.data())
def test_a_column_of_native_values(name: str, data: st.DataObject) -> None:
    column = COLUMNS[name]
    kind, values_of = NATIVE[column.kind]
    cells = data.draw(st.lists(st.none() | values_of, max_size=12))
    values, bad = read_column(pl.Series(cells, dtype=kind), column, required=False)
    assert (values.to_list(), {place for place, _ in bad}) == one_by_one(column, cells)


@given(
    st.lists(st.from_regex(r"[0-9]{17}[0-9Xx]", fullmatch=True) | st.integers(0, 10**7).map(person) | TEXTS, min_size=1)
)
def test_surely_valid_ids_are_valid(cells: list[str]) -> None:
    for cell, sure in zip(cells, valid_ids(pl.Series(cells)), strict=True):
        assert not sure or parse_cell(COLUMNS["person_id"], cell) == (cell, None)


def test_moments_and_categories_are_read_as_their_text() -> None:
    moments = pl.Series([datetime(2020, 3, 1, 8, 30), None])
    assert read_column(moments, COLUMNS["class_start"], required=True)[0].to_list() == [date(2020, 3, 1), None]
    words = pl.Series(["小型", "小型", "巨型"], dtype=pl.Categorical)
    values, bad = read_column(words, COLUMNS["employer_size"], required=False)
    assert (values.to_list(), [place for place, _ in bad]) == (["small", "small", None], [2])


@pytest.mark.parametrize("request_", [Request(("person_id", "class_start", "class_end"), "class_end")])
@given(data=st.data())
def test_whole_files(tmp_path_factory: pytest.TempPathFactory, request_: Request, data: st.DataObject) -> None:
    names = [
        "person_id",
        "class_start",
        "class_end",
        "filed_on",
        "online_hours",
        "industry",
        "headcount",
        "revenue_wan",
        "employer_size",
    ]
    good = {
        "person_id": person(1),
        "class_start": "2020-03-01",
        "class_end": "2020-03-09",
        "industry": "工业",
        "headcount": "30",
    }
    rows = [
        [data.draw(st.just(good.get(name, "")) | LISTED) for name in names] for _ in range(data.draw(st.integers(1, 6)))
    ]
    path = tmp_path_factory.mktemp("files") / "roster.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([names, *rows])
    values, _, source = open_lines(path, request_)
    read_values(values, source, request_)
    columns, _, source = open_lines(path, request_)
    read_columns(columns, source, request_)
    assert columns.bad == values.bad
    if not values.bad:
        assert columns.warnings == values.warnings
        assert columns.columns is not None
        assert columns.columns["employer_size"].to_list() == [line["employer_size"] for line in values.facts]
