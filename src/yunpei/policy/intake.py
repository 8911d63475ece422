"""From a spreadsheet to facts: LINES and AWARDS read cell by cell, every bad cell found, nothing guessed.

A column that is not there leaves its fact missing; an empty cell in filed_on or certificate_no says there is none. Small files
become dictionaries (nothing but the standard library is imported), large ones columns; both read each cell with `parse_cell`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from yunpei.common.identifiers import area_known, birth_date
from yunpei.common.language import Text
from yunpei.common.sheets import Cell, Table, open_table, text_of
from yunpei.policy.carriers.values import ABSENT
from yunpei.policy.cells import norm_project, parse_cell
from yunpei.policy.columns import AWARD_COLUMNS, COLUMNS, Column
from yunpei.policy.notes import Notes, skipped
from yunpei.policy.size_class import size_class
from yunpei.policy.vocabulary import header_rank, known_header

if TYPE_CHECKING:
    import polars as pl

MOST_VALUES = 5_000  # lines above which columns decide, unless --carrier says otherwise
SIZE_COLUMNS = ("industry", "headcount", "revenue_wan", "assets_wan")
AWARD_REQUIRED = ("person_id", "programme", "amount")


@dataclass(frozen=True, slots=True)
class BadCell:
    """A cell that can't be used: real row, header as the file has it, its index (None: the file lacks the column), why."""

    row: int
    header: str
    index: int | None
    reason: Text

    def __str__(self) -> str:
        return f"row {self.row}, column {self.header}: {self.reason}"


class BadOption(Exception):
    """A --set or --map that can't be used."""

    def __init__(self, text: Text) -> None:
        """Keep the sentence for the reader."""
        super().__init__(text.en)
        self.text = text


@dataclass
class Lines:
    """A file of lines as read: either `facts` and `rows` (small) or `frame` and `columns` (large)."""

    table: Table
    facts: list[dict[str, Any]] = field(default_factory=list)
    rows: list[tuple[int, list[Cell]]] = field(default_factory=list)
    frame: pl.DataFrame | None = None
    columns: pl.DataFrame | None = None
    bad: list[BadCell] = field(default_factory=list)
    warnings: list[Text] = field(default_factory=list)


@dataclass(frozen=True)
class Request:
    """What to read a file of lines with: the columns that must be there, fixed values (--set), further headers (--map)."""

    required: tuple[str, ...]
    order: str  # the first date of the fold: nobody is born after it
    fixed: Mapping[str, Any] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    columns: Mapping[str, Column] = field(default_factory=lambda: COLUMNS)  # those that a header may name


def fixed_values(written: Mapping[str, str], columns: Mapping[str, Column] = COLUMNS) -> dict[str, Any]:
    """The values of `--set COLUMN=VALUE`. Raises BadOption for an unknown column or a value that a cell may not hold."""
    fixed = {}
    for header, text in written.items():
        name = known_header(header, columns)
        if name is None or name == "person_id":
            names = "、".join(name for name in columns if name != "person_id")
            raise BadOption(
                Text(f"--set：没有列 {header}；可用：{names}", f"--set: no column {header}; there are: {names}")
            )
        value, problem = parse_cell(columns[name], text_of(text))
        if problem is not None:
            raise BadOption(Text(f"--set {header}：{problem.zh}", f"--set {header}: {problem.en}"))
        fixed[name] = fact_of(columns[name], value)
    return fixed


def further_headers(written: Mapping[str, str], columns: Mapping[str, Column] = COLUMNS) -> dict[str, str]:
    """The headers of `--map HEADER=COLUMN`. Raises BadOption for an unknown column."""
    for header, column in written.items():
        if known_header(column, columns) is None:
            names = "、".join(columns)
            raise BadOption(
                Text(
                    f"--map {header}：没有列 {column}；可用：{names}",
                    f"--map {header}: no column {column}; there are: {names}",
                )
            )
    return {header: str(known_header(column, columns)) for header, column in written.items()}


def open_lines(path: Path, request: Request) -> tuple[Lines, bool, Iterator[tuple[int, list[Cell]]]]:
    """Open a file of lines. Returns it still unread, whether it is a large one, and its rows. Raises UnreadableFile."""
    table = open_table(
        path,
        known=lambda header: known_header(header, request.columns, request.headers),
        key="person_id",
        rank=lambda header: header_rank(header, request.columns, request.headers),
    )
    lines = Lines(table)
    lines.bad += _header_faults(table, request)
    if unmapped := [header for header in request.headers if header not in table.header]:
        names = "、".join(unmapped)
        raise BadOption(Text(f"--map：文件中没有表头 {names}", f"--map: the file has no header {names}"))
    if table.frame is not None:
        return lines, table.frame.height > MOST_VALUES, table.rows
    head = list(islice(table.rows, MOST_VALUES + 1))
    return lines, len(head) > MOST_VALUES, _chain(head, table.rows)


def _chain(
    head: list[tuple[int, list[Cell]]], rest: Iterator[tuple[int, list[Cell]]]
) -> Iterator[tuple[int, list[Cell]]]:
    yield from head
    yield from rest


