"""`yunpei policy rehearse PROGRAMME --on LINES`: a circular decides last year's lines; cost, gains and losses out."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from yunpei.commands.decide import OPTIONS as DECIDE
from yunpei.commands.decide import Awards, Unusable, check_place, explained, foreign, pairs, refuse, told_why
from yunpei.commands.progress import DECIDING, Progress
from yunpei.common.display import table, terminal_width, wrap
from yunpei.common.language import Text
from yunpei.common.money import yuan_shown
from yunpei.common.sheets.write import whole_or_nothing, write_xlsx_sheets
from yunpei.policy.deciding import Plan
from yunpei.policy.intake import Lines, fixed_values, further_headers, read_awards
from yunpei.policy.parameters import read_parameter, region_of, settle
from yunpei.policy.rehearsal_columns import PAID, REHEARSED
from yunpei.policy.rehearsal_head import head
from yunpei.policy.rehearsal_json import rehearsal_object
from yunpei.policy.rehearsal_tables import Fen, Shown, Table, sheets, tables
from yunpei.policy.rehearsal_types import Rehearsal
from yunpei.policy.results import run_object
from yunpei.policy.types import Pack

ENDINGS = (".xlsx", ".json")
_MOST_YEARS = 99
_LINE = 120  # places of a sentence at most
_UNCUT = 10_000  # places: a figure of which the end is cut off is worse than a long line


@dataclass(frozen=True)
class _Done:
    """A rehearsal with what it was asked with."""

    rehearsal: Rehearsal
    region: str
    lines: Lines
    awards: Awards
    warnings: tuple[Text, ...]


def add_arguments(add: Callable[..., Any]) -> None:
    """The command's options; those that `yunpei decide` has too mean the same."""
    known = {name: (how, text) for name, how, text in DECIDE}
    programme = Text(
        "项目，可加 @版本；或政策包的文件夹", "programme, with @VERSION if wanted, or the folder of a pack"
    )
    against = Text("对照的项目、版本或文件夹", "what to compare with: programme, version or folder")
    years = Text("它自己的日期提前几年读取，不给则推算", "read its own dates so many years earlier; else worked out")
    add("programme", help=str(programme))
    add("--on", type=Path, metavar="LINES", required=True, help=str(known["lines"][1]))
    add("--against", metavar="PROGRAMME", help=str(against))
    add("--years", type=_years, metavar="N", help=str(years))
    for name in ("--history", "--region", "--param"):
        add(name, help=str(known[name][1]), **known[name][0])
    add(
        "--against-years",
        type=_years,
        metavar="N",
        help=str(Text("对照的日期提前几年读取", "the same of the baseline")),
    )
    add("--against-param", help=str(Text("设定对照的参数", "set a parameter of the baseline")), **known["--param"][0])
    for name in ("--set", "--map", "--errors", "--explain"):
        add(name, help=str(known[name][1]), **known[name][0])
    add("--out", type=Path, metavar="FILE", help=str(Text("结果写入 .xlsx .json", "write the tables there")))
    add("--json", action="store_true", help=str(Text("输出 JSON", "print JSON")))


def _years(written: str) -> int:
    try:
        years = int(written)
    except ValueError:
        years = _MOST_YEARS + 1
    if abs(years) > _MOST_YEARS:
        most = _MOST_YEARS
        reason = Text(f"应为 -{most} 至 {most} 的整数", f"must be a whole number from -{most} to {most}")
        raise argparse.ArgumentTypeError(str(reason))
    return years


def run(options: argparse.Namespace) -> int:
    """Rehearse as the options say. Returns 0, or 2 for unusable input with every reason printed."""
    return told_why(lambda: _told(options))


def _told(options: argparse.Namespace) -> int:
    with Progress() as progress:
        done = _rehearsed(options, progress)
    for warning in done.warnings:
        print(Text(f"提示：{warning.zh}", f"note: {warning.en}"), file=sys.stderr)
    if options.explain is not None:
        print("\n".join(_explained(done, options.explain)))
        return 0
    if options.out is not None:
        _write(done, options.out)
    if options.json:
        print(_json(done))
        return 0
    made = tables(done.rehearsal)
    for part in (_head(done), *map(_shown, made if options.out is None else made[:2])):
        print("\n".join(part), end="\n\n")
    return 0


