"""`yunpei decide PROGRAMME LINES`: a roster in, for each person whether money is due, how much and why out."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

from yunpei.commands.progress import DECIDING, WRITING, Progress
from yunpei.common.language import Text
from yunpei.common.sheets import UnreadableFile
from yunpei.policy.deciding import Plan, decide
from yunpei.policy.faults import PackFaults
from yunpei.policy.intake import (
    BadCell,
    BadOption,
    Lines,
    Request,
    fixed_values,
    further_headers,
    open_lines,
    read_awards,
    read_values,
)  # fmt: skip
from yunpei.policy.outputs import ENDINGS, Decided, write_out
from yunpei.policy.packs import UnknownProgramme, load_programme
from yunpei.policy.parameters import BadParameter, read_parameter, region_of, settle
from yunpei.policy.types import Pack

Awards = list[dict[str, Any]]


class Unusable(Exception):
    """Input that can't be used; every reason is on a line of its own."""

    def __init__(self, reasons: Iterable[object]) -> None:
        """Keep the reasons in order."""
        self.reasons = [str(reason) for reason in reasons]
        super().__init__("\n".join(self.reasons))


def main(arguments: Sequence[str]) -> int:
    """Run the command. Returns 0 when decided, whatever the outcomes, and 2 for unusable input."""
    options = _parser().parse_args(arguments)
    return told_why(lambda: _decided(options))


def told_why(work: Callable[[], int]) -> int:
    """Work's exit code; or 2, with every reason why the input can't be used on a line of its own."""
    try:
        return work()
    except Unusable as error:
        reasons = error.reasons
    except (UnreadableFile, UnknownProgramme, BadParameter, BadOption) as error:
        reasons = [str(error.text)]
    except PackFaults as error:
        reasons = [str(fault) for fault in error.faults]
    except OSError as error:
        reasons = [f"{error.filename}: {error.strerror}"]
    for reason in reasons:
        print(reason, file=sys.stderr)
    return 2


def _decided(options: argparse.Namespace) -> int:
    with Progress() as progress:
        decided, awards = run(options, progress)
        if options.out is not None:
            write_out(decided, options.out)
    return _tell(options, decided, awards)


def run(options: argparse.Namespace, progress: Progress) -> tuple[Decided, Awards]:
    """Read and decide as the options say. Raises Unusable and the errors of the readers."""
    for path in filter(None, (options.out, options.errors)):
        check_place(path, ENDINGS if path == options.out else (".xlsx",))
    pack = load_programme(options.programme)
    overrides = {name: read_parameter(pack, name, text) for name, text in pairs(options.param, "--param").items()}
    plan = Plan.of(pack, settle(pack, options.region, overrides))
    request = Request(
        pack.required,
        pack.order[0],
        fixed_values(pairs(options.set, "--set")),
        further_headers(pairs(options.map, "--map")),
    )
    lines, large, rows = open_lines(options.lines, request)
    by_columns = options.carrier == "columns" or (options.carrier is None and large)
    if by_columns:
        from yunpei.policy.column_intake import read_columns

        read_columns(lines, rows, request, progress.read)
        progress.at(DECIDING, 0 if lines.frame is None else lines.frame.height)
    else:
        read_values(lines, rows, request)
    awards, bad_awards, award_warnings = read_awards(options.history) if options.history else ([], [], [])
    if lines.bad or bad_awards:
        refuse(options, lines, bad_awards)
    warnings = (*lines.warnings, *award_warnings, *foreign(pack, awards))
    region = region_of(pack, options.region)
    decided = _decide(plan, region, lines, awards, warnings, by_columns)
    progress.at(WRITING)
    return decided, awards


def _decide(
    plan: Plan, region: str, lines: Lines, awards: Awards, warnings: tuple[Text, ...], by_columns: bool
) -> Decided:
    if not by_columns:
        by_person: dict[str, Awards] = {}
        for award in awards:
            by_person.setdefault(award["person_id"], []).append(award)
        return Decided(plan, region, lines, warnings, tuple(decide(plan, lines.facts, by_person)))
    from yunpei.policy.column_fold import decide_columns
    from yunpei.policy.column_results import award_frame

    assert lines.columns is not None
    return Decided(plan, region, lines, warnings, (), decide_columns(plan, lines.columns, award_frame(awards)))


def _tell(options: argparse.Namespace, decided: Decided, awards: Awards) -> int:
    if options.explain is not None:
        print("\n".join(explained(decided.plan, decided.lines, awards, options.explain)))
        return 0
    from yunpei.policy.showing import summary, table_shown

    for warning in decided.warnings:
        print(Text(f"提示：{warning.zh}", f"note: {warning.en}"), file=sys.stderr)
    print(table_shown(decided) if options.out is None else summary(decided))
    return 0


