"""Size budgets: a file, a class and a function that one reads at a sitting."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from tests.architecture.tree import files, parse, python_files, report, shown

FILE, FILE_HARD = 300, 500
TEST_FILE = 600
CLASS = 250
FUNCTION, FUNCTION_HARD = 40, 60

# Over the soft budget and under the hard one, each with its reason. Path → why, or path::function → why.
ALLOWED: dict[str, str] = {
    "src/yunpei/evidence/verifier.py": "lies in every dossier as one file that imports nothing of ours",
}

Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


def length(node: Definition) -> int:
    """Lines of a definition without its docstring: explaining oneself costs nothing."""
    lines = (node.end_lineno or node.lineno) - node.lineno + 1
    first = node.body[0]
    if ast.get_docstring(node, clean=False) is not None:
        lines -= (first.end_lineno or first.lineno) - first.lineno + 1
    return lines


def file_faults(path: Path, *, is_test: bool, allowed: dict[str, str]) -> list[str]:
    """What is wrong with the length of one file."""
    lines = len(path.read_text(encoding="utf-8").splitlines())
    name = shown(path)
    if is_test:
        return [f"{name}: {lines} lines, a test file has at most {TEST_FILE}"] if lines > TEST_FILE else []
    if lines > FILE_HARD:
        return [f"{name}: {lines} lines, the limit is {FILE_HARD}; split it by subject"]
    if lines > FILE and name not in allowed:
        return [f"{name}: {lines} lines, the budget is {FILE}; split it by subject, or give a reason in ALLOWED"]
    return []


def definition_faults(path: Path, *, is_test: bool, allowed: dict[str, str]) -> list[str]:
    """Functions and classes of one file that are too long."""
    faults = []
    for node in ast.walk(parse(path)):
        if not isinstance(node, Definition):
            continue
        lines, place = length(node), shown(path, node.lineno)
        if isinstance(node, ast.ClassDef):
            if lines > CLASS:
                faults.append(f"{place}: class {node.name} has {lines} lines, the budget is {CLASS}")
        elif lines > FUNCTION_HARD:
            faults.append(f"{place}: {node.name} has {lines} lines, the limit is {FUNCTION_HARD}")
        elif lines > FUNCTION and not is_test and f"{shown(path)}::{node.name}" not in allowed:
            faults.append(f"{place}: {node.name} has {lines} lines, the budget is {FUNCTION}; or a reason in ALLOWED")
    return faults


def test_every_file_keeps_its_budget() -> None:
    faults = []
    for path in python_files("src", "policies", "bench", "examples", "tests"):
        if "migrations" in path.parts:  # generated, and as long as the tables are
            continue
        is_test = shown(path).startswith("tests/")
        faults += file_faults(path, is_test=is_test, allowed=ALLOWED)
        faults += definition_faults(path, is_test=is_test, allowed=ALLOWED)
    report(faults)


def test_no_exception_outlives_its_reason() -> None:
    names = {shown(path) for path in files()}
    stale = []
    for entry, why in ALLOWED.items():
        name, _, function = entry.partition("::")
        present = [path for path in files() if shown(path) == name]
        over = name in names and (
            file_faults(present[0], is_test=False, allowed={})
            if not function
            else any(function in fault for fault in definition_faults(present[0], is_test=False, allowed={}))
        )
        if not over or not why:
            stale.append(f"ALLOWED[{entry!r}] is not needed any more, or gives no reason")
    report(stale)


def function_of(lines: int, docstring: str = "") -> str:
    return "def long():\n" + docstring + "".join(f"    a{n} = {n}\n" for n in range(lines - 1))


@pytest.mark.parametrize(
    ("lines", "is_test", "allowed", "found"),
    [
        (FILE, False, False, False),
        (FILE + 1, False, False, True),
        (FILE + 1, False, True, False),
        (FILE_HARD, False, True, False),
        (FILE_HARD + 1, False, True, True),
        (TEST_FILE, True, False, False),
        (TEST_FILE + 1, True, False, True),
    ],
)
def test_the_file_guard_sees(tmp_path: Path, lines: int, is_test: bool, allowed: bool, found: bool) -> None:
    sample = tmp_path / "sample.py"
    sample.write_text("x = 1\n" * lines)
    assert bool(file_faults(sample, is_test=is_test, allowed={str(sample): "because"} if allowed else {})) is found


@pytest.mark.parametrize(
    ("source", "is_test", "found"),
    [
        (function_of(FUNCTION), False, False),
        (function_of(FUNCTION + 1), False, True),
        (function_of(FUNCTION + 1), True, False),
        (function_of(FUNCTION_HARD + 1), True, True),
        (function_of(FUNCTION, '    """One.\n\n    Two.\n    """\n'), False, False),
        ("class Long:\n" + "    x = 1\n" * (CLASS - 1), False, False),
        ("class Long:\n" + "    x = 1\n" * CLASS, False, True),
    ],
)
def test_the_definition_guard_sees(tmp_path: Path, source: str, is_test: bool, found: bool) -> None:
    sample = tmp_path / "sample.py"
    sample.write_text(source)
    assert bool(definition_faults(sample, is_test=is_test, allowed={})) is found