def _header_faults(table: Table, request: Request) -> Iterator[BadCell]:
    for header, reason in table.problems:
        index = table.header.index(header) if header in table.header else None
        yield BadCell(table.header_row, header, index, reason)
    for name in request.required:
        if name not in table.columns and name not in request.fixed:
            column = COLUMNS[name]
            yield BadCell(
                table.header_row,
                column.zh,
                None,
                Text(
                    f"缺少此列（{name}）；补上，或用 --map 表头={name} 指明，或用 --set {name}=值",
                    f"the column ({name}) is not there; add it, or name it with --map HEADER={name}, or --set {name}=VALUE",
                ),
            )


def read_values(lines: Lines, rows: Iterable[tuple[int, list[Cell]]], request: Request) -> None:
    """Read every row into `lines.facts`, with the bad cells and warnings."""
    table, notes = lines.table, Notes()
    found = [(request.columns[name], index) for name, index in table.columns.items() if name not in request.fixed]
    blank = dict.fromkeys(request.columns) | dict(request.fixed)
    for row, cells in rows:
        lines.rows.append((row, cells))
        facts: dict[str, Any] = {**blank, "row": row}
        before = len(lines.bad)
        for column, index in found:
            value, problem = parse_cell(column, text_of(cells[index]))
            if problem is None and value is None and column.name in request.required:
                problem = EMPTY
            if problem is not None:
                lines.bad.append(BadCell(row, table.header[index], index, problem))
            facts[column.name] = fact_of(column, value)
        if len(lines.bad) == before:
            lines.bad += _row_faults(table, facts, request)
            _complete(facts, notes)
        lines.facts.append(facts)
    lines.warnings += [*table.warnings, *skipped(table), *notes.texts()]
    lines.bad.sort(key=lambda cell: (cell.row, -1 if cell.index is None else cell.index))


EMPTY = Text("必填，不能为空", "must not be empty")


def fact_of(column: Column, value: Any) -> Any:
    """The fact a parsed cell states: an empty cell is ABSENT where that means there is none; projects as they compare."""
    if value is None:
        return ABSENT if column.absent_is_none else None
    return norm_project(value) if column.name == "project" else value


def _row_faults(table: Table, facts: Mapping[str, Any], request: Request) -> Iterator[BadCell]:
    start, end = facts["class_start"], facts["class_end"]
    if start is not None and end is not None and end < start:
        yield _bad(table, facts["row"], "class_end", end_before_start(start))
    first = facts[request.order]
    if first is not None and facts["person_id"] and _born(facts["person_id"]) > first:
        yield _bad(table, facts["row"], "person_id", BORN_LATER)


def end_before_start(start: object) -> Text:
    """The reason of a class that ends before it starts."""
    return Text(f"早于开班日期 {start}", f"before the class starts ({start})")


BORN_LATER = Text(
    "出生日期晚于开班（入职）日期，请核对号码", "born after the class or the hiring; compare the number with the card"
)


def _bad(table: Table, row: int, name: str, reason: Text) -> BadCell:
    index = table.columns.get(name)
    return BadCell(row, COLUMNS[name].zh if index is None else table.header[index], index, reason)


_born = lru_cache(maxsize=4096)(birth_date)


def _complete(facts: dict[str, Any], notes: Notes) -> None:
    """Work out the size class where it is not given, and note what deserves a warning."""
    given = facts["employer_size"]
    if any(facts[name] is not None for name in SIZE_COLUMNS):
        worked_out, _ = size_class(*(facts[name] for name in SIZE_COLUMNS))
        if given is None:
            facts["employer_size"] = worked_out
        elif worked_out is not None and worked_out != given:
            notes.sizes.add(facts["row"])
    if facts["person_id"] and not area_known(facts["person_id"]):
        notes.areas.add(facts["row"])
    notes.identical(facts["row"], tuple(value for name, value in facts.items() if name != "row"))


def read_awards(path: Path) -> tuple[list[dict[str, Any]], list[BadCell], list[Text]]:
    """Read AWARDS: earlier money, one row per person and class, amounts in whole fen. Raises UnreadableFile."""
    table = open_table(
        path,
        known=lambda header: known_header(header, AWARD_COLUMNS),
        key="person_id",
        rank=lambda header: header_rank(header, AWARD_COLUMNS),
    )
    bad = [BadCell(table.header_row, header, None, reason) for header, reason in table.problems]
    for name in AWARD_REQUIRED:
        if name not in table.columns:
            bad.append(
                BadCell(
                    table.header_row, AWARD_COLUMNS[name].zh, None, Text(f"缺少此列（{name}）", f"{name} is not there")
                )
            )
    awards = []
    for row, cells in table.rows:
        award: dict[str, Any] = dict.fromkeys(AWARD_COLUMNS)
        for name, index in table.columns.items():
            value, problem = parse_cell(AWARD_COLUMNS[name], text_of(cells[index]))
            if problem is None and value is None and name in AWARD_REQUIRED:
                problem = EMPTY
            if problem is not None:
                bad.append(BadCell(row, table.header[index], index, problem))
            award[name] = fact_of(AWARD_COLUMNS[name], value)
        if award["class_start"] and award["class_end"] and award["class_end"] < award["class_start"]:
            header = table.header[table.columns["class_end"]]
            bad.append(BadCell(row, header, table.columns["class_end"], end_before_start(award["class_start"])))
        award["amount_fen"] = award.pop("amount")
        awards.append(award)
    return awards, bad, [*table.warnings, *skipped(table)]
