"""A platform's export as it is read: what a class may hold, the rows found so far, every bad cell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from yunpei.common.identifiers import mask_person_id
from yunpei.common.language import Text
from yunpei.common.sheets import text_of
from yunpei.common.sheets.model import Cell, masked
from yunpei.learning.records.types import RecordRow
from yunpei.training.roster import BadCell, BadRow

HEADERS = {
    "person_id": Text("身份证号码", "ID number"),
    "person_name": Text("姓名", "name"),
    "phone": Text("手机号", "phone"),
    "day": Text("学习日期", "day"),
    "started": Text("开始时间", "start"),
    "ended": Text("结束时间", "end"),
    "duration": Text("学习时长", "time studied"),
    "course": Text("课程", "course"),
}


@dataclass(frozen=True, slots=True)
class Roster:
    """When and whose study an export of a class may hold."""

    first_day: date
    last_day: date
    by_day: bool  # class hours are counted day by day, so that a total over several days can't be
    people: Mapping[int, int]  # person → roster line


@dataclass(frozen=True, slots=True)
class Draft:
    """A sound row before its person is known."""

    row: int
    id_number: str
    name: str
    phone: str
    starts_at: datetime
    ends_at: datetime
    ms: int
    course: str

    def __repr__(self) -> str:
        """Without the ID number: representations end up in logs."""
        return f"Draft(row={self.row})"


@dataclass
class RecordsRead:
    """An export as read; `found` are its rows with time, without those that have a fault; `records` those with their person.

    Usable only when `bad` is empty.
    """

    header: tuple[str, ...]
    columns: Mapping[str, int]
    raw: list[tuple[int, list[Cell]]] = field(default_factory=list)
    bad: list[BadCell] = field(default_factory=list)
    warnings: list[Text] = field(default_factory=list)
    found: list[Draft] = field(default_factory=list)
    records: list[RecordRow] = field(default_factory=list)
    zero: list[int] = field(default_factory=list)

    def bad_rows(self) -> list[BadRow]:
        """Each bad row once, in the order of the sheet; faults of the header come first with the header's row."""
        by_row: dict[int, list[BadCell]] = {}
        for cell in sorted(self.bad, key=lambda one: (one.row, -1 if one.index is None else one.index)):
            by_row.setdefault(cell.row, []).append(cell)
        cells = dict(self.raw)
        return [BadRow(row, self._shown(cells.get(row, [])), tuple(told)) for row, told in by_row.items()]

    def _shown(self, cells: Sequence[Cell]) -> dict[str, str]:
        texts = {name: masked(text_of(cells[at])) for name, at in self.columns.items() if at < len(cells)}
        if "person_id" in texts:
            texts["person_id"] = mask_person_id(text_of(cells[self.columns["person_id"]]))
        return texts


def bad_cell(read: RecordsRead, row: int, name: str, reason: Text) -> BadCell:
    """What is wrong with a column of a row."""
    index = read.columns.get(name)
    return BadCell(row, read.header[index] if index is not None else str(HEADERS[name]), index, reason)
