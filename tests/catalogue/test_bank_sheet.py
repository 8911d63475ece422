"""A question bank from a spreadsheet: every sound row, every bad one at once, given back marked."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from yunpei.catalogue.bank_sheet import BankRead, read_bank, write_marked
from yunpei.catalogue.types import Difficulty, QuestionKind
from yunpei.common.sheets.write import write_xlsx

HEADER = ["题型", "题目", "选项A", "选项B", "选项C", "答案", "允许误差", "分值", "章节", "难度", "课时序号"]
GOOD: list[list[Any]] = [
    ["单选题", "题一", "甲", "乙", "", "B", "", 2, "第一章", "难", 1],
    ["多选", "题二", "甲", "乙", "丙", "A、C", "", "", "", "", ""],
    ["判断", "题三", "", "", "", "×", "", 1, "", "易", ""],
    ["计算", "题四", "", "", "", "3.14", "0.01", 5, "", "中", ""],
]


def read(folder: Path, rows: list[list[Any]]) -> BankRead:
    place = folder / "bank.xlsx"
    write_xlsx(place, HEADER, rows)
    return read_bank(place, lessons=2)


def test_each_kind_is_read(tmp_path: Path) -> None:
    found = read(tmp_path, GOOD)
    assert found.bad == []
    one, two, three, four = (row.question for row in found.rows)
    assert (one.kind, one.answer, one.more.points, one.more.difficulty) == (
        QuestionKind.SINGLE,
        (1,),
        2,
        Difficulty.HARD,
    )
    assert (two.answer, two.more.points, two.more.chapter) == ((0, 2), 1, "")
    assert (three.options, three.answer) == (("正确", "错误"), (1,))
    assert (four.options, four.more.number, four.more.within) == ((), "3.14", "0.01")
    assert [row.lesson for row in found.rows] == [1, None, None, None]


@pytest.mark.parametrize(
    ("change", "header"),
    [
        ({"题型": "论述"}, "题型"),
        ({"题目": " "}, "题目"),
        ({"答案": "D"}, "答案"),
        ({"答案": "AB"}, "答案"),
        ({"选项B": "甲"}, "选项A"),
        ({"选项A": "", "选项B": ""}, "选项A"),
        ({"分值": 0}, "分值"),
        ({"分值": "两分"}, "分值"),
        ({"难度": "很难"}, "难度"),
        ({"课时序号": 3}, "课时序号"),
        ({"题型": "判断", "答案": "也许"}, "答案"),
        ({"题型": "计算", "选项A": "", "选项B": "", "答案": "三"}, "答案"),
    ],
)
def test_a_bad_cell_is_told_with_its_column(tmp_path: Path, change: dict[str, Any], header: str) -> None:
    row = dict(zip(HEADER, GOOD[0], strict=True)) | change
    found = read(tmp_path, [list(row.values())])
    assert found.rows == []
    assert header in {told for _, _, faults in found.bad_rows() for told, _ in faults}


def test_all_bad_rows_at_once_and_marked(tmp_path: Path) -> None:
    found = read(tmp_path, [GOOD[0], GOOD[0], ["论述", "题五", *[""] * 9], GOOD[3]])
    assert [row for row, _, _ in found.bad_rows()] == [3, 4]
    place = tmp_path / "marked.xlsx"
    write_marked(place, found)
    sheet = load_workbook(place).active
    assert sheet is not None
    assert sheet["B3"].comment is not None
    assert sheet["A4"].comment is not None
    assert sheet["A2"].comment is None


def test_a_lacking_column_is_told_once(tmp_path: Path) -> None:
    place = tmp_path / "bank.xlsx"
    write_xlsx(place, ["题型", "题目", "选项A", "选项B"], [["单选", "题一", "甲", "乙"]])
    found = read_bank(place, lessons=0)
    assert ("答案" in {told for _, _, faults in found.bad_rows() for told, _ in faults}) is True
