"""Files as people keep them, and every fault of theirs at once."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from tests.oversight.screening.folder import enrolled, write
from yunpei.oversight.screening.reading import Unscreenable, read_folder


def faults(folder: Path) -> str:
    with pytest.raises(Unscreenable) as raised:
        read_folder(folder)
    return "\n".join(reason.en for reason in raised.value.reasons)


def test_every_bad_cell_of_every_file_is_told_with_its_row(tmp_path: Path) -> None:
    (tmp_path / "roster.csv").write_text("class_no,person_id\nC1,\n", encoding="utf-8")
    (tmp_path / "sessions.csv").write_text(
        "class_no,person_id,started_at,ended_at,credited_s\nC1,P1,gestern,2020-03-01T12:00,x\n"
        "C1,P1,2020-03-01T12:00,2020-03-01T11:00,-5\n",
        encoding="utf-8",
    )
    said = faults(tmp_path)
    assert "roster.csv row 2, column person_id: empty" in said
    assert "sessions.csv row 2, column started_at: 'gestern' is no time" in said
    assert "sessions.csv row 2, column credited_s: 'x' is no number" in said
    assert "sessions.csv row 3, column ended_at: before started_at" in said
    assert "sessions.csv row 3, column credited_s: below zero" in said


def test_a_message_never_shows_a_whole_number(tmp_path: Path) -> None:
    (tmp_path / "retired.csv").write_text("person_id,since\nP1,990000199001011234\n", encoding="utf-8")
    assert "990000199001011234" not in faults(tmp_path)


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"class_no\nC1\n", "lacks the column person_id"), (b"\xff\xfe\x00", "can't be read"), (b"", "can't be read")],
)
def test_a_file_that_is_no_such_table(tmp_path: Path, content: bytes, said: str) -> None:
    (tmp_path / "roster.csv").write_bytes(content)
    assert said in faults(tmp_path)


def test_an_empty_folder_a_missing_one_and_a_table_twice(tmp_path: Path) -> None:
    assert "holds none of" in faults(tmp_path)
    assert "no folder" in faults(tmp_path / "nowhere")
    write(tmp_path, roster=enrolled("P1"))
    pl.read_csv(tmp_path / "roster.csv").write_parquet(tmp_path / "roster.parquet")
    assert "twice" in faults(tmp_path)


def test_gb18030_bom_dates_and_zones(tmp_path: Path) -> None:
    (tmp_path / "students.csv").write_bytes(
        "person_id,school,from,until\nP1,虚构学院,2018年9月1日,\n".encode("gb18030")
    )
    (tmp_path / "retired.csv").write_text("\ufeffperson_id,since\nP1,20200301\n", encoding="utf-8")
    times = ("2020-03-01T12:00:00+08:00", "2020-03-01 12:00:00", "2020-03-01T04:00:00Z", "2020-03-01T12:00")
    rows = "".join(f"C1,P{n},{at},2020-03-01T13:00:00.250\n" for n, at in enumerate(times))
    (tmp_path / "sessions.csv").write_text("class_no,person_id,started_at,ended_at\n" + rows, encoding="utf-8")
    tables = read_folder(tmp_path).tables
    assert tables["students"]["school"].to_list() == ["虚构学院"]
    assert str(tables["students"]["from"][0]) == "2018-09-01"
    assert str(tables["retired"]["since"][0]) == "2020-03-01"
    assert tables["sessions"]["started_at"].n_unique() == 1
    assert tables["sessions"]["ended_at"][0] - tables["sessions"]["started_at"][0] == 3_600_250


def test_rows_repeated_count_once_and_are_told(tmp_path: Path) -> None:
    write(tmp_path, roster=enrolled("P1", "P1") + enrolled("P1", person_name="别名"))
    (tmp_path / "notes.csv").write_text("a\n1\n", encoding="utf-8")
    folder = read_folder(tmp_path)
    assert folder.tables["roster"].height == 1
    assert [text.en.split()[0].rstrip(":") for text in folder.warnings] == ["notes.csv", "roster.csv", "roster.csv"]
