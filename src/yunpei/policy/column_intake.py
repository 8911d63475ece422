"""Large files: the same cells, read a column at a time, with the same values and the same bad cells as `intake.read_values`.

Cells that are surely right as they stand (native dates and numbers, IDs whose checksum holds) are taken at once. Of all others
each different cell is parsed once by `parse_cell`: a million rows hold few different dates, words and employers.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from itertools import islice
from typing import Any

import polars as pl

from yunpei.common.identifiers import area_known
from yunpei.common.language import Text
from yunpei.common.sheets import Cell, Table, text_of
from yunpei.policy.carriers.values import ABSENT
from yunpei.policy.cells import MOST_HOURS, NOTHING, parse_cell
from yunpei.policy.column_results import THERE
from yunpei.policy.columns import COLUMNS, WHOLE, Column
from yunpei.policy.intake import BORN_LATER, EMPTY, SIZE_COLUMNS, BadCell, Lines, Request, end_before_start, fact_of
from yunpei.policy.notes import SHOWN, Notes, Rows, skipped
from yunpei.policy.size_class import size_class

CHUNK = 50_000
TYPES: Mapping[str, Any] = {
    "date": pl.Date,
    **dict.fromkeys(WHOLE, pl.Int64),
    "yes_no": pl.Boolean,
    "decimal": pl.Object,
}


def read_columns(
    lines: Lines,
    rows: Iterable[tuple[int, list[Cell]]],
    request: Request,
    progress: Callable[[int], None] | None = None,
) -> None:
    """Read a large file into `lines.frame` (as it stands) and `lines.columns` (facts, with row, person and allowed)."""
    table = lines.table
    if table.frame is not None:
        frame, numbers = _lines_of(table, table.frame)
    else:
        frame, numbers = _gather(rows, len(table.header), progress)
    lines.frame = frame
    columns: dict[str, pl.Series] = {"row": numbers.alias("row")}
    for name, index in table.columns.items():
        if name in request.fixed:
            continue
        series, bad = read_column(frame.to_series(index), request.columns[name], name in request.required)
        columns[name] = series.alias(name)
        for place, reason in bad:
            lines.bad.append(BadCell(int(numbers[place]), table.header[index], index, reason))
        if request.columns[name].absent_is_none:
            columns[name + THERE] = series.is_not_null().alias(name + THERE)
    for name, value in request.fixed.items():
        columns |= _fixed(request.columns[name], value, frame.height)
    facts = pl.DataFrame(list(columns.values()))
    notes = Notes()
    if not lines.bad:
        facts = _with_sizes(facts, notes)
        facts = facts.with_columns(_person(facts).alias("person"), _allowed(facts).alias("allowed"))
        lines.bad += _row_faults(lines, facts, request)
        _note(facts, notes)
    lines.columns = facts
    lines.warnings += [*table.warnings, *skipped(table), *notes.texts()]
    lines.bad.sort(key=lambda cell: (cell.row, -1 if cell.index is None else cell.index))


def _lines_of(table: Table, frame: pl.DataFrame) -> tuple[pl.DataFrame, pl.Series]:
    """The rows of a Parquet file that are lines, and their numbers. Only a key without any digit makes a row doubtful."""
    key = table.columns.get("person_id")
    if key is None or frame.to_series(key).cast(pl.String).str.contains(r"\d").fill_null(False).all():
        return frame, pl.int_range(2, frame.height + 2, eager=True, dtype=pl.Int64)
    numbers = pl.Series([row for row, _ in table.rows], dtype=pl.Int64)
    return frame[numbers - 2], numbers


def _gather(
    rows: Iterable[tuple[int, list[Cell]]], width: int, progress: Callable[[int], None] | None
) -> tuple[pl.DataFrame, pl.Series]:
    """All rows as text columns, a chunk at a time so that only one chunk ever stands in Python objects."""
    parts, numbers, rows = [], [], iter(rows)
    schema = {f"{index}": pl.String for index in range(width)}
    done = 0
    while chunk := list(islice(rows, CHUNK)):
        numbers.append(pl.Series([row for row, _ in chunk], dtype=pl.Int64))
        texts = [[text_of(cells[index]) or None for _, cells in chunk] for index in range(width)]
        parts.append(pl.DataFrame({f"{index}": text for index, text in enumerate(texts)}, schema=schema))
        done += len(chunk)
        if progress is not None:
            progress(done)
    if not parts:
        return pl.DataFrame(schema=schema), pl.Series([], dtype=pl.Int64)
    return pl.concat(parts), pl.concat(numbers)


def read_column(raw: pl.Series, column: Column, required: bool) -> tuple[pl.Series, list[tuple[int, Text]]]:
    """The values of one column, and the places and reasons of its bad cells (null there)."""
    kind = TYPES.get(column.kind, pl.String)
    sure = _sure(raw, column)
    bad: list[tuple[int, Text]] = []
    if sure is not None and sure.all():
        values = raw.cast(kind)
    else:
        values, bad = _parsed(raw, column, kind, sure)
    if required and values.null_count() > len(bad):
        wrong = {place for place, _ in bad}
        bad += [(place, EMPTY) for place in values.is_null().arg_true().to_list() if place not in wrong]
    return values, bad


def _parsed(
    raw: pl.Series, column: Column, kind: Any, sure: pl.Series | None
) -> tuple[pl.Series, list[tuple[int, Text]]]:
    if raw.dtype not in (pl.String, pl.Date, pl.Boolean) and not raw.dtype.is_integer():
        raw = pl.Series([text_of(cell) for cell in raw.to_list()], dtype=pl.String)
        sure = None
    open_ = raw if sure is None else raw.filter(~sure)
    different = open_.unique().drop_nulls()
    parsed = [parse_cell(column, text_of(cell)) for cell in different.to_list()]
    values = [_plain(column, value) for value, _ in parsed]
    reasons = {at: problem for at, (_, problem) in enumerate(parsed) if problem is not None}
    if kind is pl.Object:  # decimals: few, and only to work out the size class, which takes Python's own
        lookup = dict(zip(different.to_list(), values, strict=True))
        made = pl.Series([lookup.get(cell) for cell in raw.to_list()], dtype=pl.Object)
    else:
        made = raw.replace_strict(different, pl.Series(values, dtype=kind), default=None, return_dtype=kind)
        if sure is not None:
            made = pl.select(pl.when(sure).then(raw.cast(kind, strict=False)).otherwise(made)).to_series()
    if not reasons:
        return made, []
    wrong = different.gather(list(reasons))
    which = dict(zip(wrong.to_list(), reasons.values(), strict=True))
    places = raw.is_in(wrong.implode()).fill_null(False).arg_true()
    return made, [(place, which[raw[place]]) for place in places.to_list()]


def _plain(column: Column, value: Any) -> Any:
    fact = fact_of(column, value)
    return None if fact is ABSENT else fact


def _sure(raw: pl.Series, column: Column) -> pl.Series | None:
    """Which cells are surely right as they stand; null and doubtful ones are not. None: none surely is."""
    kind, dtype = column.kind, raw.dtype
    if kind == "person_id" and dtype == pl.String:
        return valid_ids(raw)
    if kind == "hours" and dtype.is_integer():
        return raw.is_between(0, MOST_HOURS).fill_null(True)
    if kind == "yes_no" and dtype == pl.Boolean:
        return pl.repeat(True, len(raw), eager=True, dtype=pl.Boolean)
    if kind == "text" and dtype == pl.String and column.name != "project":
        return (raw.str.contains(_PLAIN_TEXT) & ~raw.str.contains(_WORDS_FOR_NOTHING)).fill_null(True)
    return None


# Ideographs, ASCII letters and digits, 100 at most: nothing to strip or refuse, unless it is a word for nothing.
_PLAIN_TEXT = r"^[\p{Han}0-9A-Za-z][\p{Han}0-9A-Za-z·-]{0,99}$"
_WORDS_FOR_NOTHING = f"^(?i:{'|'.join(re.escape(word) for word in sorted(NOTHING))})$"


def valid_ids(raw: pl.Series) -> pl.Series:
    """Which cells are 18-character IDs with a possible birth date and a right check character (GB 11643)."""
    digits = raw.str.slice(0, 17).cast(pl.UInt64, strict=False)
    frame = pl.DataFrame({"raw": raw, "digits": digits, "last": raw.str.slice(17)})
    total = pl.lit(0, dtype=pl.UInt64)
    for power in range(17):
        weight = pow(2, power + 1, 11)
        total = total + (pl.col("digits") // 10**power % 10) * weight
    check = (12 - total % 11) % 11
    birth = (pl.col("digits") // 1000 % 10**8).cast(pl.String).str.to_date("%Y%m%d", strict=False)
    right = pl.when(check == 10).then(pl.lit("X")).otherwise(check.cast(pl.String)) == pl.col("last")
    test = pl.col("raw").str.contains(r"^[1-9][0-9]{16}[0-9X]$") & birth.is_between(
        pl.date(1900, 1, 1), pl.date(2100, 12, 31)
    )
    return frame.select((test & right).fill_null(False)).to_series()


def _fixed(column: Column, value: Any, height: int) -> dict[str, pl.Series]:
    name, absent = column.name, value is ABSENT
    made = {
        name: pl.Series(name, [None if absent else value], dtype=TYPES.get(column.kind, pl.String)).new_from_index(
            0, height
        )
    }
    if column.absent_is_none:
        made[name + THERE] = pl.Series(name + THERE, [not absent]).new_from_index(0, height)
    return made


def _person(facts: pl.DataFrame) -> pl.Series:
    """A number for each person: the ID's first 17 digits, which its last character only checks."""
    return facts["person_id"].str.slice(0, 17).cast(pl.Int64)


