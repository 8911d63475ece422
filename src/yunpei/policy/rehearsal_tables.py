"""A rehearsal as tables: totals, gains and losses, checks, what is missing, and one table a dimension.

The same tables go to a terminal, a workbook and a page, below `rehearsal_head.head`. Cells are words, counts, or `Fen`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from yunpei.common.language import Text
from yunpei.common.sheets import Cell
from yunpei.policy.rehearsal_columns import REHEARSED
from yunpei.policy.rehearsal_head import head
from yunpei.policy.rehearsal_types import Breakdown, Group, Rehearsal
from yunpei.policy.results import OUTCOME_WORDS, missing_name
from yunpei.policy.types import Outcome, Pack


class Fen(int):
    """Money in a cell, told from a count."""


Shown = Text | int | None
Namer = Callable[[str, str | None], Text]


@dataclass(frozen=True)
class Table:
    """title; header; rows of one cell a column. None = nothing to say there."""

    title: Text
    header: tuple[Text, ...]
    rows: tuple[tuple[Shown, ...], ...]


def tables(one: Rehearsal, name: Namer | None = None) -> list[Table]:
    """Every table that has something to say, the totals first. name: what a group is called, where not `group_name`."""
    return [*whole_tables(one), *breakdown_tables(one, name)]


def whole_tables(one: Rehearsal) -> list[Table]:
    """The tables over all lines: totals, gains and losses, checks, what is missing."""
    made = [_totals(one)]
    if one.total.before is not None:
        made.append(_gains(one.total))
    if one.failures:
        made.append(_failures(one))
    if one.lacks:
        made.append(_lacks(one))
    return made


def sheets(one: Rehearsal, name: Namer | None = None) -> list[tuple[str, list[str], list[list[Cell]]]]:
    """The same as sheets of a workbook, after one that says how it was asked: name, header, rows; money in yuan."""
    about = Text("说明", "about")
    made: list[tuple[str, list[str], list[list[Cell]]]] = [
        (str(about), [str(about)], [[str(text)] for text in head(one)])
    ]
    for table in tables(one, name):
        rows = [[_sheet_cell(cell) for cell in row] for row in table.rows]
        made.append((str(table.title), [str(cell) for cell in table.header], rows))
    return made


def _sheet_cell(cell: Shown) -> Cell:
    if isinstance(cell, Fen):
        return cell / 100  # a spreadsheet's cell is a number: yuan with two decimals
    return cell if cell is None or isinstance(cell, int) else str(cell)


_AFTER, _BEFORE, _CHANGE = Text("试算", "rehearsed"), Text("对照", "baseline"), Text("差额", "change")
_LINES, _PERSONS, _YUAN = Text("行", "lines"), Text("人", "persons"), Text("元", "yuan")


def _totals(one: Rehearsal) -> Table:
    rows = [row for row in _total_rows(one) if row[1] is not None]
    title = Text("合计", "totals")
    header = (Text("数目", "figure"), _AFTER, _BEFORE, _CHANGE)
    if one.total.before is None:
        return Table(title, header[:2], tuple(row[:2] for row in rows))
    return Table(title, header, tuple((*row, _difference(row[1], row[2])) for row in rows))


def _total_rows(one: Rehearsal) -> Iterator[tuple[Text, Shown, Shown]]:
    after, before = one.total.after, one.total.before
    counts = {count.outcome: count for count in one.outcomes}
    allowed = counts[Outcome.DISCRETION]
    yield Text("应付（元）", "due (yuan)"), Fen(after.fen), Fen(before.fen) if before else None
    yield (
        Text("如准予裁量另计（元）", "more if discretion is allowed (yuan)"),
        Fen(allowed.after_fen),
        None if allowed.before_fen is None else Fen(allowed.before_fen),
    )
    yield Text("应付人数", "persons due"), after.persons, before.persons if before else None
    yield Text("应付单位数", "employers due"), after.employers, before.employers if before else None
    yield Text("应付行数", "lines due"), after.lines, before.lines if before else None
    for outcome in (Outcome.DISCRETION, Outcome.UNDETERMINED, Outcome.REFUSED):
        word = OUTCOME_WORDS[outcome]
        yield Text(f"{word.zh}行数", f"lines: {word.en}"), counts[outcome].after, counts[outcome].before


def _difference(after: Shown, before: Shown) -> Shown:
    if not isinstance(after, int) or not isinstance(before, int):
        return None
    return Fen(after - before) if isinstance(after, Fen) else after - before


def _gains(total: Group) -> Table:
    rows = (
        (Text("增加", "gaining"), total.gaining, Fen(total.gained_fen)),
        (Text("减少", "losing"), total.losing, Fen(-total.lost_fen)),
        (Text("未定", "open"), total.open, Fen((total.change_fen or 0) - total.gained_fen + total.lost_fen)),
    )
    return Table(Text("增减", "gains and losses"), (Text("谁", "who"), _PERSONS, _YUAN), rows)


def _failures(one: Rehearsal) -> Table:
    rows = tuple(
        (
            failure.check.text,
            _clauses(one.run.plan.pack, failure.check.clauses),
            failure.lines,
            failure.refused,
            failure.alone,
        )
        for failure in one.failures
    )
    header = (
        Text("不符的条件", "check not met"),
        Text("条款", "clause"),
        _LINES,
        Text("其中不予补贴", "refused"),
        Text("仅因此条", "by it alone"),
    )
    return Table(Text("条件", "checks"), header, rows)


def _clauses(pack: Pack, clauses: Sequence[str]) -> Text:
    """As people cite them: without the circular's id, unless it is another one's."""
    shown = "；".join(one.removeprefix(f"{pack.circular.id}#") for one in clauses)
    return Text(shown, shown)


def _lacks(one: Rehearsal) -> Table:
    packs = [one.run.plan.pack, *([one.baseline.plan.pack] if one.baseline is not None else [])]
    rows: list[tuple[Shown, ...]] = []
    for lack in one.lacks:
        known = next((pack for pack in packs if lack.name in pack.parameters), packs[0])
        row = (missing_name(known, lack.name), lack.after, lack.before)
        rows.append(row if one.baseline is not None else row[:2])
    header = (Text("缺少", "missing"), _AFTER, _BEFORE)
    return Table(header[0], header if one.baseline is not None else header[:2], tuple(rows))


def breakdown_tables(one: Rehearsal, name: Namer | None = None) -> list[Table]:
    """One table a dimension, one row a group."""
    compared = one.total.before is not None
    return [_breakdown_table(breakdown, name or group_name, compared=compared) for breakdown in one.breakdowns]


def _breakdown_table(breakdown: Breakdown, named: Namer, *, compared: bool) -> Table:
    column = REHEARSED[breakdown.dimension]
    words = column.name.replace("_", " ")
    header = [Text(column.zh, words), _LINES, _PERSONS, Text("应付人数", "due"), _money(_AFTER)]
    if compared:
        header += [_money(_BEFORE), _money(_CHANGE), Text("增加（人）", "gaining"), Text("减少（人）", "losing")]
        header.append(Text("未定（人）", "open"))
    rows = []
    for group in breakdown.groups:
        row: list[Shown] = [
            named(breakdown.dimension, group.value),
            group.lines,
            group.persons,
            group.after.persons,
            Fen(group.after.fen),
        ]
        if group.before is not None:
            row += [Fen(group.before.fen), Fen(group.change_fen or 0), group.gaining, group.losing, group.open]
        rows.append(tuple(row))
    return Table(Text(f"按{column.zh}", f"by {words}"), tuple(header), tuple(rows))


def _money(name: Text) -> Text:
    return Text(f"{name.zh}（元）", f"{name.en} (yuan)")


def group_name(dimension: str, value: str | None) -> Text:
    """What a group is called: the Chinese word of a coded one; free text as it stands."""
    if value is None:
        return Text("未填", "not given")
    spellings = REHEARSED[dimension].words.get(value, (value, value))
    return Text(spellings[1], value.replace("_", " ") if REHEARSED[dimension].words else value)
