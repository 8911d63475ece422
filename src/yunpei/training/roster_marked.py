"""The uploaded roster given back with every bad cell coloured and commented, at its own row."""

from __future__ import annotations

from pathlib import Path

from yunpei.common.sheets.write import write_marked_xlsx
from yunpei.training.roster import RosterRead, open_sheet


def write_marked(path: Path, source: Path, found: RosterRead) -> None:
    """Write an .xlsx at `path`, reading the rows from the `source` once more; a column that is lacking is put at the end.

    The user's own data: full ID numbers stay.
    """
    header = list(found.header)
    marks: dict[tuple[int, int], str] = {}
    for bad in found.bad:
        index = bad.index
        if index is None:
            header.append(bad.header)
            index = len(header) - 1
        known = marks.get((bad.row, index))
        marks[bad.row, index] = f"{known}\n{bad.reason}" if known else str(bad.reason)
    write_marked_xlsx(path, header, open_sheet(source).rows, marks)
