"""What `yunpei decide` gives out: a table for people, or .json, .csv, .xlsx, .parquet by the file's ending."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from yunpei.common.language import Text
from yunpei.common.money import yuan
from yunpei.common.sheets import Cell, text_of
from yunpei.policy.deciding import Plan
from yunpei.policy.intake import Lines
from yunpei.policy.results import is_capped, line_object, reasons_of, run_object, totals
from yunpei.policy.types import Decision, Outcome, Pack

if TYPE_CHECKING:
    import polars as pl

ENDINGS = (".json", ".csv", ".xlsx", ".parquet")
RESULT_COLUMNS = ("outcome", "amount", "amount_if_allowed", "provisional", "reasons")


def result_columns(pack: Pack) -> tuple[str, ...]:
    """What a decided file says of each line; the advance where the programme pays one."""
    return (*RESULT_COLUMNS, "advance") if pack.advance else RESULT_COLUMNS


@dataclass(frozen=True)
class Decided:
    """A decided file: `decisions` by values or `results` by columns (column_fold.RESULTS), in input order."""

    plan: Plan
    region: str
    lines: Lines
    warnings: tuple[Text, ...]
    decisions: tuple[Decision, ...] = ()
    results: pl.DataFrame | None = None

    def totals(self) -> dict[str, int]:
        """Lines by outcome and the money, in fen."""
        if self.results is None:
            return totals(self.decisions)
        from yunpei.policy.column_results import OUTCOMES

        counts = dict(self.results["outcome"].value_counts().iter_rows())
        return {
            "lines": self.results.height,
            **{str(outcome): counts.get(OUTCOMES.index(outcome), 0) for outcome in reversed(Outcome)},
            "amount_fen": int(self.results["amount_fen"].sum()),
            "amount_if_allowed_fen": int(self.results["if_allowed_fen"].sum()),
        }

    def each(self) -> Iterator[tuple[Mapping[str, Any], Decision]]:
        """Every line with its decision: person_id, person_name, row."""
        if self.results is None:
            yield from zip(self.lines.facts, self.decisions, strict=True)
            return
        from yunpei.policy.column_results import decisions_of

        columns = self.lines.columns
        assert columns is not None
        shown = columns.select([name for name in ("row", "person_id", "person_name") if name in columns.columns])
        yield from zip(shown.iter_rows(named=True), decisions_of(self.plan, columns["row"], self.results), strict=True)


def write_out(decided: Decided, path: Path) -> None:
    """Write the whole result; the file is replaced only once it is complete. Raises OSError."""
    if path.suffix == ".json":
        _write_json(decided, path)
    elif path.suffix == ".parquet":
        _write_parquet(decided, path)
    elif path.suffix == ".xlsx":
        from yunpei.common.sheets.write import write_xlsx

        write_xlsx(
            path, *_sheet(decided, lambda fen: fen / 100)
        )  # a cell of a spreadsheet is a number; yuan with two decimals
    else:
        from yunpei.common.sheets.write import write_csv

        write_csv(path, *_sheet(decided, yuan))


def _write_json(decided: Decided, path: Path) -> None:
    from yunpei.common.sheets.write import whole_or_nothing

    pack = decided.plan.pack
    whole = run_object(pack, decided.region, decided.plan.settings, decided.warnings, decided.totals())
    whole["lines"] = [line_object(pack, line["person_id"], one) for line, one in decided.each()]
    with whole_or_nothing(path) as draft:
        draft.write_text(json.dumps(whole, ensure_ascii=False, indent=1) + "\n", "utf-8")


def _sheet(decided: Decided, amount: Any) -> tuple[list[str], Iterable[list[Cell]]]:
    """The header and rows of the result: the input's columns, then the result's in place of any it had."""
    header = decided.lines.table.header
    kept = [index for index, name in enumerate(header) if name not in result_columns(decided.plan.pack)]
    if decided.lines.frame is None:
        rows: Iterable[Any] = (cells for _, cells in decided.lines.rows)
    else:
        rows = decided.lines.frame.iter_rows()
    results = result_columns(decided.plan.pack)
    return [*(header[index] for index in kept), *results], _rows(decided, rows, kept, amount)


def _rows(decided: Decided, rows: Iterable[Any], kept: list[int], amount: Any) -> Iterator[list[Cell]]:
    pack = decided.plan.pack
    worded: dict[tuple[object, ...], str] = {}  # a file has many lines and few different reasons
    for cells, (_, one) in zip(rows, decided.each(), strict=True):
        kind = (one.outcome, one.oks, one.missing, one.provisional, is_capped(one))
        if kind not in worded:
            worded[kind] = reasons_of(pack, one)
        yield [
            *(cells[index] for index in kept),
            str(one.outcome), amount(one.amount_fen), amount(one.if_allowed_fen), one.provisional, worded[kind],
            *([None if one.advance_fen is None else amount(one.advance_fen)] if pack.advance else []),
        ]  # fmt: skip


def _write_parquet(decided: Decided, path: Path) -> None:
    import polars as pl

    from yunpei.common.sheets.write import whole_or_nothing
    from yunpei.policy.column_results import results_of, shown_results

    results = decided.results if decided.results is not None else results_of(decided.plan, decided.decisions)
    frame, read = decided.lines.frame, decided.lines.table.frame
    if frame is None and read is not None:  # a small Parquet file, without the rows that were left out
        frame = read[[row - 2 for row, _ in decided.lines.rows]]
    if frame is None:
        cells = [[text_of(cell) or None for cell in row] for _, row in decided.lines.rows]
        names = unique_names(decided.lines.table.header)
        frame = pl.DataFrame(cells, schema=dict.fromkeys(names, pl.String), orient="row")
    elif decided.lines.table.frame is None:
        frame = frame.rename(dict(zip(frame.columns, unique_names(decided.lines.table.header), strict=True)))
    frame = frame.drop([name for name in result_columns(decided.plan.pack) if name in frame.columns])
    with whole_or_nothing(path) as draft:
        frame.hstack(shown_results(decided.plan, results)).write_parquet(draft)


def unique_names(header: Iterable[str]) -> list[str]:
    """Headers as Parquet wants them: none empty, none twice."""
    names: list[str] = []
    for number, name in enumerate(header, 1):
        wanted = name or f"column_{number}"
        while wanted in names:
            wanted += "_"
        names.append(wanted)
    return names