def _allowed(facts: pl.DataFrame) -> pl.Series:
    if "allowed_by" not in facts.columns or "allowed_reason" not in facts.columns:
        return pl.repeat(False, facts.height, eager=True, dtype=pl.Boolean)
    return facts["allowed_by"].is_not_null() & facts["allowed_reason"].is_not_null()


def _row_faults(lines: Lines, facts: pl.DataFrame, request: Request) -> Iterable[BadCell]:
    table = lines.table

    def bad(name: str, row: int, reason: Text) -> BadCell:
        index = table.columns.get(name)
        return BadCell(row, COLUMNS[name].zh if index is None else table.header[index], index, reason)

    if {"class_start", "class_end"} <= set(facts.columns):
        for row, start in (
            facts.filter(pl.col("class_end") < pl.col("class_start")).select("row", "class_start").iter_rows()
        ):
            yield bad("class_end", row, end_before_start(start))
    first = pl.col(request.order)
    limit = first.dt.year() * 10_000 + first.dt.month().cast(pl.Int32) * 100 + first.dt.day()
    for (row,) in facts.filter(pl.col("person") // 1000 % 10**8 > limit).select("row").iter_rows():
        yield bad("person_id", row, BORN_LATER)


def _with_sizes(facts: pl.DataFrame, notes: Notes) -> pl.DataFrame:
    """Work out employer_size where it is not given; note the rows where the given one contradicts the figures."""
    brought = [name for name in SIZE_COLUMNS if name in facts.columns]
    if not brought:
        return facts
    given = facts["employer_size"].to_list() if "employer_size" in facts.columns else [None] * facts.height
    figures = zip(
        *(facts[name].to_list() if name in brought else [None] * facts.height for name in SIZE_COLUMNS), strict=True
    )
    known: dict[Any, str | None] = {}
    sizes, rows = [], facts["row"]
    for place, (size, four) in enumerate(zip(given, figures, strict=True)):
        if four not in known:
            known[four] = size_class(*four)[0] if any(one is not None for one in four) else None
        worked_out = known[four]
        sizes.append(worked_out if size is None else size)
        if size is not None and worked_out is not None and size != worked_out:
            notes.sizes.add(int(rows[place]))
    return facts.with_columns(pl.Series("employer_size", sizes, dtype=pl.String))


def _note(facts: pl.DataFrame, notes: Notes) -> None:
    areas = facts["person"] // 10**14
    odd = [code for code in areas.unique().to_list() if not area_known(f"{code}{'0' * 15}")]
    _tell(notes.areas, facts.filter(areas.is_in(odd))["row"])
    plain = facts.drop("row", *(name for name, kind in facts.schema.items() if kind == pl.Object))
    # Few lines share person and dates; only those are compared whole.
    near = facts.select(
        "row",
        pl.struct("person", *(n for n in ("class_start", "class_no") if n in facts.columns))
        .is_duplicated()
        .alias("near"),
    )["near"]
    whole = plain.filter(near)
    if whole.height and whole.is_duplicated().any():
        later = whole.select(~pl.struct(pl.all()).is_first_distinct()).to_series()
        _tell(notes.twins, facts.filter(near).filter(later)["row"])


def _tell(noted: Rows, rows: pl.Series) -> None:
    noted.extend(rows.head(SHOWN).to_list(), len(rows))
