"""Write the example rosters again: `.venv/bin/python examples/make_examples.py [FOLDER]`.

The same bytes every time, so that a change of a roster shows up as a change of its lines in rosters.py. For each city
there is a clean file, a messy one as personnel offices really send it, and one whose bad cells must all be found.
"""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import xlsxwriter  # type: ignore[import-untyped]

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))  # tests.invented, examples.rosters

from examples.rosters import DALIAN, DALIAN_AWARDS, WUXI, Line  # noqa: E402
from tests.invented import employer, person  # noqa: E402
from yunpei.policy.vocabulary import AWARD_COLUMNS, COLUMNS  # noqa: E402

Row = Sequence[Any]
ERROR = "#N/A"

WUXI_COLUMNS = (
    "person_name person_id worker_kind employer_name employer_id employer_kind project class_no filed_on class_start "
    "class_end online_hours planned_hours completed certificate_no claimed_on"
).split()
DALIAN_COLUMNS = (
    "person_name person_id worker_kind employer_name employer_id employer_kind employer_size industry headcount "
    "revenue_wan project class_no filed_on class_start class_end online_hours offline_hours planned_hours completed "
    "still_employed claimed_on allowed_by allowed_reason"
).split()
AWARD_ORDER = "person_name person_id programme employer_id class_no project class_start class_end amount".split()
# The same columns under the names that people give them.
MESSY = {
    "person_name": "*姓 名",
    "person_id": "公民身份号码\n（文本格式）",
    "worker_kind": "用工形式",
    "employer_name": "企业名称",
    "employer_id": "统一社会信用代码/\n组织机构代码",
    "employer_kind": "单位类别",
    "employer_size": "企业规模（大/中/小/微）",
    "industry": "所属行业",
    "headcount": "从业人数（人）",
    "revenue_wan": "上年度营业收入\n（单位：万元）",
    "project": "培训职业（工种）",
    "class_no": "班号",
    "filed_on": "备案日期",
    "class_start": "开班时间",
    "class_end": "培训结束时间",
    "online_hours": "线上学时（节）",
    "offline_hours": "线下学时（节）",
    "planned_hours": "计划总学时",
    "completed": "是否完成（是/否）",
    "still_employed": "目前是否在职",
    "certificate_no": "培训合格证书号",
    "claimed_on": "申报日期\n（yyyy-mm-dd）",
    "allowed_by": "裁量人员",
    "allowed_reason": "裁量说明",
}


def clean(columns: Sequence[str], lines: Sequence[Line]) -> list[Row]:
    """Header and lines under the contract's own names."""
    header = ["序号", *(COLUMNS[column].zh for column in columns), "备注"]
    return [header, *([n, *(line.cells.get(c) for c in columns), line.note] for n, line in enumerate(lines, 1))]


def messy(columns: Sequence[str], lines: Sequence[Line], title: str) -> list[Row]:
    """The same lines with a title, other headers, dates and numbers in many hands, a total and a signature."""
    header = ["序号", *(MESSY[column] for column in columns), "备注"]
    rows: list[Row] = [[title], ["填报单位：", "", "", "虚构示例", "", "单位：节、元"], header]
    for number, line in enumerate(lines, 1):
        cells = [_by_hand(column, line.cells.get(column), number) for column in columns]
        rows.append([number, *cells, line.note])
    hours = sum(line.cells["online_hours"] for line in lines)
    total = ["合计", *([None] * columns.index("online_hours")), hours]
    return [*rows, [None], total, ["制表人：", "某甲", None, "审核人：", "某乙", None, "2020年5月6日"]]


def _by_hand(column: str, value: Any, number: int) -> Any:
    """A value as one of several people would have typed it."""
    if isinstance(value, date):
        y, m, d = value.year, value.month, value.day
        return (value, f"{y}/{m}/{d}", f"{y}.{m}.{d}", f"{y}年{m}月{d}日", f"{y}{m:02d}{d:02d}")[number % 5]
    if column == "person_id":
        return (value, f"{value[:6]} {value[6:14]} {value[14:]}", value.lower(), f" {value}")[number % 4]
    if column in ("completed", "still_employed") and value is not None:
        return value if number % 2 else {"是": "√", "否": "×"}[value]
    if column in ("online_hours", "planned_hours") and value is not None:
        return (
            value,
            f"{value}节",
            f"{value}.0",
            str(value).translate(str.maketrans("0123456789", "０１２３４５６７８９")),
        )[number % 4]
    return value


def wrong(columns: Sequence[str], lines: Sequence[Line], spoilt: Sequence[tuple[int, str, Any]]) -> list[Row]:
    """The clean lines with some cells spoilt: (line from 1, column, what stands there)."""
    rows = [list(row) for row in clean(columns, lines)]
    for line, column, cell in spoilt:
        rows[line][1 + columns.index(column)] = cell
    return [*rows[:1], *([*row[:-1], None] for row in rows[1:])]


