"""A roster from a sheet: good as a whole, or every bad cell beside its row."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.invented import name, person
from yunpei.common.identifiers import person_id_check_character
from yunpei.common.sheets import UnreadableFile
from yunpei.common.sheets.write import write_xlsx
from yunpei.training import roster
from yunpei.training.roster import RosterRead, open_roster
from yunpei.training.roster_marked import write_marked
from yunpei.training.types import RosterRow

START = date(2020, 3, 2)
HEADER = ["姓名", "身份证号码", "人员类别", "岗位"]


def sheet(folder: Path, rows: list[list[Any]], header: list[str] = HEADER) -> Path:
    path = folder / "花名册.xlsx"
    write_xlsx(path, header, rows)
    return path


def read(path: Path, *, first_day: date) -> tuple[RosterRead, list[RosterRow]]:
    """The whole of it at once."""
    found, pieces = open_roster(path, first_day=first_day)
    return found, [one for piece in pieces for one in piece]


@pytest.mark.req("R13")
def test_a_good_roster(tmp_path: Path) -> None:
    rows = [[name(n), person(n), "职工" if n % 2 else "劳务派遣", "钳工"] for n in range(30)]
    found, good = read(sheet(tmp_path, [*rows, ["合计", "", "30人"]]), first_day=START)
    assert not found.bad
    assert [(one.row, one.name, one.person_id) for one in good[:2]] == [
        (2, name(0), person(0)),
        (3, name(1), person(1)),
    ]
    assert {one.worker_kind for one in good} == {"employee", "dispatched"}
    assert found.people == len(good) == 30
    assert person(0) not in repr(good[0])


@pytest.mark.req("R13")
def test_every_bad_row_is_told_at_once_beside_its_reason(tmp_path: Path) -> None:
    wrong = person(1)[:-1] + ("1" if person(1)[-1] != "1" else "2")
    child = "99000020100101001"
    child += person_id_check_character(child)
    rows: list[list[Any]] = [
        [name(0), person(0), "职工", ""],
        [name(1), wrong, "职工", ""],
        ["", person(2), "老板", ""],
        [name(3), person(0), "职工", ""],
        [name(4), child, "职工", ""],
        [name(5), 2.10203199001e17, "职工", ""],
    ]
    found, _ = read(sheet(tmp_path, rows), first_day=START)
    told = {bad.row: [cell.header for cell in bad.reasons] for bad in found.bad_rows()}
    assert told == {
        3: ["身份证号码"],
        4: ["姓名", "人员类别"],
        5: ["身份证号码"],
        6: ["身份证号码"],
        7: ["身份证号码"],
    }
    reasons = " ".join(cell.reason.zh for cell in found.bad)
    assert "第 2 行是同一人" in reasons
    assert "16周岁" in reasons
    shown = {bad.row: bad.cells["person_id"] for bad in found.bad_rows()}
    assert shown[5] == person(0)[:4] + "*" * 12 + person(0)[-2:]
    assert wrong not in str(found.bad_rows())


def test_a_column_that_lacks_and_an_empty_sheet(tmp_path: Path) -> None:
    found, _ = read(sheet(tmp_path, [[name(1), person(1)]], ["姓名", "身份证号"]), first_day=START)
    assert [(cell.header, cell.index) for cell in found.bad] == [("人员类别", None)]
    empty, _ = read(sheet(tmp_path, []), first_day=START)
    assert [cell.reason.zh for cell in empty.bad] == ["表头下面没有人员"]


def test_what_is_no_roster(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text("早上好\n", encoding="utf-8")
    with pytest.raises(UnreadableFile):
        read(path, first_day=START)


def test_the_bad_roster_comes_back_marked(tmp_path: Path) -> None:
    source = sheet(tmp_path, [[name(1), "123", "职工", ""], [name(2), person(2), "职工", ""]])
    found, _ = read(source, first_day=START)
    write_marked(tmp_path / "marked.xlsx", source, found)
    again, good = read(tmp_path / "marked.xlsx", first_day=START)
    assert [cell.row for cell in again.bad] == [2]
    assert [one.person_id for one in good] == [person(2)]


CELL = st.one_of(
    st.text(max_size=25),
    st.sampled_from(["职工", "劳务派遣", "平台从业人员", "", "合计", "=1+1", "#N/A", person(7), name(7), "2.1E+17"]),
    st.integers(0, 400).map(person),
)


@given(rows=st.lists(st.lists(CELL, min_size=4, max_size=4), max_size=12))
def test_whatever_is_in_the_cells_nothing_breaks_and_nothing_is_lost(
    rows: list[list[str]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("roster") / "r.csv"
    with path.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out).writerows([HEADER, *rows])
    try:
        found, rows_read = read(path, first_day=START)
    except UnreadableFile:
        return
    bad = {cell.row for cell in found.bad}
    good = {one.row for one in rows_read}
    assert {row for row, _ in roster.open_sheet(path).rows} <= bad | good
    assert bad.isdisjoint(good)
    if not found.bad:
        assert len({one.person_id for one in rows_read}) == len(rows_read) == found.people
    assert len(found.bad_rows()) == found.count_bad()


def test_pieces_and_the_bound(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(roster, "PIECE", 4)
    rows = [[name(n), person(n), "职工", ""] for n in (0, 1, 2, 3, 4, 0)]
    found, pieces = open_roster(sheet(tmp_path, rows), first_day=START)
    assert [len(piece) for piece in pieces] == [4, 1]
    assert [cell.row for cell in found.bad] == [7]  # the same person as in the first piece
    monkeypatch.setattr(roster, "MOST_ROWS", 5)
    with pytest.raises(UnreadableFile) as error:
        read(sheet(tmp_path, rows), first_day=START)
    assert "超过5人" in error.value.text.zh


def test_how_large_a_roster_is_and_a_number_in_another_column(tmp_path: Path) -> None:
    path = sheet(tmp_path, [[name(n), person(n), "职工", ""] for n in range(3)])
    assert roster.larger_than(path, 2)
    assert not roster.larger_than(path, 3)
    found, _ = read(sheet(tmp_path, [[person(1), person(1), "老板", ""]]), first_day=START)
    assert person(1) not in str(found.bad_rows())


@pytest.mark.req("R11")
def test_a_staff_list_has_departments_and_no_kinds_of_worker(tmp_path: Path) -> None:
    header = ["姓名", "身份证号码", "所属部门", "岗位"]
    path = sheet(tmp_path, [[name(1), person(1), "装配车间", "钳工"], [name(2), person(2), "", ""]], header)
    found, pieces = open_roster(path, first_day=START, shape=roster.STAFF)
    [[one]] = pieces
    assert (one.department, one.post, one.worker_kind) == ("装配车间", "钳工", "")
    assert [(cell.row, cell.header) for cell in found.bad] == [(3, "所属部门")]
    found, pieces = open_roster(path, first_day=START)
    assert list(pieces) == [[]]
    assert [cell.header for cell in found.bad] == ["人员类别"]
