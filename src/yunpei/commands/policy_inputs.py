"""`yunpei policy inputs`: what a roster must bring for a programme, in words and as an empty workbook."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from yunpei.common.display import table
from yunpei.common.language import Text
from yunpei.common.sheets.write import whole_or_nothing
from yunpei.policy.carriers.trace import AWARD_FACTS
from yunpei.policy.columns import COLUMNS, Column
from yunpei.policy.deciding import Plan
from yunpei.policy.inputs import KINDS, UNITS, accepted, dates_shown, inputs_of, value_shown
from yunpei.policy.types import Pack, Parameter

ROSTER_ROWS = 5_000  # rows of an empty workbook that offer the accepted words
_TEXTS = ("person_id", "credit_code", "text")
_CODED = Text("选一", "one of, below")
_WIDE = {"person_id": 22, "credit_code": 22, "text": 16}


def inputs_told(pack: Pack) -> Iterator[str]:
    """The columns with their words, the columns of earlier awards, and the parameters, as lines for a terminal."""
    inputs = inputs_of(pack)
    header = [
        Text("表头", "header"),
        Text("列名", "column"),
        Text("内容", "holds"),
        Text("必填", "required"),
        Text("用于", "used by"),
    ]
    rows = []
    for one in inputs:
        used = [*one.checks]
        used += [str(Text("金额", "the amount"))] if one.amount else []
        used += [str(Text("次序", "the order"))] if one.orders else []
        holds = str(KINDS.get(one.column.kind, _CODED))
        rows.append(
            [one.column.zh, one.column.name, holds, str(Text("是", "yes")) if one.required else "", ", ".join(used)]
        )
    yield f"{pack.programme}@{pack.version} {pack.name}"
    yield ""
    yield table([str(one) for one in header], rows)
    yield ""
    for one in inputs:
        if one.column.kind == "coded":
            yield f"{one.column.zh} {one.column.name}: {accepted(one.column)}"
    yield from _notes(pack, [one.column.name for one in inputs])
    yield ""
    yield from _parameters(pack)


def _notes(pack: Pack, names: list[str]) -> Iterator[str]:
    if "employer_size" in names:
        others = "、".join(COLUMNS[name].zh for name in ("industry", "headcount", "revenue_wan", "assets_wan"))
        yield str(Text(f"没有企业规模时，可由 {others} 划分", f"employer_size can be worked out from {others}"))
    once = set(pack.once) if set(pack.once) <= set(AWARD_FACTS) else set()
    awards = sorted((Plan.of(pack, {}).trace.awards | once) - {"programme", "amount_fen"})
    if awards:
        shown = "、".join(COLUMNS[name].zh for name in awards)
        yield str(Text(f"此前已领的补贴（--history）须有：{shown}", f"earlier awards (--history) must have: {shown}"))


def _parameters(pack: Pack) -> Iterator[str]:
    header = [Text("参数", "parameter"), Text("含义", "meaning"), Text("数值", "value")]
    rows = [[one.name, str(one.text), _values(one)] for one in pack.parameters.values()]
    if rows:
        yield table([str(one) for one in header], rows)


def _values(parameter: Parameter) -> str:
    shown = []
    for one in parameter.values:
        parts = (str(value_shown(parameter, one)), str(dates_shown(one)), one.region or "")
        unsure = "" if one.verified else str(Text("（未核实）", "(not verified)"))
        shown.append(" ".join(filter(None, (*parts, unsure))))
    if parameter.set_by_bureau:
        unit = Text("分", "fen") if parameter.unit == "fen" else UNITS[parameter.unit]
        how = f"--param {parameter.name}=…"
        shown.append(str(Text(f"由人社部门设定（{unit.zh}）：{how}", f"the bureau sets it ({unit.en}): {how}")))
    return "; ".join(shown)


def blank_roster(pack: Pack, path: Path) -> None:
    """Write a workbook with the headers that the programme reads; numbers that name someone are text, words can be picked."""
    import xlsxwriter  # type: ignore[import-untyped]

    with whole_or_nothing(path) as draft:
        book = xlsxwriter.Workbook(str(draft))
        made = datetime(pack.version.year, pack.version.month, pack.version.day)  # the same pack, the same file
        book.set_properties({"created": made})
        _fill(book, pack)
        book.close()


def _fill(book: Any, pack: Pack) -> None:
    columns = [one.column for one in inputs_of(pack)]
    columns.insert(1, COLUMNS["person_name"])
    sheet = book.add_worksheet()
    sheet.freeze_panes(1, 0)
    text, day = book.add_format({"num_format": "@"}), book.add_format({"num_format": "yyyy-mm-dd"})
    heads = {needed: book.add_format({"bold": needed, "bottom": 1, "text_wrap": True}) for needed in (True, False)}
    for place, column in enumerate(columns):
        look = text if column.kind in _TEXTS else day if column.kind == "date" else None
        sheet.set_column(place, place, _WIDE.get(column.kind, 13), look)
        sheet.write_string(0, place, column.zh, heads[column.name in pack.required])
        if words := _choices(column):
            sheet.data_validation(1, place, ROSTER_ROWS, place, {"validate": "list", "source": words})


def _choices(column: Column) -> list[str]:
    """The Chinese words that a cell offers; none where they are too many for a list in a cell."""
    words = [spellings[1] for spellings in column.words.values()]
    return words if len(",".join(words)) <= 255 else []
