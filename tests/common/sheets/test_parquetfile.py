"""Parquet: typed columns come out as the same texts as from a sheet; what is no table is refused."""

from __future__ import annotations

import datetime
from contextlib import suppress
from decimal import Decimal
from pathlib import Path

import polars
import pytest

from tests.fuzz.corpus import HEADER, A, B, known
from yunpei.common.sheets import UnreadableFile, open_table, parquetfile, text_of


def write(tmp_path: Path, columns: dict) -> Path:
    path = tmp_path / "year=2020" / "list.parquet"
    path.parent.mkdir()
    polars.DataFrame(columns).write_parquet(path)
    return path


def test_types(tmp_path: Path) -> None:
    at = datetime.datetime(2020, 2, 29, 16, tzinfo=datetime.UTC)
    path = write(
        tmp_path,
        {
            "身份证号码": [A, B],
            "姓名": polars.Series(["甲", None], dtype=polars.Categorical),
            "线上课时": [24.0, 1.5],
            "开班日期": [datetime.date(2020, 3, 1), None],
            "结束日期": polars.Series([at, at.replace(hour=18)]).dt.convert_time_zone("Asia/Shanghai"),
            "金额": [Decimal("18.50"), Decimal("100.00")],
            "编号": polars.Series([2**64 - 1, 0], dtype=polars.UInt64),
            "时": [datetime.time(8, 30), None],
            "长": [datetime.timedelta(hours=30), None],
            "是": [True, None],
        },
    )
    table = open_table(path, known=known, key="person_id")
    assert table.frame is not None
    assert (table.kind, table.sheet, table.header_row, table.problems) == ("parquet", None, 1, [])
    assert table.header == tuple(table.frame.columns)  # and no column from the folder's name
    rows = [(number, [text_of(cell) for cell in cells]) for number, cells in table.rows]
    assert rows == [
        (
            2,
            [A, "甲", "24", "2020-03-01", "2020-03-01", "18.5", "18446744073709551615", "08:30:00", "30:00:00", "true"],
        ),
        (3, [B, "", "1.5", "", "2020-03-01 02:00:00+08:00", "100", "0", "", "", ""]),
    ]


def test_no_rows(tmp_path: Path) -> None:
    path = write(tmp_path, {"身份证号码": [], "姓名": [], "线上课时": []})
    assert list(open_table(path, known=known, key="person_id").rows) == []


def test_nested_columns_are_named(tmp_path: Path) -> None:
    path = write(tmp_path, {"身份证号码": [A], "姓名": ["甲"], "线上课时": [[1, 2]], "x": [{"a": 1}], "y": [b"z"]})
    table = open_table(path, known=known, key="person_id")
    assert [name for name, _ in table.problems] == ["线上课时", "x", "y"]


def test_a_bomb(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parquetfile, "MOST_CELLS", 1_000_000)
    path = write(
        tmp_path,
        {
            "身份证号码": polars.repeat(A, 1_000_000, eager=True),
            "姓名": ["甲"] * 1_000_000,
            "线上课时": [1] * 1_000_000,
        },
    )
    with pytest.raises(UnreadableFile, match="3000000"):
        open_table(path, known=known, key="person_id")


def test_a_file_that_takes_polars_down(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write(tmp_path, {"身份证号码": [A], "姓名": ["甲"], "线上课时": [1]})
    monkeypatch.setattr(parquetfile, "_PROBE", "import os; os.abort()")
    with pytest.raises(UnreadableFile, match="Aborted"):
        open_table(path, known=known, key="person_id")
    assert open_table(path, known=known, key="person_id", probe=False).frame is not None


def test_a_page_that_lies_about_its_length(tmp_path: Path) -> None:
    """Found by the fuzz: Polars 2.1 asks for 2^61 bytes and aborts. It is a table or an error, in this process."""
    path = write(tmp_path, {name: ["a", "b"] for name in HEADER})
    content = bytearray(path.read_bytes())
    content[62] = 0x3B
    path.write_bytes(content)
    with suppress(UnreadableFile):
        list(open_table(path, known=known, key="person_id").rows)


def test_a_panic_prints_nothing(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    import os

    with parquetfile._quiet_panics():
        os.write(2, b"thread 'x' panicked at y\n")
    with parquetfile._quiet_panics():
        os.write(2, b"a warning\n")
    assert capfd.readouterr().err == "a warning\n"
