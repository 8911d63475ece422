"""What is written can be read again, runs nothing, and is there whole or not at all."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.fuzz.corpus import HEADER, A, B, known
from yunpei.common.sheets import Cell, open_table, text_of
from yunpei.common.sheets.write import TooLarge, write_csv, write_marked_xlsx, write_xlsx

ROWS: list[list[Cell]] = [
    [A, "甲一", 24, datetime.date(2020, 3, 1), datetime.datetime(2020, 3, 8, 8, 30)],
    [B, "http://example.invalid", 23.0, datetime.time(8, 30), datetime.timedelta(hours=30)],
    [A, "0012", True, 990_101_199_001_010_013, 2.10203199901011e17],
    [B, "_x0041_ \x01 & <b>", float("nan"), datetime.date(1899, 1, 1), None],
    [A, "行一\n行二", -5, "-5", datetime.datetime(2020, 3, 1, tzinfo=datetime.UTC)],
]
Writer = Callable[[Path, Sequence[str], Iterator[Sequence[Cell]]], None]
WRITERS = pytest.mark.parametrize(("ending", "write"), [("csv", write_csv), ("xlsx", write_xlsx)])


@WRITERS
def test_what_is_written_reads_the_same(tmp_path: Path, ending: str, write: Writer) -> None:
    path = tmp_path / f"out.{ending}"
    write(path, HEADER, iter(ROWS))
    table = open_table(path, known=known, key="person_id")
    assert [[text_of(cell) for cell in cells] for _, cells in table.rows] == [
        [text_of(cell) for cell in row] for row in ROWS
    ]
    assert table.header == HEADER


@WRITERS
def test_a_failure_leaves_the_old_file_and_no_rubbish(tmp_path: Path, ending: str, write: Writer) -> None:
    path = tmp_path / f"out.{ending}"
    path.write_bytes(b"old")

    def broken() -> Iterator[Sequence[Cell]]:
        yield from ROWS
        raise LookupError("no more")

    with pytest.raises(LookupError):
        write(path, HEADER, broken())
    assert [file.name for file in tmp_path.iterdir()] == [path.name]
    assert path.read_bytes() == b"old"
    write(path, HEADER, iter(ROWS))
    assert [file.name for file in tmp_path.iterdir()] == [path.name]
    assert path.stat().st_mode & 0o777 == 0o666 & ~_umask()


def _umask() -> int:
    import os

    mask = os.umask(0)
    os.umask(mask)
    return mask


@pytest.mark.parametrize("text", ["=1+1", "+A1", "-A1", "@sum", "＝1", "＋x", "-1+2"])
def test_a_csv_runs_nothing(tmp_path: Path, text: str) -> None:
    write_csv(tmp_path / "out.csv", [*HEADER, text], [[A, text, text + "x"], [B, "\t" + text]])
    content = (tmp_path / "out.csv").read_text(encoding="utf-8-sig")
    assert f"{A},'{text},'{text}x" in content
    assert f"{B},'{text}" in content
    assert content.startswith(",".join(HEADER) + ",'" + text)


def test_plain_numbers_in_a_csv_stay_plain(tmp_path: Path) -> None:
    write_csv(tmp_path / "out.csv", HEADER, [["-5", "+86", "-5.25", -5, -5.5]])
    assert "-5,+86,-5.25,-5,-5.5\n" in (tmp_path / "out.csv").read_text(encoding="utf-8-sig")


def test_a_csv_opens_rightly_in_excel(tmp_path: Path) -> None:
    write_csv(tmp_path / "out.csv", HEADER, [[A]])
    assert (tmp_path / "out.csv").read_bytes().startswith(b"\xef\xbb\xbf")


def test_a_sheet_has_no_formula_link_or_number_from_text(tmp_path: Path) -> None:
    write_xlsx(
        tmp_path / "out.xlsx",
        HEADER,
        [["=1+1", "http://example.invalid", "23", "甲" * 40_000, datetime.date(2020, 3, 1)]],
    )
    sheet = load_workbook(tmp_path / "out.xlsx").active
    cells = list(sheet[2])
    assert [cell.data_type for cell in cells] == ["s", "s", "s", "s", "d"]
    assert not any(cell.hyperlink for cell in cells)
    assert cells[3].value == "甲" * 32_766 + "…"
    assert sheet["A1"].font.bold
    assert sheet.freeze_panes == "A2"


def test_bad_cells_are_marked_where_they_stand(tmp_path: Path) -> None:
    path = tmp_path / "errors.xlsx"
    marks = {(4, 2): "表头", (5, 1): "姓名不对", (9, 7): "没有这一列", (9, 3): "日期不存在"}
    write_marked_xlsx(path, HEADER, iter([(5, ROWS[0]), (7, ROWS[1]), (9, ROWS[2])]), marks)
    sheet = load_workbook(path).active
    marked = {cell.coordinate: cell.comment.text for row in sheet for cell in row if cell.comment}
    assert marked == {"C4": "表头", "B5": "姓名不对", "D9": "日期不存在"}
    assert {cell.coordinate for row in sheet for cell in row if cell.fill.fgColor.rgb == "FFFFC7CE"} == set(marked)
    table = open_table(path, known=known, key="person_id")
    assert (table.header_row, [number for number, _ in table.rows]) == (4, [5, 7, 9])


def test_marks_without_rows(tmp_path: Path) -> None:
    write_marked_xlsx(tmp_path / "errors.xlsx", HEADER, [], {(1, 0): "重复"})
    assert load_workbook(tmp_path / "errors.xlsx").active["A1"].comment.text == "重复"


def test_rows_must_rise(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="rows must rise"):
        write_marked_xlsx(tmp_path / "errors.xlsx", HEADER, [(5, ROWS[0]), (4, ROWS[1])], {})
    assert list(tmp_path.iterdir()) == []


def test_a_sheet_that_is_too_long_is_refused(tmp_path: Path) -> None:
    with pytest.raises(TooLarge) as caught:
        write_marked_xlsx(tmp_path / "errors.xlsx", HEADER, [(5, ROWS[0]), (1_048_577, ROWS[1])], {})
    assert "1048577" in caught.value.text.en
    with pytest.raises(TooLarge):
        write_xlsx(tmp_path / "out.xlsx", HEADER, [["x"] * 16_385])
    assert list(tmp_path.iterdir()) == []
