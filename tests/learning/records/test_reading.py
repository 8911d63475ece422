"""Exports as platforms and people leave them: read for what they say, or every bad row told with its mend."""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.invented import name, person
from yunpei.common.sheets.model import UnreadableFile
from yunpei.common.sheets.write import write_csv, write_xlsx
from yunpei.learning.records import reading
from yunpei.learning.records.mappings import Platform, mappings
from yunpei.learning.records.marked import write_marked
from yunpei.learning.records.reading import matched, read
from yunpei.learning.records.table import RecordsRead, Roster
from yunpei.learning.records.types import RecordRow

pytestmark = pytest.mark.req("R46")

ROSTER = Roster(
    first_day=date(2020, 3, 2),
    last_day=date(2020, 3, 31),
    by_day=False,
    people={1: 101, 2: 102},
)
PHONES = {(name(1), "19900000001"): 101}
OWNERS = {person(1): 1, person(2): 2, person(9): 9}
HEADER = ("身份证号", "姓名", "学习日期", "学习时长", "课程名称")
MINUTE = 60_000
HOUR = 60 * MINUTE


def platform(known: str = "general") -> Platform:
    return mappings()[0][known]


def taken(place: Path, *, known: str = "general", roster: Roster = ROSTER) -> tuple[RecordsRead, list[RecordRow]]:
    found = read(place, platform(known), roster)
    return found, matched(found, roster, OWNERS, PHONES)


def xlsx(tmp_path: Path, rows: Sequence[Sequence[Any]], header: Sequence[str] = HEADER) -> Path:
    place = tmp_path / "导出.xlsx"
    write_xlsx(place, header, rows)
    return place


def faults(found: RecordsRead) -> dict[int, list[str]]:
    return {row.row: [cell.reason.zh for cell in row.reasons] for row in found.bad_rows()}


def test_a_chinese_csv_under_a_title_with_a_total_below(tmp_path: Path) -> None:
    place = tmp_path / "导出.csv"
    rows = [
        ("虚构公司3月学习记录",),
        ("导出时间：2020-04-01",),
        ("姓名", "*身份证号码", "学习日期", "学习时长（分钟）", "备注"),
        (name(1), person(1), "2020/3/9", "90", ""),
        (name(2), person(2), "2020年3月10日", "1小时5分", ""),
        ("合计", "", "", "155", ""),
    ]
    write_csv(place, (), rows, encoding="gb18030")
    found, records = taken(place)
    assert found.bad == []
    assert [(one.row, one.line_id, one.ms) for one in records] == [(4, 101, 90 * MINUTE), (5, 102, 65 * MINUTE)]
    assert records[0].starts_at == datetime(2020, 3, 8, 16, tzinfo=UTC)
    assert records[0].ends_at == datetime(2020, 3, 9, 16, tzinfo=UTC)


def test_every_bad_row_is_told_at_once_with_its_mend(tmp_path: Path) -> None:
    rows = [
        (person(1), name(1), date(2020, 3, 9), 90, "电工"),
        (person(1)[:-1] + "0", name(1), date(2020, 3, 9), 90, "电工"),
        (person(9), name(9), date(2020, 3, 9), 90, "电工"),
        (person(2), name(2), date(2020, 4, 9), 90, "电工"),
        (person(2), name(2), "上周", "很久", "电工"),
        (person(1), name(1), date(2020, 3, 9), 90, "电工"),
        (person(2), name(2), date(2020, 3, 9), 25 * 60, "电工"),
        (person(2), name(2), date(2020, 3, 9), None, "电工"),
        (person(2), name(2), date(2020, 3, 9), 0, "电工"),
    ]
    found, records = taken(xlsx(tmp_path, rows))
    told = faults(found)
    assert [one.row for one in records] == [2]
    assert sorted(told) == [3, 4, 5, 6, 7, 8, 9]
    assert "不在本班花名册上" in told[4][0]
    assert "不在班级期间" in told[5][0]
    assert len(told[6]) == 2
    assert "与第 2 行相同" in told[7][0]
    assert "24小时" in told[8][0]
    assert "没有时长" in told[9][0]
    assert [text.zh for text in found.warnings] == ["时长为0，未收：第 10 行"]
    assert all(person(n) not in str(found.bad_rows()) for n in (1, 2, 9))


