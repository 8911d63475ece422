"""Money is whole fen, and time comes in as an argument."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from tests.architecture.tree import ROOT, parse, python_files, report, shown

# Rooms and policy alike; portals, jobs, commands and doors ask common.clock.
TIMELESS = tuple(
    f"src/yunpei/{room}/"
    for room in (
        "casework catalogue common credentials demo evidence files funds learning messages people policy training"
    ).split()
)
ASKERS = {
    "src/yunpei/common/clock.py",  # where the rest of the program asks
    "src/yunpei/common/identifiers_db.py",  # a UUIDv7 starts with the time; it orders ids and decides nothing
}
CLOCKS = {
    "datetime.now",
    "datetime.utcnow",
    "datetime.today",
    "date.today",
    "time.time",
    "time.time_ns",
    "time.localtime",
    "time.gmtime",
    "time.strftime",
    "time.ctime",
}
FLOATS = {"float", "round", "complex", "Decimal", "Fraction"}


def float_faults(path: Path) -> list[str]:
    """Places in a rule where a number could stop being whole."""
    faults = []
    for node in ast.walk(parse(path)):
        if isinstance(node, ast.Constant) and isinstance(node.value, float | complex):
            faults.append(f"{shown(path, node.lineno)}: {node.value!r} is not whole; write fen")
        elif isinstance(node, ast.BinOp | ast.AugAssign) and isinstance(node.op, ast.Div):
            faults.append(f"{shown(path, node.lineno)}: / makes a float of whole numbers")
        elif isinstance(node, ast.Name) and node.id in FLOATS:
            faults.append(f"{shown(path, node.lineno)}: {node.id} has no place in a rule")
    return faults


def clock_faults(path: Path) -> list[str]:
    """Places where a module asks what time it is."""
    faults = []
    for node in ast.walk(parse(path)):
        if isinstance(node, ast.Attribute):
            asked = ".".join(ast.unparse(node).split(".")[-2:])
            if asked in CLOCKS:
                faults.append(f"{shown(path, node.lineno)}: {asked}; take the time as an argument")
        elif isinstance(node, ast.ImportFrom) and node.module == "time":
            taken = [alias.name for alias in node.names if f"time.{alias.name}" in CLOCKS]
            faults += [f"{shown(path, node.lineno)}: from time import {name}" for name in taken]
    return faults


def test_rules_count_in_whole_numbers() -> None:
    rules = [path for path in python_files("policies") if path.name == "rule.py"]
    report([fault for path in rules for fault in float_faults(path)])


def test_the_lower_rooms_have_no_clock() -> None:
    timeless = [path for path in python_files("src") if path.is_relative_to(ROOT) and shown(path).startswith(TIMELESS)]
    lower = [path for path in timeless if shown(path) not in ASKERS]
    assert lower
    report([fault for path in lower for fault in clock_faults(path)])


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("def rule(line, before, params, o):\n    return line.online_hours * params.rate_fen, None, {}\n", False),
        ("def rule(line, before, params, o):\n    return line.online_hours * 18.5, None, {}\n", True),
        ("def rule(line, before, params, o):\n    return line.online_hours * 37 / 2, None, {}\n", True),
        ("def rule(line, before, params, o):\n    return float(line.online_hours), None, {}\n", True),
    ],
)
def test_the_float_guard_sees(tmp_path: Path, source: str, found: bool) -> None:
    sample = tmp_path / "rule.py"
    sample.write_text(source)
    assert bool(float_faults(sample)) is found


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("from datetime import date\nday = date(2020, 3, 1)\n", False),
        ("import time\nspent = time.perf_counter()\n", False),
        ("from datetime import date\nday = date.today()\n", True),
        ("import datetime\nday = datetime.date.today()\n", True),
        ("from datetime import datetime, UTC\nat = datetime.now(UTC)\n", True),
        ("import time\nat = time.time()\n", True),
        ("from time import time\nat = time()\n", True),
        ("from datetime import date\nclock = date.today\n", True),
    ],
)
def test_the_clock_guard_sees(tmp_path: Path, source: str, found: bool) -> None:
    sample = tmp_path / "sample.py"
    sample.write_text(source)
    assert bool(clock_faults(sample)) is found