def _rehearsed(options: argparse.Namespace, progress: Progress) -> _Done:
    from yunpei.policy.column_results import award_frame
    from yunpei.policy.rehearsal import rehearse
    from yunpei.policy.rehearsal_packs import pack_named, version_then

    for path in filter(None, (options.out, options.errors)):
        check_place(path, ENDINGS if path == options.out else (".xlsx",))
    plan = _plan(pack_named(options.programme), options, "--param")
    against = None if options.against is None else _plan(pack_named(options.against), options, "--against-param")
    lines, awards, warnings = _read(options, [one.pack for one in (plan, against) if one is not None], progress)
    assert lines.columns is not None
    progress.at(DECIDING, lines.columns.height)
    if against is None and PAID not in lines.columns.columns:
        then = version_then(plan.pack, lines.columns)
        against = None if then is None else _plan(then, options, "--against-param")
    if against is None and (options.against_param or options.against_years is not None):
        what = Text(
            "没有对照的项目；用 --against 指明", "there is no programme to compare with: name one with --against"
        )
        raise Unusable([what])
    earlier = award_frame(awards)
    years = {"years": options.years, "against_years": options.against_years}
    rehearsal = rehearse(plan, lines.columns, awards=earlier, against=against, **years)
    return _Done(rehearsal, region_of(plan.pack, options.region), lines, awards, warnings)


def _plan(pack: Pack, options: argparse.Namespace, option: str) -> Plan:
    written = options.param if option == "--param" else options.against_param
    given = {name: read_parameter(pack, name, text) for name, text in pairs(written, option).items()}
    return Plan.of(pack, settle(pack, options.region, given))


def _read(options: argparse.Namespace, packs: list[Pack], progress: Progress) -> tuple[Lines, Awards, tuple[Text, ...]]:
    """The roster and earlier awards. Raises Unusable with every bad cell."""
    from yunpei.policy.rehearsal_reading import Wanted, read_lines

    fixed = fixed_values(pairs(options.set, "--set"), REHEARSED)
    headers = further_headers(pairs(options.map, "--map"), REHEARSED)
    lines = read_lines(options.on, Wanted(packs, fixed, headers), progress.read)
    awards, bad_awards, notes = read_awards(options.history) if options.history else ([], [], [])
    if lines.bad or bad_awards:
        refuse(options, lines, bad_awards)
    return lines, awards, (*lines.warnings, *notes, *foreign(packs[0], awards))


def _explained(done: _Done, row: int) -> Iterator[str]:
    yield from _head(done)
    for one in (done.rehearsal.run, done.rehearsal.baseline):
        if one is not None:
            yield ""
            yield from explained(one.plan, done.lines, done.awards, row)


def _head(done: _Done) -> list[str]:
    places = min(terminal_width() or _LINE, _LINE)
    return [line for text in head(done.rehearsal) for line in wrap(str(text), places)]


def _shown(one: Table) -> list[str]:
    """A table for the terminal; figures are never cut off, so long ones make a long line."""
    rows = [[_cell(cell) for cell in row] for row in one.rows]
    numbers = {place for row in one.rows for place, cell in enumerate(row) if isinstance(cell, int)}
    return [f"{one.title}", table([str(name) for name in one.header], rows, right=numbers, limit=_UNCUT)]


def _cell(cell: Shown) -> str:
    if isinstance(cell, Fen):
        return yuan_shown(cell)
    return "" if cell is None else f"{cell:,}" if isinstance(cell, int) else str(cell)


def _json(done: _Done) -> str:
    asked = done.rehearsal.run.written
    whole = run_object(asked.pack, done.region, asked.settings, done.warnings, {})
    del whole["lines"]
    return json.dumps(whole | rehearsal_object(done.rehearsal), ensure_ascii=False, indent=1)


def _write(done: _Done, path: Path) -> None:
    if path.suffix == ".xlsx":
        write_xlsx_sheets(path, sheets(done.rehearsal))
    else:
        with whole_or_nothing(path) as draft:
            draft.write_text(_json(done) + "\n", "utf-8")
