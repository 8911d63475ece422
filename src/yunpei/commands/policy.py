"""`yunpei policy …`: packs listed, shown, checked, tested and compared."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path


def main(arguments: Sequence[str]) -> int:
    """Run one sub-command of `yunpei policy`."""
    parser = argparse.ArgumentParser(prog="yunpei policy")
    subparsers = parser.add_subparsers(dest="what", required=True)
    add_parser(subparsers)
    given = parser.parse_args(list(arguments))
    code: int = given.run(given)
    return code


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Hook the sub-commands in."""
    check = subparsers.add_parser("check")
    check.add_argument("path", nargs="?")
    check.set_defaults(run=_check)
    test = subparsers.add_parser("test")
    test.add_argument("programme", nargs="?")
    test.set_defaults(run=_test)


def _check(given: argparse.Namespace) -> int:
    from yunpei.policy.checking import check
    from yunpei.policy.packs import roots, version_folders

    places = [Path(given.path)] if given.path else roots()
    folders = [folder for place in places for folder in version_folders(place)]
    faults = check(folders)
    for fault in faults:
        print(fault)
    if not faults:
        print(f"{len(folders)} packs sound")
    return 1 if faults else 0


def _test(given: argparse.Namespace) -> int:
    from yunpei.policy.example_runs import misses
    from yunpei.policy.examples import lines_of, read_examples
    from yunpei.policy.faults import PackFaults
    from yunpei.policy.packs import find, load

    bad = 0
    for name, versions in find().items():
        if given.programme and name != given.programme.partition("@")[0]:
            continue
        for version, folder in versions.items():
            try:
                pack = load(folder)
                worked = read_examples(pack)
            except PackFaults as error:
                bad += 1
                print(f"{name}@{version}", *error.faults, sep="\n  ")
                continue
            missed = [*misses(pack, worked), *misses(pack, worked, "columns")]
            bad += len(missed)
            print(f"{name}@{version}: {len(worked)} examples, {lines_of(worked)} lines, {len(missed)} fail")
            for miss in missed:
                print("  ", miss.fault)
    return 1 if bad else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
