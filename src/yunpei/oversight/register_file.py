"""A register as a bureau hands it in (.xlsx, .csv or .parquet): every row read, or every bad cell told and nothing kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from yunpei.common.errors import Invalid, Problem
from yunpei.common.identifiers import person_id_problem
from yunpei.common.language import Text
from yunpei.common.sheets import Cell, UnreadableFile, open_table, text_of
from yunpei.oversight.screening.files import DAY, FILES
from yunpei.oversight.types import RegisterKind

MOST_ROWS = 2_000_000
MOST_TOLD = 100
# What these columns are called in the registers of the offices that keep them.
HEADERS = {
    "person_id": ("身份证号码", "公民身份号码", "身份证号", "证件号码"),
    "since": ("领取养老金起", "待遇领取开始日期", "退休日期"),
    "school": ("学校", "就读学校"),
    "body": ("单位", "供养单位", "工作单位"),
    "employer_id": ("单位代码", "统一社会信用代码", "参保单位"),
    "from": ("开始日期", "参保开始", "入学日期", "起始日期"),
    "until": ("结束日期", "参保结束", "毕业日期", "终止日期"),
    "on": ("去世日期", "死亡日期"),
}
_FORMS = ("%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y%m%d", "%Y年%m月%d日")


@dataclass(frozen=True, slots=True)
class Entry:
    """One row: the ID number for its blind index alone, and the rest as it is sealed."""

    person_id: str
    rest: dict[str, Any]

    def __repr__(self) -> str:
        """Without the ID number: representations end up in logs."""
        return f"Entry({sorted(self.rest)})"


def read_register(path: Path, kind: RegisterKind) -> list[Entry]:
    """The rows of a register. Raises Invalid (field "file") with every fault and where it stands."""
    columns = FILES[kind.value].columns
    try:
        table = open_table(path, known=lambda text: _column(text, kind), key="person_id", fewest=2)
        lacking = [name for name, column in columns.items() if column.must and name not in table.columns]
        bad = [Text(f"表头 {header}：{why.zh}", f"header {header}: {why.en}") for header, why in table.problems]
        bad += [
            Text(f"缺少列 {HEADERS[name][0]}（{name}）", f"the column {name} is missing") for name in lacking
        ]  # fmt: skip
        entries: list[Entry] = []
        for row, cells in table.rows if not bad else ():
            if len(entries) >= MOST_ROWS:
                raise UnreadableFile(Text(f"超过 {MOST_ROWS} 行", f"more than {MOST_ROWS} rows"))
            if (entry := _entry(row, cells, table.columns, kind, bad)) is not None:
                entries.append(entry)
    except UnreadableFile as fault:
        raise Invalid([Problem("file", fault.text)]) from None
    if not bad and not entries:
        bad.append(Text("表头下面没有数据", "nothing stands below the header"))
    if bad:
        more = [Text(f"另有 {len(bad) - MOST_TOLD} 处", f"{len(bad) - MOST_TOLD} more")] if len(bad) > MOST_TOLD else []
        raise Invalid([Problem("file", one) for one in [*bad[:MOST_TOLD], *more]])
    return entries


def _column(header: str, kind: RegisterKind) -> str | None:
    plain = "".join(header.split())
    for name in FILES[kind.value].columns:
        if plain.lower() == name or plain in HEADERS[name]:
            return name
    return None


def _entry(
    row: int, cells: Sequence[Cell], places: dict[str, int], kind: RegisterKind, bad: list[Text]
) -> Entry | None:
    person, rest, told = "", dict[str, Any](), len(bad)
    for name, column in FILES[kind.value].columns.items():
        cell = cells[places[name]] if name in places and places[name] < len(cells) else None
        text = text_of(cell)
        why: Text | None = None
        if column.filled and not text:
            why = Text("空着；请填写", "empty; fill it in")
        elif name == "person_id":
            person, why = text, person_id_problem(text)
        elif column.kind == DAY and text:
            rest[name] = _day(text)
            why = None if rest[name] else Text("不是日期；请写 2020-03-01", "no date; write 2020-03-01")
        else:
            rest[name] = text or None
        if why is not None:
            bad.append(Text(f"第 {row} 行 {name}：{why.zh}", f"row {row}, {name}: {why.en}"))
    if rest.get("from") and rest.get("until") and rest["until"] < rest["from"]:
        bad.append(Text(f"第 {row} 行 until：早于 from", f"row {row}, until: before from"))
    return None if len(bad) > told else Entry(person, rest)


def _day(text: str) -> date | None:
    for form in _FORMS:
        try:
            return datetime.strptime(text[:11], form).date()
        except ValueError:
            continue
    return None
