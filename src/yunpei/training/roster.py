"""A roster (花名册) from a spreadsheet: every row good, or every bad cell told beside its row, and nothing taken over.

Pure reading: whether a person is registered, or on the roster already, is asked in actions.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from yunpei.common.identifiers import area_known, birth_date, mask_person_id
from yunpei.common.language import Text
from yunpei.common.sheets import Cell, Table, UnreadableFile, open_table, text_of
from yunpei.policy.cells import parse_cell
from yunpei.policy.columns import COLUMNS, Column
from yunpei.policy.vocabulary import known_header
from yunpei.training.types import RosterRow

MOST_ROWS = 5_000  # one class; larger firms file several
YOUNGEST = 16  # years on the first day of class: 《中华人民共和国劳动法》第十五条
FEWEST_HEADERS = 2  # the ID number and one more

POST = Column(
    "post",
    "岗位",
    "text",
    Text("工作岗位", "post held"),
    synonyms=("岗位名称", "工作岗位", "参培职工岗位名称", "所在岗位", "岗位/工种", "职务", "post", "job_title"),
)
ROSTER_COLUMNS: dict[str, Column] = {
    **{name: COLUMNS[name] for name in ("person_id", "person_name", "worker_kind")},
    "post": POST,
}
REQUIRED = ("person_id", "person_name", "worker_kind")


@dataclass(frozen=True, slots=True)
class BadCell:
    """What is wrong in one place: row of the sheet, header as the file has it, index (None: no such column), why, the mend."""

    row: int
    header: str
    index: int | None
    reason: Text


@dataclass(frozen=True, slots=True)
class BadRow:
    """A bad row as the page shows it: its known cells by column name, ID numbers masked, and all that is wrong with it."""

    row: int
    cells: Mapping[str, str]
    reasons: tuple[BadCell, ...]


@dataclass
class RosterRead:
    """A file as read. Usable only when `bad` is empty; `rows` are then all its people, before that those without a fault."""

    header: tuple[str, ...]
    rows: list[RosterRow] = field(default_factory=list)
    bad: list[BadCell] = field(default_factory=list)
    warnings: list[Text] = field(default_factory=list)
    raw: list[tuple[int, list[Cell]]] = field(default_factory=list)
    columns: Mapping[str, int] = field(default_factory=dict)

    def bad_rows(self) -> list[BadRow]:
        """Each bad row once, in the order of the sheet; faults of the header come first with the header's row."""
        by_row: dict[int, list[BadCell]] = {}
        for cell in sorted(self.bad, key=lambda one: (one.row, -1 if one.index is None else one.index)):
            by_row.setdefault(cell.row, []).append(cell)
        cells = dict(self.raw)
        return [BadRow(row, self._shown(cells.get(row, [])), tuple(found)) for row, found in by_row.items()]

    def _shown(self, cells: Sequence[Cell]) -> dict[str, str]:
        texts = {name: text_of(cells[index]) for name, index in self.columns.items() if index < len(cells)}
        if "person_id" in texts:
            texts["person_id"] = mask_person_id(texts["person_id"])
        return texts


def read(path: Path, *, first_day: date) -> RosterRead:
    """Read a roster of .xlsx or .csv.

    first_day: of the class; nobody on it may be younger than 16 then. Raises UnreadableFile for a file that is no table
    with at least an ID column and one more known header.
    """
    table = open_table(path, known=_known, key="person_id", fewest=FEWEST_HEADERS)
    found = RosterRead(table.header, columns=table.columns)
    found.bad += [BadCell(table.header_row, header, _index(table, header), reason) for header, reason in table.problems]
    found.bad += [BadCell(table.header_row, ROSTER_COLUMNS[name].zh, None, _lacking(name)) for name in _lacks(table)]
    for row, cells in table.rows:
        if len(found.raw) >= MOST_ROWS:
            raise UnreadableFile(
                Text(f"花名册超过{MOST_ROWS}人；请分班备案", f"more than {MOST_ROWS} people; file several classes")
            )
        found.raw.append((row, cells))
        _read_row(found, table, row, cells)
    if not found.raw:
        found.bad.append(
            BadCell(table.header_row, "", None, Text("表头下面没有人员", "nobody stands below the header"))
        )
    found.bad += check_people(found.rows, first_day=first_day, where=found)
    found.warnings += [*table.warnings, *_areas(found.rows)]
    return found


def check_people(rows: Sequence[RosterRow], *, first_day: date, where: RosterRead | None = None) -> Iterator[BadCell]:
    """What is wrong with well-formed rows taken together: the same person twice, someone not yet 16 on the first day."""
    header, index = _place(where)
    first: dict[str, int] = {}
    for one in rows:
        if one.person_id in first:
            reason = Text(
                f"与第 {first[one.person_id]} 行是同一人；请删去其中一行",
                f"the same person as in row {first[one.person_id]}; delete one of them",
            )
            yield BadCell(one.row, header, index, reason)
            continue
        first[one.person_id] = one.row
        if _years(birth_date(one.person_id), first_day) < YOUNGEST:
            yield BadCell(one.row, header, index, _too_young(first_day))


def _read_row(found: RosterRead, table: Table, row: int, cells: Sequence[Cell]) -> None:
    values: dict[str, str] = {}
    before = len(found.bad)
    for name, index in table.columns.items():
        value, problem = parse_cell(ROSTER_COLUMNS[name], text_of(cells[index]))
        if problem is None and value is None and name in REQUIRED:
            problem = Text("必填，不能为空", "must not be empty")
        if problem is not None:
            found.bad.append(BadCell(row, table.header[index], index, problem))
        values[name] = value or ""
    if len(found.bad) == before and all(values.get(name) for name in REQUIRED):
        found.rows.append(
            RosterRow(row, values["person_id"], values["person_name"], values["worker_kind"], values.get("post", ""))
        )


def _known(header: str) -> str | None:
    return known_header(header, ROSTER_COLUMNS)


def _lacks(table: Table) -> list[str]:
    return [name for name in REQUIRED if name not in table.columns]


def _lacking(name: str) -> Text:
    column = ROSTER_COLUMNS[name]
    return Text(f"缺少“{column.zh}”一列；请补上", f"the column {column.zh} ({name}) is not there; add it")


def _index(table: Table, header: str) -> int | None:
    return table.header.index(header) if header in table.header else None


def _place(where: RosterRead | None) -> tuple[str, int | None]:
    if where is None or "person_id" not in where.columns:
        return COLUMNS["person_id"].zh, None
    index = where.columns["person_id"]
    return where.header[index], index


def _years(born: date, day: date) -> int:
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def _too_young(day: date) -> Text:
    return Text(
        f"开班日（{day}）未满{YOUNGEST}周岁，请核对号码（劳动法第十五条）",
        f"not yet {YOUNGEST} on the first day of class ({day}); compare the number with the card (Labour Law, art. 15)",
    )


def _areas(rows: Sequence[RosterRow]) -> Iterator[Text]:
    odd = [str(one.row) for one in rows if not area_known(one.person_id)]
    if odd:
        shown = "、".join(odd[:8]) + (f" … ({len(odd)})" if len(odd) > 8 else "")
        yield Text(
            f"身份证号码的地区码不在省级代码表中：第 {shown} 行",
            f"the area code of the ID number is not a province's: row {shown}",
        )
