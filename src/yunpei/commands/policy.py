"""`yunpei policy …`: packs listed, shown, checked, tested, compared, and their rule pages written."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from yunpei.commands import rehearse
from yunpei.common.language import Text, language
from yunpei.policy.faults import PackFaults

if TYPE_CHECKING:
    from yunpei.policy.examples import Worked
    from yunpei.policy.types import Pack

SOUND, FAULTY, UNUSABLE = 0, 1, 2
_PROGRAMME = Text(
    "项目，如 wuxi-2020-10/online，可加 @版本", "programme, such as wuxi-2020-10/online, with @VERSION if wanted"
)


def main(arguments: Sequence[str]) -> int:
    """Run one sub-command. Returns 0 (done), 1 (faults found) or 2 (unusable input)."""
    text = Text("查看、检查、比较政策包", "show, check and compare policy packs")
    parser = argparse.ArgumentParser(prog="yunpei policy", description=str(text))
    add_parser(parser.add_subparsers(metavar="COMMAND", required=True))
    options = parser.parse_args(arguments)
    try:
        code: int = options.run(options)
        sys.stdout.flush()
    except BrokenPipeError:  # the reader, such as head, has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return SOUND
    except OSError as error:
        return _unusable(Text(f"{error.filename}：{error.strerror}", f"{error.filename}: {error.strerror}"))
    return code


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Hook every sub-command in; each sets `run`, a function of the options that gives the exit code."""
    one = _adder(subparsers, "list", _list, Text("列出所有项目", "list all programmes"))
    one("--json", action="store_true", help=str(Text("输出 JSON", "print JSON")))
    one = _adder(subparsers, "show", _show, Text("打印政策页", "print the rule page"))
    one("programme", help=str(_PROGRAMME))
    one("--lang", choices=("zh", "en"), help=str(Text("语言", "language")))
    one = _adder(
        subparsers, "inputs", _inputs, Text("项目需要的各列和参数", "the columns and parameters that a programme needs")
    )
    one("programme", help=str(_PROGRAMME))
    one("--out", type=Path, metavar="FILE.xlsx", help=str(Text("写出空白花名册", "write an empty roster")))
    one = _adder(subparsers, "check", _check, Text("找出政策包的所有错误", "find every fault of the packs"))
    one("path", nargs="?", type=Path, help=str(Text("只查此处", "look only there")))
    one = _adder(subparsers, "test", _test, Text("逐一验算算例", "run the worked examples"))
    one("programme", nargs="?", help=str(_PROGRAMME))
    one = _adder(subparsers, "diff", _diff, Text("比较两个版本", "compare two versions"))
    one("programme", help=str(_PROGRAMME))
    one("old", metavar="FROM", help=str(Text("版本，如 2020-02-24", "version, such as 2020-02-24")))
    one("new", metavar="TO", help=str(Text("版本，如 2020-05-01", "version, such as 2020-05-01")))
    about = Text("用去年的花名册试算一份通知", "let a circular decide last year's lines: cost, gains, losses")
    rehearse.add_arguments(_adder(subparsers, "rehearse", rehearse.run, about))
    one = _adder(subparsers, "pages", _pages, Text("写出所有政策页", "write all rule pages"))
    one("folder", type=Path, metavar="DIR", help=str(Text("放政策页的文件夹", "the folder for the pages")))
    one("--check", action="store_true", help=str(Text("只比较，不写", "compare, write nothing")))


def _adder(
    subparsers: argparse._SubParsersAction[argparse.ArgumentParser],
    name: str,
    run: Callable[[argparse.Namespace], int],
    text: Text,
) -> Callable[..., Any]:
    parser = subparsers.add_parser(name, help=str(text), description=str(text))
    parser.set_defaults(run=run)
    return parser.add_argument


def _list(options: argparse.Namespace) -> int:
    from yunpei.common.display import table
    from yunpei.policy.listing import listed

    entries = listed()
    if options.json:
        print(json.dumps([entry.as_json() for entry in entries], ensure_ascii=False, indent=2))
        return SOUND
    header = [Text("项目", "programme"), Text("版本", "versions"), Text("名称", "name"), Text("资金", "fund")]
    rows = [[entry.programme, ", ".join(entry.versions), str(entry.name), entry.fund] for entry in entries]
    print(table([str(one) for one in header], rows))
    for entry in entries:
        if entry.note is not None:
            print(f"{entry.programme}: {entry.note}", file=sys.stderr)
    return SOUND


def _show(options: argparse.Namespace) -> int:
    from yunpei.policy.pages import page

    def show(pack: Pack, worked: list[Worked]) -> None:
        print(page(pack, worked, options.lang or language()), end="")

    return _with_packs([options.programme], show)


