"""Open a file of lines: kind, header, rows; the one door to all three formats."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import chain, islice
from pathlib import Path

from yunpei.common.language import Text
from yunpei.common.sheets.header import Header, RawRow, Wanted, find_header, no_header
from yunpei.common.sheets.lines import LineFilter
from yunpei.common.sheets.model import Cell, Table
from yunpei.common.sheets.sniff import kind_of


def open_table(
    path: Path,
    *,
    known: Callable[[str], str | None],
    key: str,
    fewest: int = 3,
    search_rows: int = 20,
    probe: bool = True,
    rank: Callable[[str], int] | None = None,
) -> Table:
    """Open a .csv, .xlsx or .parquet file and find its header.

    `known` maps a header text to a column name or None; of two headers for one column that of the higher `rank`
    counts and the other is an unknown column (the same rank: a problem); `key` is the column that every line has (the ID): a row
    with a key is never skipped. The header is the first of `search_rows` rows with `fewest` known names.
    Rows come as a stream; a CSV file imports no spreadsheet library. Raises UnreadableFile, here or while the rows
    are walked, when the file cannot be used at all; faults of the header are in `problems`. `probe` (Parquet only):
    see parquetfile.read_frame; False for files that this program wrote itself.
    """
    wanted = Wanted(known, key, fewest, search_rows, *([] if rank is None else [rank]))
    path = Path(path)
    kind = kind_of(path)
    if kind == "csv":
        return _open_csv(path, wanted)
    return _open_xlsx(path, wanted) if kind == "xlsx" else _open_parquet(path, wanted, probe=probe)


def _open_csv(path: Path, wanted: Wanted) -> Table:
    from yunpei.common.sheets.csvfile import CsvSource

    source = CsvSource(path, wanted)
    rows = source.rows()
    first = list(islice(rows, wanted.search_rows + 1))
    header = find_header(first, wanted)
    if header is None:
        raise no_header(path, [(None, first)], wanted)
    table = Table(path, "csv", None, header.texts, header.row, header.columns, iter(()))
    table.problems += header.problems
    table.warnings += source.warnings + header.warnings
    table.rows = LineFilter(table, header, wanted).lines(_below(header, chain(first, rows)))
    return table


def _open_xlsx(path: Path, wanted: Wanted) -> Table:
    from yunpei.common.sheets.xlsxfile import Workbook

    book = Workbook(path)
    try:
        sheet, header, said = book.choose(wanted)
        table = Table(path, "xlsx", sheet.name, header.texts, header.row, header.columns, iter(()))
        hidden = book.hidden_columns(sheet, header)
        table.warnings += said + ([hidden] if hidden else []) + header.warnings
        table.problems += header.problems
        # A formula without a value is a fault of the file: known before the first line is handed out.
        formulas = book.has_formulas(sheet)
        if formulas:
            table.problems += _faults(table, header, wanted, book.rows(sheet))
    except BaseException:
        book.close()
        raise

    def rows() -> Iterator[tuple[int, list[Cell]]]:
        told = len(table.problems)
        reader = book.reader()
        try:
            yield from LineFilter(table, header, wanted).lines(_below(header, reader.rows(book.package, sheet.member)))
        finally:
            book.close()
            if formulas:
                del table.problems[told:]
        table.warnings += book.merged_cells(reader, header)

    table.rows = rows()
    return table


def _faults(table: Table, header: Header, wanted: Wanted, rows: Iterator[RawRow]) -> list[tuple[str, Text]]:
    trial = Table(table.path, "xlsx", table.sheet, table.header, table.header_row, table.columns, iter(()))
    for _ in LineFilter(trial, header, wanted).lines(_below(header, rows)):
        pass
    return trial.problems


def _open_parquet(path: Path, wanted: Wanted, *, probe: bool) -> Table:
    from yunpei.common.sheets.parquetfile import frame_rows, nested_problems, read_frame

    frame = read_frame(path, probe=probe)
    rows = frame_rows(frame)
    first = list(islice(rows, 1))
    header = find_header(first, wanted)
    if header is None:
        raise no_header(path, [(None, first)], wanted)
    table = Table(path, "parquet", None, header.texts, header.row, header.columns, iter(()), frame)
    table.problems += header.problems + nested_problems(frame)
    table.rows = LineFilter(table, header, wanted).lines(rows)
    return table


def _below(header: Header, rows: Iterator[RawRow]) -> Iterator[RawRow]:
    return (row for row in rows if row[0] > header.last_row)
