"""A folder of files in, typed tables out; or every bad cell of every file at once, with its place and how to mend it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import polars as pl

from yunpei.common.identifiers import mask_person_id
from yunpei.common.language import Text
from yunpei.oversight.screening.cells import WRONG, read_cell
from yunpei.oversight.screening.files import ENDINGS, FILES, Column, names_of

Tables = Mapping[str, pl.DataFrame]
MOST_TOLD = 200  # of one column's bad cells; the last line says how many more there are
ROW = "row"


class Unscreenable(Exception):
    """Files that can't be screened; every reason is told."""

    def __init__(self, reasons: list[Text]) -> None:
        super().__init__("\n".join(map(str, reasons)))
        self.reasons = reasons


@dataclass(frozen=True)
class Folder:
    """What a folder holds: tables by the file's name, and what its reader should know."""

    tables: Tables
    warnings: tuple[Text, ...]


def read_folder(folder: Path) -> Folder:
    """Every file of the contract that is there. Raises Unscreenable: no folder, none of the files, bad cells."""
    if not folder.is_dir():
        raise Unscreenable([Text(f"没有文件夹 {folder}", f"there is no folder {folder}")])
    tables: dict[str, pl.DataFrame] = {}
    bad: list[Text] = []
    warnings = [*_strangers(folder)]
    for name in FILES:
        paths = [path for stem in names_of(name) for end in ENDINGS if (path := folder / f"{stem}{end}").is_file()]
        if len(paths) > 1:
            twice = "、".join(path.name for path in paths)
            bad.append(Text(f"{twice} 是同一张表，只能留一个", f"{twice}: the same table twice; keep one"))
        elif paths:
            table = _read(name, paths[0], bad, warnings)
            if table is not None:
                tables[name] = table
    if not tables and not bad:
        wanted = "、".join(f"{name}.csv" for name in FILES)
        bad.append(Text(f"{folder} 里没有可筛查的文件；可用：{wanted}", f"{folder} holds none of {wanted}"))
    if bad:
        raise Unscreenable(bad)
    return Folder(tables, tuple(warnings))


def _strangers(folder: Path) -> Iterator[Text]:
    known = {f"{stem}{end}" for name in FILES for stem in names_of(name) for end in ENDINGS}
    for path in sorted(folder.iterdir()):
        if path.suffix in (*ENDINGS, ".xlsx", ".xls") and path.name not in known:
            yield Text(f"{path.name} 不在约定的文件之列，未读", f"{path.name} is none of the files read here: left out")


def _read(name: str, path: Path, bad: list[Text], warnings: list[Text]) -> pl.DataFrame | None:
    try:
        raw = pl.read_parquet(path) if path.suffix == ".parquet" else _read_csv(path)
    except (pl.exceptions.PolarsError, OSError, UnicodeDecodeError) as fault:
        reason = str(fault).splitlines()[0]
        bad.append(Text(f"{path.name} 读不出来：{reason}", f"{path.name} can't be read: {reason}"))
        return None
    raw = raw.rename({header: header.strip().lstrip("\ufeff") for header in raw.columns})
    columns = FILES[name].columns
    lacking = [header for header, column in columns.items() if column.must and header not in raw.columns]
    if lacking:
        listed = "、".join(lacking)
        bad.append(Text(f"{path.name} 缺少列 {listed}", f"{path.name} lacks the column {listed}"))
        return None
    raw = raw.select(header for header in columns if header in raw.columns).with_row_index(ROW, offset=2)
    typed = raw.with_columns(read_cell(header, raw.schema[header], columns[header].kind) for header in raw.columns[1:])
    faults = [*_bad_cells(path, raw, typed, columns), *_disorder(path, typed)]
    bad += faults
    if faults:
        return None
    return _without_doubles(name, path, typed, warnings).with_columns(
        pl.lit(None, TYPES[column.kind]).alias(header) for header, column in columns.items() if header not in typed
    )


TYPES = {
    "name": pl.String(),
    "time": pl.Int64(),
    "day": pl.Date(),
    "number": pl.Float64(),
    "yes_no": pl.Boolean(),
}


def _read_csv(path: Path) -> pl.DataFrame:
    """UTF-8 with or without BOM, else GB18030; every cell as its text."""
    data = path.read_bytes()
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        data = data.decode("gb18030").encode()
    return pl.read_csv(data, infer_schema=False)


def _bad_cells(path: Path, raw: pl.DataFrame, typed: pl.DataFrame, columns: Mapping[str, Column]) -> Iterator[Text]:
    for header in raw.columns[1:]:
        written = pl.col(header).cast(pl.String).str.strip_chars()
        empty = written.is_null() | (written == "")
        column = columns[header]
        unread = raw.select(ROW, written.alias(header)).filter(~raw.select(empty).to_series() & typed[header].is_null())
        hints = WRONG[column.kind]
        yield from _told(path, header, unread, hints.format)
        if column.filled:
            yield from _told(path, header, raw.filter(empty), partial(_always, _EMPTY))


_EMPTY, _NEGATIVE = Text("空着；请填写", "empty; fill it in"), Text("小于零", "below zero")


def _always(reason: Text, _cell: str) -> Text:
    return reason


def _shown(cell: str) -> str:
    """A cell as a message may show it: what may be an ID number is masked, a long text cut."""
    return mask_person_id(cell) if len(re.findall(r"\d", cell)) >= 15 else cell[:40]


def _told(path: Path, header: str, rows: pl.DataFrame, reason: Callable[[str], Text]) -> Iterator[Text]:
    for row, cell in rows.head(MOST_TOLD).select(ROW, header).iter_rows():
        why = reason(_shown(str(cell)))
        yield Text(f"{path.name} 第 {row} 行 {header}：{why.zh}", f"{path.name} row {row}, column {header}: {why.en}")
    if (more := rows.height - MOST_TOLD) > 0:
        yield Text(
            f"{path.name} {header}：另有 {more} 行同样", f"{path.name} column {header}: {more} more rows like these"
        )


_ORDERED = (("started_at", "ended_at"), ("class_start", "class_end"), ("from", "until"))


def _disorder(path: Path, typed: pl.DataFrame) -> Iterator[Text]:
    for first, last in _ORDERED:
        if first in typed.columns and last in typed.columns:
            wrong = typed.filter(pl.col(last) < pl.col(first))
            early = Text(f"早于 {first}", f"before {first}")
            yield from _told(path, last, wrong, partial(_always, early))
    for header in ("credited_s", "planned_hours"):
        if header in typed.columns:
            yield from _told(path, header, typed.filter(pl.col(header) < 0), partial(_always, _NEGATIVE))


def _without_doubles(name: str, path: Path, typed: pl.DataFrame, warnings: list[Text]) -> pl.DataFrame:
    """Rows alike are one row; of a key's further rows that say something else the first is used, and that is told."""
    headers = [header for header in typed.columns if header != ROW]
    once = typed.unique(subset=headers, keep="first", maintain_order=True)
    if once.height < typed.height:
        n = typed.height - once.height
        warnings.append(
            Text(f"{path.name}：{n} 行与别的行完全相同，按一行计", f"{path.name}: {n} rows repeated others")
        )
    key = FILES[name].key
    if key:
        kept = once.unique(subset=key, keep="first", maintain_order=True)
        if kept.height < once.height:
            n, by = once.height - kept.height, "、".join(key)
            warnings.append(
                Text(
                    f"{path.name}：{n} 行的 {by} 与前面的行相同而内容不同，以前面的为准",
                    f"{path.name}: {n} rows have the {by} of an earlier row and say something else; the earlier one is used",
                )
            )
        once = kept
    return once.drop(ROW)
