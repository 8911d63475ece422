"""`yunpei screen DIR --out findings.csv`: look for fake learners, fabricated records and fake projects in plain files."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

import polars as pl

from yunpei.common.display import table, terminal_width
from yunpei.common.language import Text, language, speaking
from yunpei.oversight.screening.findings import LOOK, SEVERITIES, STOP, write_findings
from yunpei.oversight.screening.reading import Unscreenable, read_folder
from yunpei.oversight.screening.rules import Rule, rules
from yunpei.oversight.screening.screening import Screened, screen


def main(arguments: Sequence[str]) -> int:
    """Run the command. Returns 0 when screened, whatever was found, and 2 for unusable files, each fault on a line."""
    options = _parser().parse_args(arguments)
    with speaking(options.lang):
        return _run(options)


def _run(options: argparse.Namespace) -> int:
    if options.rules:
        print("\n\n".join(_told(rule) for rule in rules().values()))
        return 0
    if options.folder is None or options.out is None:
        print(Text("请给出文件夹和 --out 文件", "name the folder, and the file with --out"), file=sys.stderr)
        return 2
    try:
        folder = read_folder(options.folder)
        screened = screen(folder.tables, _progress)
        write_findings(screened.findings, options.out)
    except Unscreenable as error:
        print(error, file=sys.stderr)
        return 2
    except OSError as error:
        print(f"{error.filename}: {error.strerror}", file=sys.stderr)
        return 2
    for warning in folder.warnings:
        print(warning, file=sys.stderr)
    print(_summary(screened))
    return 0


def _parser() -> argparse.ArgumentParser:
    about = Text(
        "筛查文件夹里的花名册、学习记录、答卷、班级和登记簿（CSV 或 Parquet），找出虚假学员、虚假记录、虚假项目",
        "screen the roster, sessions, answers, classes and registers of a folder (CSV or Parquet) for fraud",
    )
    parser = argparse.ArgumentParser(prog="yunpei screen", description=str(about))
    parser.add_argument("folder", type=Path, nargs="?", metavar="DIR", help=str(Text("文件夹", "the folder")))
    parser.add_argument("--out", type=Path, metavar="CSV", help=str(Text("结果写入", "write the findings there")))
    spoken_in = Text("表格和提示的语言", "language of the findings and of what is said")
    parser.add_argument("--lang", choices=("zh", "en"), default=language(), help=str(spoken_in))
    parser.add_argument("--rules", action="store_true", help=str(Text("列出全部规则", "list every rule")))
    return parser


def _progress(rule: Rule) -> None:
    if sys.stderr.isatty():
        print(f"\r\x1b[K{rule.title}", end="", file=sys.stderr, flush=True)


def _summary(screened: Screened) -> str:
    """A table of what was found by rule, and the rules that could not be applied."""
    if sys.stderr.isatty():
        print("\r\x1b[K", end="", file=sys.stderr, flush=True)
    head = [str(Text(*words)) for words in _HEAD]
    counted = screened.findings.group_by("rule").agg(
        *((pl.col("severity") == severity).sum().alias(severity) for severity in (STOP, LOOK)),
        pl.col("person_id").filter(pl.col("person_id") != "").n_unique().alias("persons"),
        pl.col("class_no").filter(pl.col("class_no") != "").n_unique().alias("classes"),
    )
    by_rule = {row[0]: row[1:] for row in counted.iter_rows()}
    rows = [
        [rule.id, str(rule.title), *(f"{n:,}" for n in by_rule.get(rule.id, (0, 0, 0, 0)))]
        for rule in rules().values()
        if rule.id not in screened.left_out
    ]
    lines = [table(head, rows, right={2, 3, 4, 5}, limit=terminal_width())]
    if screened.left_out:
        lines.append("")
        lines += [_lacking(rule_id, files) for rule_id, files in screened.left_out.items()]
    return "\n".join(lines)


_HEAD = (
    ("规则", "rule"),
    ("名称", "name"),
    *((text.zh, text.en) for text in SEVERITIES.values()),
    ("人数", "persons"),
    ("班数", "classes"),
)


def _lacking(rule_id: str, files: Sequence[str]) -> str:
    return str(
        Text(f"未筛查 {rule_id}：缺少 {'、'.join(files)}", f"not screened: {rule_id}, for want of {', '.join(files)}")
    )


def _told(rule: Rule) -> str:
    """A rule as people read it."""
    rate = Text(f"误拦率 ≤ {rule.false_alarms:g}", f"false alarms at most {rule.false_alarms:g}")
    lines = [f"{rule.id}  {rule.title}", str(rule.why)]
    if rule.stops:
        lines += [f"{SEVERITIES[STOP]}：{rule.stop}（{rate}：{rule.basis}）"]
    lines += [f"{SEVERITIES[LOOK]}：{rule.look}", f"{Text('来源', 'source')}：{rule.source}"]
    return "\n  ".join(lines)
