"""A list of people from a spreadsheet (花名册), read as a stream: pieces of sound rows, and every bad cell told beside its row.

Pure reading: whether a person is registered, or on the roster already, is asked in `rosters`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from itertools import islice
from pathlib import Path

from yunpei.common.identifiers import area_known, birth_date, mask_person_id
from yunpei.common.language import Text
from yunpei.common.sheets import Cell, Table, UnreadableFile, open_table, text_of
from yunpei.common.sheets.model import masked
from yunpei.policy.cells import parse_cell
from yunpei.policy.columns import COLUMNS, Column
from yunpei.policy.vocabulary import known_header
from yunpei.training.types import RosterRow

MOST_ROWS = 100_000  # one class; larger firms file several
PIECE = 1_000  # rows that are checked, and written, together
MOST_SHOWN = 100  # bad rows whose cells are kept for the page; the marked file holds them all
YOUNGEST = 16  # years on the first day of class: 《中华人民共和国劳动法》第十五条
FEWEST_HEADERS = 2  # the ID number and one more

POST = Column(
    "post",
    "岗位",
    "text",
    Text("工作岗位", "post held"),
    synonyms=("岗位名称", "工作岗位", "参培职工岗位名称", "所在岗位", "岗位/工种", "职务", "post", "job_title"),
)
DEPARTMENT = Column(
    "department",
    "部门",
    "text",
    Text("所在部门", "department"),
    synonyms=("部门名称", "所在部门", "所属部门", "车间", "班组", "科室", "department"),
)


@dataclass(frozen=True, slots=True)
class Shape:
    """Which columns a list of people has, by name, and which of them no row may leave out."""

    columns: Mapping[str, Column]
    required: tuple[str, ...]


_NAMED = {name: COLUMNS[name] for name in ("person_id", "person_name")}
ROSTER = Shape(
    {**_NAMED, "worker_kind": COLUMNS["worker_kind"], "post": POST}, ("person_id", "person_name", "worker_kind")
)
STAFF = Shape({**_NAMED, "department": DEPARTMENT, "post": POST}, ("person_id", "person_name", "department"))


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

    @property
    def name(self) -> str:
        """Of the person, as far as it can be read."""
        return self.cells.get("person_name", "")

    @property
    def id_masked(self) -> str:
        """Their number, masked; "" where none can be read."""
        return self.cells.get("person_id", "")

    @property
    def faults(self) -> tuple[tuple[str, Text], ...]:
        """Column and reason of each fault."""
        return tuple((cell.header, cell.reason) for cell in self.reasons)


@dataclass
class RosterRead:
    """What is known of a file so far: lines read, all bad cells, and the cells of the first bad rows as they may be shown."""

    header: tuple[str, ...]
    columns: Mapping[str, int]
    shape: Shape = ROSTER
    people: int = 0
    bad: list[BadCell] = field(default_factory=list)
    warnings: list[Text] = field(default_factory=list)
    shown: dict[int, dict[str, str]] = field(default_factory=dict)

    def blame(self, row: RosterRow, column: str, reason: Text) -> None:
        """Say what is wrong with a column of a row that is well formed in itself."""
        index = self.columns.get(column)
        header = self.shape.columns[column].zh if index is None else self.header[index]
        self.bad.append(BadCell(row.row, header, index, reason))
        self.show(row.row, {"person_name": row.name, "person_id": row.person_id})

    def show(self, row: int, texts: Mapping[str, str]) -> None:
        """Keep the cells of a bad row for the page: the number masked, and whatever looks like one."""
        if len(self.shown) < MOST_SHOWN + PIECE:  # what a piece adds comes in two goes
            texts = {name: masked(text) for name, text in texts.items() if name != "person_id"} | {
                "person_id": mask_person_id(texts.get("person_id", ""))
            }
            self.shown.setdefault(row, texts)

    def bad_rows(self, most: int | None = None) -> list[BadRow]:
        """Each bad row once, in the order of the sheet; faults of the header come first with the header's row."""
        by_row: dict[int, list[BadCell]] = {}
        for cell in sorted(self.bad, key=lambda one: (one.row, -1 if one.index is None else one.index)):
            by_row.setdefault(cell.row, []).append(cell)
        return [BadRow(row, self.shown.get(row, {}), tuple(by_row[row])) for row in islice(by_row, most)]

    def count_bad(self) -> int:
        """How many rows are bad."""
        return len({cell.row for cell in self.bad})


