"""A platform's export: every row good and matched with the roster, or every bad row told at once, and nothing brought in.

Pure reading: who has an ID number, and on which roster somebody is, the caller says.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path

from yunpei.common.language import Text
from yunpei.common.sheets import Table, UnreadableFile, open_table
from yunpei.learning.records.mappings import Platform
from yunpei.learning.records.rows import Row
from yunpei.learning.records.table import HEADERS, Draft, RecordsRead, Roster, bad_cell
from yunpei.learning.records.types import RecordRow
from yunpei.training.roster import BadCell

MOST_ROWS = 20_000
FEWEST_HEADERS = 3


def read(path: Path, platform: Platform, roster: Roster) -> RecordsRead:
    """Read an export of .xlsx or .csv. Raises UnreadableFile for a file that is no table of that platform."""
    table = open_table(path, known=platform.column, key="person_id", fewest=FEWEST_HEADERS)
    read = RecordsRead(table.header, table.columns)
    read.bad += [BadCell(table.header_row, header, _index(table, header), reason) for header, reason in table.problems]
    read.bad += [BadCell(table.header_row, str(HEADERS[name]), None, _lacking(name)) for name in _lacks(table)]
    usable = not read.bad
    for row, cells in table.rows:
        if len(read.raw) >= MOST_ROWS:
            told = f"超过{MOST_ROWS}行；请按时间分成几个文件", f"more than {MOST_ROWS} rows; split the file by time"
            raise UnreadableFile(Text(*told))
        read.raw.append((row, cells))
        if usable:
            Row(read, platform, roster, row, cells).take()
    if not read.raw:
        nothing = Text("表头下面没有记录", "nothing stands below the header")
        read.bad.append(BadCell(table.header_row, "", None, nothing))
    read.warnings += table.warnings
    if read.zero:
        rows = "、".join(map(str, read.zero[:8])) + ("…" if len(read.zero) > 8 else "")
        read.warnings.append(Text(f"时长为0，未收：第 {rows} 行", f"no time, left out: rows {rows}"))
    return read


def matched(
    read: RecordsRead, roster: Roster, owners: Mapping[str, int], phones: Mapping[tuple[str, str], int]
) -> list[RecordRow]:
    """The rows with their roster lines; who is not on the roster, and what stands there twice, is added to the faults.

    owners: ID number → person, of those known here. phones: name and phone → roster line, of those whom the file names so.
    """
    rows: list[RecordRow] = []
    first: dict[tuple[object, ...], int] = {}
    for one in read.found:
        line = roster.people.get(owners.get(one.id_number, 0)) if one.id_number else None
        if line is None and not one.id_number:
            line = phones.get((plain(one.name), one.phone))
        if line is None:
            read.bad.append(bad_cell(read, one.row, "person_id" if one.id_number else "phone", _unknown(one)))
            continue
        same = (line, one.starts_at, one.ends_at, one.ms, one.course)
        if same in first:
            told = Text(
                f"与第 {first[same]} 行相同；请删去其中一行", f"the same as row {first[same]}; delete one of them"
            )
            read.bad.append(bad_cell(read, one.row, "duration", told))
            continue
        first[same] = one.row
        rows.append(RecordRow(one.row, line, one.starts_at, one.ends_at, one.ms, one.course))
    return rows


def numbers(read: RecordsRead) -> Collection[str]:
    """The ID numbers of the file, for the one question whose they are."""
    return {one.id_number for one in read.found if one.id_number}


def names(read: RecordsRead) -> Collection[str]:
    """The names, as they are compared, of those whom the file tells by name and phone."""
    return {plain(one.name) for one in read.found if not one.id_number}


def plain(name: str) -> str:
    """A name as it is compared."""
    return "".join(one for one in unicodedata.normalize("NFKC", name) if one.isalnum())


def _lacks(table: Table) -> Iterator[str]:
    here = set(table.columns)
    if "person_id" not in here and not {"person_name", "phone"} <= here:
        yield "person_id" if "person_name" not in here else "phone"
    if not {"day", "started"} & here:
        yield "day"
    if "duration" not in here and not {"started", "ended"} <= here:
        yield "duration"


def _lacking(name: str) -> Text:
    column = HEADERS[name]
    return Text(f"缺少“{column.zh}”一列；请补上", f"a column for the {column.en} is not there; add it")


def _index(table: Table, header: str) -> int | None:
    return table.header.index(header) if header in table.header else None


def _unknown(one: Draft) -> Text:
    if one.id_number:
        return Text(
            "此人不在本班花名册上；请核对号码，或删去这一行",
            "not on the roster of this class; check the number, or delete the row",
        )
    return Text(
        "本班花名册上没有这个姓名和手机号（学员须已注册）；请核对，或改用带身份证号码的导出表",
        "nobody on the roster has this name and phone (learners have to be registered); check it, or export with ID numbers",
    )
