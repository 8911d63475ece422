"""Which row is the header, and which rows below it are lines."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.fuzz.corpus import HEADER, LINE_A, LINE_B, A, B, csv_text, known, one_sheet, pack, text_row
from yunpei.common.sheets import Table, UnreadableFile, open_table, text_of


def read(tmp_path: Path, *lines: tuple[str, ...], key: str = "person_id") -> tuple[Table, list[int]]:
    path = tmp_path / "list.csv"
    path.write_text(csv_text(*lines), encoding="utf-8")
    table = open_table(path, known=known, key=key)
    return table, [number for number, _ in table.rows]


@pytest.mark.parametrize(
    "label",
    "合计 总计： 小　计 共计 制表 制表人：甲一 填表人 审核 复核 经办人 单位负责人（签字） 负责人 "
    "联系人 联系电话:1 备注： 说明 注：无 注:无 日期 盖章 "
    "(单位盖章) （单位盖章） total TOTAL: Sum Subtotal Prepared-by".replace("-", "\xa0").split(" "),
)
def test_totals_and_signatures_are_left_out_and_listed(tmp_path: Path, label: str) -> None:
    for row in (("", label, "54"), (label, "", "54")):
        table, rows = read(tmp_path, HEADER, LINE_A, row, LINE_B)
        assert rows == [2, 4]
        assert [(first, last) for first, last, _ in table.skipped] == [(3, 3)]


@pytest.mark.parametrize("name", ["totally", "Sumner Ltd", "甲合计", "注册处", "日月", "备用"])
def test_words_that_only_look_like_totals(tmp_path: Path, name: str) -> None:
    assert read(tmp_path, HEADER, ("", name, "24"), LINE_B)[1] == [2, 3]


def test_a_full_line_without_an_id_is_a_line(tmp_path: Path) -> None:
    """A person called 负责人 by the first column, with all the rest filled: the missing ID must be said, not skipped."""
    table, rows = read(tmp_path, HEADER, ("", "负责人", *LINE_A[2:]), LINE_B)
    assert rows == [2, 3]
    assert table.skipped == []


def test_a_row_with_a_key_is_never_left_out(tmp_path: Path) -> None:
    assert read(tmp_path, HEADER, (A, "合计"), ("x", "制表"), (B, "备注"))[1] == [2, 3, 4]


def test_a_sheet_without_the_key_column(tmp_path: Path) -> None:
    table, rows = read(tmp_path, HEADER[1:], LINE_A[1:], ("合计",), ("", "", ""), LINE_B[1:])
    assert rows == [2, 5]
    assert table.skipped == [(3, 3, "合计"), (4, 4, "")]


def test_the_header_is_the_first_with_three_names(tmp_path: Path) -> None:
    table, rows = read(
        tmp_path,
        ("姓名", "培训名单"),
        ("姓名", "姓名", "线上课时"),
        ("\ufeff姓名 ", "线上课时\u3000", "身份证号码", "", ""),
        ("甲一", "24", A, "", ""),
    )
    assert table.header == ("姓名", "线上课时", "身份证号码")
    assert (table.header_row, rows) == (3, [4])
    assert table.columns == {"person_name": 0, "online_hours": 1, "person_id": 2}


def test_rows_below_the_search_are_no_header(tmp_path: Path) -> None:
    assert read(tmp_path, *[("x",)] * 19, HEADER, LINE_A)[1] == [21]
    with pytest.raises(UnreadableFile):
        read(tmp_path, *[("x",)] * 20, HEADER, LINE_A)


def test_an_empty_row_counts_in_the_search_of_a_sheet(tmp_path: Path) -> None:
    path = pack(tmp_path / "deep.xlsx", one_sheet(text_row(21, HEADER) + text_row(22, LINE_A)))
    with pytest.raises(UnreadableFile):
        open_table(path, known=known, key="person_id")


def test_unknown_columns_stay(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text(csv_text((*HEADER, "自选"), (*LINE_A, " x "), LINE_B[:2]), encoding="utf-8")
    table = open_table(path, known=known, key="person_id")
    assert table.header == (*HEADER, "自选")
    first, second = (cells for _, cells in table.rows)
    assert text_of(first[5]) == "x"
    assert [text_of(cell) for cell in second] == [B, "乙二", "", "", "", ""]


def test_blank_rows_are_listed_as_ranges_and_not_at_the_end(tmp_path: Path) -> None:
    table, rows = read(tmp_path, HEADER, (), ("", "\u3000"), LINE_A, (), LINE_B, (), ())
    assert rows == [4, 6]
    assert table.skipped == [(2, 3, ""), (5, 5, "")]


def test_a_second_header_row_is_joined_only_when_it_adds_names(tmp_path: Path) -> None:
    table, rows = read(
        tmp_path,
        ("身份证号码", "姓名", "开班日期", "课时", ""),
        ("", "", "", "线上课时", "线下课时"),
        (A, "甲一", "2020-03-01", "2", "3"),
    )
    assert table.header == ("身份证号码", "姓名", "开班日期", "线上课时", "线下课时")
    assert (table.header_row, rows) == (1, [3])
    assert "two rows" in table.warnings[0].en