WUXI_SPOILT = (
    (1, "person_id", person(0)[:17] + ("0" if person(0)[17] != "0" else "1")),
    (2, "person_id", int(person(1)[:17] + "0")),  # a number: its last digits are gone
    (3, "worker_kind", "临时工"),
    (3, "online_hours", -3),
    (4, "class_start", "2020-02-30"),
    (4, "completed", "已完成"),
    (5, "employer_id", employer(3)[:17] + ("0" if employer(3)[17] != "0" else "1")),
    (6, "class_end", date(2020, 2, 1)),
    (7, "class_start", None),
    (8, "class_start", 43891),
    (9, "online_hours", 23.5),
    (10, "certificate_no", ERROR),
    (11, "planned_hours", "1800分钟"),
    (12, "person_id", "990000620101001"),
)
DALIAN_SPOILT = (
    (1, "person_id", "2.10203E+17"),
    (2, "employer_size", "中小微"),
    (3, "filed_on", "3/6/20"),
    (4, "class_end", "无"),
    (5, "offline_hours", "99999"),
    (6, "person_id", None),
    (7, "revenue_wan", "2亿元"),
)


def shown(cell: Any) -> str:
    """A cell as a spreadsheet saves it to CSV."""
    return "" if cell is None else str(cell)


def write_csv(path: Path, rows: Sequence[Row], encoding: str) -> None:
    """CSV as a spreadsheet on a Chinese Windows saves it: CRLF, quotes where needed."""
    text = io.StringIO(newline="")
    places = max(len(row) for row in rows)
    csv.writer(text).writerows([*map(shown, row), *[""] * (places - len(row))] for row in rows)
    path.write_bytes(text.getvalue().encode(encoding))


def write_xlsx(
    path: Path, sheets: Mapping[str, Sequence[Row]], *, title: bool = False, hidden: int | None = None
) -> None:
    """A workbook with real dates; `title` merges the first row, `hidden` is a row (from 1) that is hidden."""
    book = xlsxwriter.Workbook(str(path), {"default_date_format": "yyyy-mm-dd"})
    book.set_properties({"created": datetime(2020, 5, 6), "author": "虚构示例"})
    bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bg_color": "#E7EEF7"})
    for sheet_name, rows in sheets.items():
        sheet = book.add_worksheet(sheet_name)
        head = 2 if title and len(rows) > 3 else 0
        for place, row in enumerate(rows):
            for column, cell in enumerate(row):
                _write(sheet, place, column, cell, bold if place == head else None)
        if head:
            sheet.merge_range(0, 0, 0, len(rows[head]) - 1, rows[0][0], bold)
        if hidden is not None and len(rows) > hidden:
            sheet.set_row(hidden - 1, None, None, {"hidden": True})
        sheet.set_column(0, 0, 6)
        sheet.set_column(1, len(rows[head]), 14)
    book.close()


def _write(sheet: Any, row: int, column: int, cell: Any, style: Any) -> None:
    if cell is None:
        return
    if cell == ERROR:
        sheet.write_formula(row, column, "=NA()", None, ERROR)
    elif isinstance(cell, str):
        sheet.write_string(row, column, cell, style)
    elif isinstance(cell, date):
        sheet.write_datetime(row, column, datetime(cell.year, cell.month, cell.day))
    else:
        sheet.write_number(row, column, cell, style)


def make(folder: Path) -> None:
    """Write all example files into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    help_sheet: list[Row] = [["填表说明"], ["一、每人每班一行。"], ["二、身份证号码按文本填写。"]]
    write_xlsx(folder / "wuxi-clean.xlsx", {"花名册": clean(WUXI_COLUMNS, WUXI)})
    write_csv(folder / "wuxi-messy.csv", messy(WUXI_COLUMNS, WUXI, "线上职业培训补贴人员花名册"), "gb18030")
    write_xlsx(folder / "wuxi-wrong.xlsx", {"花名册": wrong(WUXI_COLUMNS, WUXI, WUXI_SPOILT)})
    write_xlsx(folder / "dalian-clean.xlsx", {"花名册": clean(DALIAN_COLUMNS, DALIAN)})
    sheets = {"说明": help_sheet, "花名册": messy(DALIAN_COLUMNS, DALIAN, "企业职工岗位技能培训补贴人员花名册")}
    write_xlsx(folder / "dalian-messy.xlsx", sheets, title=True, hidden=6)
    write_csv(folder / "dalian-wrong.csv", wrong(DALIAN_COLUMNS, DALIAN, DALIAN_SPOILT), "utf-8-sig")
    titles = [name if name not in AWARD_COLUMNS else AWARD_COLUMNS[name].zh for name in AWARD_ORDER]
    titles[0] = "姓名"
    awards: list[Row] = [titles, *([award[column] for column in AWARD_ORDER] for award in DALIAN_AWARDS)]
    write_xlsx(folder / "dalian-awards.xlsx", {"已发补贴": awards})


if __name__ == "__main__":
    make(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE)