def test_cells_merged_over_a_persons_rows_are_told(tmp_path: Path) -> None:
    place = tmp_path / "导出.xlsx"
    rows = [(person(1), name(1), date(2020, 3, 9), 90, "电工"), (None, None, date(2020, 3, 10), 90, "电工")]
    write_xlsx(place, HEADER, rows)
    merged(place, "A2:A3")
    found, _ = taken(place)
    assert any("合并" in text.zh for text in found.warnings)
    assert "合并的单元格请取消合并" in faults(found)[3][0]


def merged(place: Path, cells: str) -> None:
    """Merge cells of a written sheet."""
    with zipfile.ZipFile(place) as book:
        parts = {one: book.read(one) for one in book.namelist()}
    sheet = "xl/worksheets/sheet1.xml"
    tag = f'</sheetData><mergeCells count="1"><mergeCell ref="{cells}"/></mergeCells>'
    parts[sheet] = parts[sheet].replace(b"</sheetData>", tag.encode())
    with zipfile.ZipFile(place, "w") as book:
        for one, data in parts.items():
            book.writestr(one, data)


def test_the_marked_file_names_what_to_mend_beside_the_cell(tmp_path: Path) -> None:
    found, _ = taken(xlsx(tmp_path, [(person(9), name(9), date(2020, 3, 9), "许久", "电工")]))
    place = tmp_path / "marked.xlsx"
    write_marked(place, found)
    with zipfile.ZipFile(place) as book:
        comments = book.read("xl/comments1.xml").decode()
    assert "不是时长" in comments


def test_a_start_with_its_time_says_when(tmp_path: Path) -> None:
    header = ("身份证号", "开始时间", "结束时间", "学习时长")
    rows = [
        (person(1), "2020-03-09 09:30", None, 45),
        (person(1), "2020-03-10 09:30", "2020-03-10 10:30", None),
        (person(1), "2020-03-11 09:30:00", "2020-03-11 10:30:00", 60.5),  # rounded on the platform
        (person(1), "2020-03-12", "2020-03-20", 600),
    ]
    found, records = taken(xlsx(tmp_path, rows, header))
    assert found.bad == []
    spans = [((one.ends_at - one.starts_at).total_seconds() / 60, one.ms // MINUTE) for one in records]
    assert spans == [(45, 45), (60, 60), (60, 60), (9 * 24 * 60, 600)]


def test_a_class_that_counts_by_the_day_takes_no_total_of_several(tmp_path: Path) -> None:
    header = ("身份证号", "开始时间", "结束时间", "学习时长")
    by_day = Roster(ROSTER.first_day, ROSTER.last_day, True, ROSTER.people)
    found, _ = taken(xlsx(tmp_path, [(person(1), "2020-03-12", "2020-03-20", 600)], header), roster=by_day)
    assert "逐天导出" in faults(found)[2][0]


def test_people_are_known_by_name_and_phone_where_the_platform_has_no_ids(tmp_path: Path) -> None:
    header = ("姓名", "手机号", "学习日期", "学习时长")
    rows = [(name(1), "199 0000 0001", date(2020, 3, 9), 3600), (name(2), "19900000009", date(2020, 3, 9), 3600)]
    found, records = taken(xlsx(tmp_path, rows, header), known="xuexi")
    assert [(one.line_id, one.ms) for one in records] == [(101, HOUR)]  # seconds there
    assert "没有这个姓名和手机号" in faults(found)[3][0]


def test_a_column_that_is_lacking_is_told(tmp_path: Path) -> None:
    found, _ = taken(xlsx(tmp_path, [(person(1), name(1), "电工")], ("身份证号", "姓名", "课程名称")))
    assert [cell.reason.zh for cell in found.bad] == ["缺少“学习日期”一列；请补上", "缺少“学习时长”一列；请补上"]


def test_what_is_no_table_of_a_platform_is_refused_as_a_whole(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile):
        taken(xlsx(tmp_path, [("甲", "乙")], ("颜色", "数量")))


def test_too_many_rows_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MOST_ROWS", 1)
    rows = [(person(n), name(n), date(2020, 3, 9), 90, "电工") for n in (1, 2)]
    with pytest.raises(UnreadableFile, match="超过1行"):
        taken(xlsx(tmp_path, rows))