def open_roster(path: Path, *, first_day: date, shape: Shape = ROSTER) -> tuple[RosterRead, Iterator[list[RosterRow]]]:
    """A roster of .xlsx or .csv: what is known of it, growing while its pieces of sound rows are walked.

    first_day: of the class; nobody on it may be younger than 16 then. shape: of another list of people. Raises UnreadableFile,
    here or on the way, for a file that is no table with at least an ID column and one more known header, or has more than MOST_ROWS people.
    """
    table = open_sheet(path, shape)
    found = RosterRead(table.header, table.columns, shape)
    found.bad += [BadCell(table.header_row, header, _index(table, header), reason) for header, reason in table.problems]
    for name in shape.required:
        if name not in table.columns:
            column = shape.columns[name]
            found.bad.append(BadCell(table.header_row, column.zh, None, _lacking(column)))
    return found, _pieces(found, table, first_day)


def open_sheet(path: Path, shape: Shape = ROSTER) -> Table:
    """The file as a table whose columns are known. Raises UnreadableFile."""
    known = partial(known_header, columns=shape.columns)
    return open_table(path, known=known, key="person_id", fewest=FEWEST_HEADERS)


def larger_than(path: Path, people: int, shape: Shape = ROSTER) -> bool:
    """Whether a roster has more lines than so many; reads no further. Raises UnreadableFile."""
    table = open_sheet(path, shape)
    return next(islice(table.rows, people, None), None) is not None


class Together:
    """What is wrong with well-formed rows taken together: the same person twice, someone not yet 16 on the first day."""

    def __init__(self, first_day: date) -> None:
        self._first_day = first_day
        self._rows: dict[str, int] = {}

    def fault(self, one: RosterRow) -> Text | None:
        """Why this row can't stand beside those asked about before it; None = it can."""
        first = self._rows.get(one.person_id)
        if first is not None:
            return Text(
                f"与第 {first} 行是同一人；请删去其中一行", f"the same person as in row {first}; delete one of them"
            )
        self._rows[one.person_id] = one.row
        return _too_young(self._first_day) if _years(birth_date(one.person_id), self._first_day) < YOUNGEST else None


def _pieces(found: RosterRead, table: Table, first_day: date) -> Iterator[list[RosterRow]]:
    together, odd = Together(first_day), list[int]()
    while lines := list(islice(table.rows, PIECE)):
        found.people += len(lines)
        if found.people > MOST_ROWS:
            raise UnreadableFile(
                Text(f"花名册超过{MOST_ROWS}人；请分班备案", f"more than {MOST_ROWS} people; file several classes")
            )
        rows = []
        for row, cells in lines:
            one = _read_row(found, table, row, cells)
            if one is None:
                continue
            if not area_known(one.person_id):
                odd.append(row)
            if reason := together.fault(one):
                found.blame(one, "person_id", reason)
            else:
                rows.append(one)
        yield rows
    if not found.people:
        found.bad.append(
            BadCell(table.header_row, "", None, Text("表头下面没有人员", "nobody stands below the header"))
        )
    found.warnings += [*table.warnings, *_areas(odd)]


def _read_row(found: RosterRead, table: Table, row: int, cells: Sequence[Cell]) -> RosterRow | None:
    values: dict[str, str] = {}
    before = len(found.bad)
    for name, index in table.columns.items():
        value, problem = parse_cell(found.shape.columns[name], text_of(cells[index]))
        if problem is None and value is None and name in found.shape.required:
            problem = Text("必填，不能为空", "must not be empty")
        if problem is not None:
            found.bad.append(BadCell(row, table.header[index], index, problem))
        values[name] = value or ""
    if len(found.bad) > before:
        found.show(row, {name: text_of(cells[index]) for name, index in table.columns.items()})
        return None
    if not all(values.get(name) for name in found.shape.required):
        return None  # a column is not there, which is told once for all rows
    kind, post, department = (values.get(name, "") for name in ("worker_kind", "post", "department"))
    return RosterRow(row, values["person_id"], values["person_name"], kind, post, department)


def _lacking(column: Column) -> Text:
    return Text(f"缺少“{column.zh}”一列；请补上", f"the column {column.zh} ({column.name}) is not there; add it")


def _index(table: Table, header: str) -> int | None:
    return table.header.index(header) if header in table.header else None


def _years(born: date, day: date) -> int:
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def _too_young(day: date) -> Text:
    return Text(
        f"{day} 未满{YOUNGEST}周岁，请核对号码（劳动法第十五条）",
        f"not yet {YOUNGEST} on {day}; compare the number with the card (Labour Law, art. 15)",
    )


def _areas(odd: Sequence[int]) -> Iterator[Text]:
    if odd:
        shown = "、".join(map(str, odd[:8])) + (f" … ({len(odd)})" if len(odd) > 8 else "")
        yield Text(
            f"身份证号码的地区码不在省级代码表中：第 {shown} 行",
            f"the area code of the ID number is not a province's: row {shown}",
        )
