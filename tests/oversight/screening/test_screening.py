"""A whole invented city: the planted are found, the honest pass, and the order of rows makes no difference."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from bench.screening_city import City, build
from tests.oversight.screening.folder import enrolled, write
from yunpei.oversight.screening.reading import Tables, read_folder
from yunpei.oversight.screening.screening import CHECKS, screen


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> tuple[City, Tables]:
    folder = tmp_path_factory.mktemp("city")
    made = build(120, seed=4)
    made.write(folder)
    return made, read_folder(folder).tables


def test_what_was_planted_is_found_and_nobody_honest_is_stopped(city: tuple[City, Tables]) -> None:
    made, tables = city
    found = screen(tables).findings
    flagged = set(found.select("class_no", "person_id").iter_rows())
    for kind, planted in made.planted.items():
        clear = {key for key, level in planted.items() if level > 1}
        # A sheet copied from someone who knows it all looks like knowledge.
        assert len(clear & flagged) >= (0.5 if kind == "copied answers" else 1) * len(clear), kind
    guilty = {person for planted in made.planted.values() for _, person in planted}
    classes = {class_no for planted in made.planted.values() for class_no, person in planted if not person}
    stopped = found.filter((pl.col("severity") == "stop") & (pl.col("person_id") != ""))
    assert {row for row in stopped.select("class_no", "person_id").iter_rows() if row[0] not in classes} <= {
        row for row in flagged if row[1] in guilty
    }


def test_findings_do_not_depend_on_the_order_of_rows(city: tuple[City, Tables]) -> None:
    _, tables = city
    shuffled = {name: table.sample(fraction=1, shuffle=True, seed=9) for name, table in tables.items()}
    columns = ["rule", "severity", "class_no", "person_id", "employer_id"]
    assert screen(shuffled).findings.select(columns).equals(screen(tables).findings.select(columns))


def test_rules_without_their_files_are_left_out_and_named(tmp_path: Path) -> None:
    screened = screen(read_folder(write(tmp_path, roster=enrolled("P1", bank_account="1"))).tables)
    assert screened.findings.is_empty()
    assert screened.left_out["retired"] == ("classes", "retired")
    assert screened.left_out["shared_phone"] == ("roster.phone",)
    assert set(CHECKS) - set(screened.left_out) == {"shared_bank_account"}


def test_empty_files_find_nothing(tmp_path: Path) -> None:
    names = (
        "roster",
        "sessions",
        "answers",
        "classes",
        "awards",
        "retired",
        "students",
        "payroll",
        "insured",
        "deceased",
    )
    screened = screen(read_folder(write(tmp_path, **{name: [] for name in names})).tables)
    assert screened.findings.is_empty()
    assert screened.left_out == {}