def _inputs(options: argparse.Namespace) -> int:
    from yunpei.commands.policy_inputs import blank_roster, inputs_told

    def tell(pack: Pack, _: list[Worked]) -> None:
        for line in inputs_told(pack):
            print(line)
        if options.out is not None:
            blank_roster(pack, options.out)
            print(Text(f"空白花名册：{options.out}", f"empty roster: {options.out}"))

    if options.out is not None and (options.out.suffix != ".xlsx" or not options.out.parent.is_dir()):
        return _unusable(
            Text("--out 应为现有文件夹中的 .xlsx 文件", "--out must be an .xlsx file in a folder that exists")
        )
    return _with_packs([options.programme], tell)


def _diff(options: argparse.Namespace) -> int:
    from yunpei.policy.diffing import compare

    pairs: list[tuple[Pack, list[Worked]]] = []
    programme = options.programme.partition("@")[0]
    wanted = [f"{programme}@{version}" for version in (options.old, options.new)]
    code = _with_packs(wanted, lambda pack, worked: pairs.append((pack, worked)))
    if code == SOUND:
        (old, old_worked), (new, new_worked) = pairs
        parts = compare(old, new, old_worked, new_worked)
        print(f"# {programme}: {old.version} → {new.version}")
        for part in parts:
            print(f"\n## {part.heading}\n")
            print("\n".join(part.lines))
        if not parts:
            print(Text("没有区别", "no difference"))
    return code


def _with_packs(names: Iterable[str], use: Callable[[Pack, list[Worked]], None]) -> int:
    """Load packs with their examples and use each; says what is wrong where one can't be used."""
    from yunpei.policy.examples import read_examples
    from yunpei.policy.packs import UnknownProgramme, load_programme

    for name in names:
        try:
            pack = load_programme(name)
            worked = read_examples(pack)
        except UnknownProgramme as error:
            return _unusable(error.text)
        except PackFaults as error:
            print(error, file=sys.stderr)
            return FAULTY
        use(pack, worked)
    return SOUND


def _unusable(text: Text) -> int:
    print(text, file=sys.stderr)
    return UNUSABLE


def _check(options: argparse.Namespace) -> int:
    from yunpei.policy.checking import check
    from yunpei.policy.packs import roots

    if options.path is not None and not options.path.exists():
        return _unusable(Text(f"没有 {options.path}", f"there is no {options.path}"))
    report = check(roots() if options.path is None else [options.path])
    for fault in report.faults:
        print(fault)
    count, packs = len(report.faults), len(report.folders)
    if count:
        print(Text(f"{packs} 个政策包，{count} 处错误", f"packs: {packs}, faults: {count}"))
        return FAULTY
    if not packs:
        return _unusable(Text("这里没有政策包", "there are no packs here"))
    print(Text(f"{packs} 个政策包，没有错误", f"{packs} packs sound" if packs > 1 else "1 pack sound"))
    return SOUND


def _test(options: argparse.Namespace) -> int:
    from importlib.util import find_spec

    from yunpei.policy.example_runs import misses
    from yunpei.policy.examples import lines_of, read_examples
    from yunpei.policy.packs import UnknownProgramme, find, folder_of, load

    try:
        folders = [folder_of(options.programme)] if options.programme else []
    except UnknownProgramme as error:
        return _unusable(error.text)
    carriers = ("values", "columns") if find_spec("polars") else ("values",)
    failed = 0
    for folder in folders or [folder for versions in find().values() for folder in versions.values()]:
        try:
            pack = load(folder)
            worked = read_examples(pack)
        except PackFaults as error:
            failed += len(error.faults)
            print(error)
            continue
        missed = [miss for carrier in carriers for miss in misses(pack, worked, carrier)]
        failed += len(missed)
        lines, good = lines_of(worked), len(worked) - len({id(miss.worked) for miss in missed})
        by = " + ".join(carriers)
        zh, en = (
            f"{len(worked)} 个算例 {lines} 行，{good} 个相符",
            f"examples: {len(worked)}, lines: {lines}, as written: {good}",
        )
        print(f"{pack.programme}@{pack.version}: {Text(f'{zh}（{by}）', f'{en} ({by})')}")
        for miss in missed:
            print(f"  {miss.fault}")
    return FAULTY if failed else SOUND


def _pages(options: argparse.Namespace) -> int:
    from yunpei.policy.packs import find
    from yunpei.policy.pages import differences, pages, write

    made, faults = pages(find())
    if faults:
        print(PackFaults(faults), file=sys.stderr)
        return FAULTY
    if options.check:
        kinds = (Text("不同", "differs"), Text("缺少", "missing"), Text("多余", "left over"))
        told = [
            f"{kind}: {options.folder / name}"
            for kind, names in zip(kinds, differences(options.folder, made), strict=True)
            for name in names
        ]
        print("\n".join(told) or Text(f"{len(made)} 页相符", f"pages as they should be: {len(made)}"))
        return FAULTY if told else SOUND
    foreign = write(options.folder, made)
    print(Text(f"写出 {len(made)} 页：{options.folder}", f"pages written: {len(made)}, in {options.folder}"))
    for name in foreign:
        print(Text(f"不是政策页，未动：{name}", f"no rule page, left alone: {name}"), file=sys.stderr)
    return SOUND
