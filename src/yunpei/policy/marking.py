"""The input given back with every bad cell coloured and commented."""

from __future__ import annotations

from pathlib import Path

from yunpei.common.sheets import Cell
from yunpei.common.sheets.write import write_marked_xlsx
from yunpei.policy.intake import Lines


def write_marked(path: Path, lines: Lines) -> None:
    """Write the roster as it came, at its real rows, with a comment in each bad cell; a column that is lacking at the end."""
    table = lines.table
    header: list[str] = list(table.header)
    marks: dict[tuple[int, int], str] = {}
    for bad in lines.bad:
        index = bad.index
        if index is None:
            header.append(bad.header)
            index = len(header) - 1
        known = marks.get((bad.row, index))
        marks[bad.row, index] = f"{known}\n{bad.reason}" if known else str(bad.reason)
    rows: list[tuple[int, list[Cell]]] = lines.rows
    if lines.frame is not None and lines.columns is not None:
        rows = list(zip(lines.columns["row"].to_list(), map(list, lines.frame.iter_rows()), strict=True))
    write_marked_xlsx(path, header, rows, marks)
