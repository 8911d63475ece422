"""Every fault of every pack below a folder: in its files, its rule, its examples, and between packs."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from yunpei.policy.example_runs import misses
from yunpei.policy.examples import examples_in, read_examples
from yunpei.policy.faults import Fault, PackFaults
from yunpei.policy.packs import load


def check_folder(folder: Path) -> list[Fault]:
    """Every fault of one version folder."""
    try:
        pack = load(folder)
    except PackFaults as error:
        return [*error.faults, *examples_in(folder)[1]]
    try:
        return [miss.fault for miss in misses(pack, read_examples(pack))]
    except PackFaults as error:
        return list(error.faults)


def check(folders: Iterable[Path]) -> list[Fault]:
    """Every fault of the folders, each once."""
    return list(dict.fromkeys(fault for folder in folders for fault in check_folder(folder)))