def explained(plan: Plan, lines: Lines, awards: Awards, row: int) -> list[str]:
    """One row's arithmetic in sentences. Raises Unusable where there is no such row."""
    from yunpei.policy.explaining import explain

    facts = lines.facts
    if lines.columns is not None:
        from yunpei.policy.column_results import lines_of_person

        facts = lines_of_person(plan, lines.columns, row)
    person = next((line["person_id"] for line in facts if line["row"] == row), None)
    if person is None:
        raise Unusable([Text(f"第 {row} 行不是花名册中的一行", f"row {row} is not a line of the roster")])
    own = [line for line in facts if line["person_id"] == person]
    return explain(plan, own, [award for award in awards if award["person_id"] == person], row)


def refuse(options: argparse.Namespace, lines: Lines, awards: list[BadCell]) -> None:
    """Raises Unusable with every bad cell, after marking them in a copy where `--errors` asks for one."""
    if options.errors is not None:
        from yunpei.policy.marking import write_marked

        write_marked(options.errors, lines)
    history = [f"{bad} ({options.history.name})" for bad in awards]
    count = len(lines.bad) + len(awards)
    raise Unusable(
        [*lines.bad, *history, Text(f"共 {count} 处错误，未作任何计算", f"{count} bad cells; nothing was decided")]
    )


def foreign(pack: Pack, awards: Awards) -> list[Text]:
    """A warning for programme names in AWARDS that no pack has: they are not counted, and may be misspelt."""
    if all(award["programme"] in pack.group for award in awards):
        return []
    from yunpei.policy.packs import find

    odd = sorted({award["programme"] for award in awards} - set(find()))
    names = "、".join(odd[:8])
    return (
        [Text(f"历史中的项目不认识，未计入：{names}", f"unknown programmes in the history, not counted: {names}")]
        if odd
        else []
    )


def pairs(written: Sequence[str] | None, option: str) -> dict[str, str]:
    """NAME=VALUE as it was given again and again. Raises Unusable for one that is none, or a name given twice."""
    found: dict[str, str] = {}
    for one in written or ():
        name, equals, value = one.partition("=")
        if not equals or not name.strip():
            raise Unusable([Text(f"{option} 应写成 名称=值，而不是 {one}", f"{option} wants NAME=VALUE, not {one}")])
        if name.strip() in found:
            raise Unusable([Text(f"{option} {name} 给了两次", f"{option} {name} is given twice")])
        found[name.strip()] = value.strip()
    return found


def check_place(path: Path, endings: tuple[str, ...]) -> None:
    """Go on if a file of one of these kinds can be written there. Raises Unusable."""
    if path.suffix not in endings:
        known = " ".join(endings)
        raise Unusable([Text(f"{path} 的扩展名应为 {known}", f"{path} must end with one of {known}")])
    if not path.parent.is_dir():
        raise Unusable([Text(f"没有文件夹 {path.parent}", f"there is no folder {path.parent}")])


OPTIONS: tuple[tuple[str, dict[str, Any], Text], ...] = (
    ("programme", {}, Text("项目，如 wuxi-2020-10/online", "programme, such as wuxi-2020-10/online")),
    ("lines", {"type": Path}, Text("花名册 .xlsx .csv .parquet", "roster: .xlsx .csv .parquet")),
    ("--history", {"type": Path, "metavar": "AWARDS"}, Text("此前已享受的补贴", "earlier awards")),
    ("--region", {"metavar": "CODE"}, Text("六位行政区划代码", "six digits of GB/T 2260")),
    ("--param", {"action": "append", "metavar": "NAME=VALUE"}, Text("设定参数", "set a parameter")),
    ("--set", {"action": "append", "metavar": "COLUMN=VALUE"}, Text("整列取同一值", "one value for a column")),
    ("--map", {"action": "append", "metavar": "HEADER=COLUMN"}, Text("表头对应的列", "what a header means")),
    ("--out", {"type": Path, "metavar": "FILE"}, Text("结果写入 .json .csv .xlsx .parquet", "write the result there")),
    ("--errors", {"type": Path, "metavar": "FILE.xlsx"}, Text("有错时写出标注的副本", "a copy with bad cells marked")),
    ("--explain", {"type": int, "metavar": "ROW"}, Text("说明某一行的计算", "tell one row's arithmetic")),
    ("--carrier", {"choices": ("values", "columns")}, Text("逐行或按列计算", "one by one, or by columns")),
)


def _parser() -> argparse.ArgumentParser:
    about = Text("逐行判定花名册：是否应付、多少、为什么", "decide a roster: whether money is due, how much and why")
    parser = argparse.ArgumentParser(prog="yunpei decide", description=str(about))
    for name, how, text in OPTIONS:
        parser.add_argument(name, help=str(text), **how)
    return parser
