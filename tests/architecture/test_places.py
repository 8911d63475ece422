"""A test stands where one looks for it, and a decision has one number."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.architecture.tree import ROOT, files, report, shown

# What is tested across rooms. Everything else mirrors src/yunpei, or bench.
ACROSS = {"architecture", "attacks", "crash", "fuzz", "journeys", "matrix", "properties"}


def mirrors(test: Path, root: Path) -> bool:
    """Whether `tests/room/test_module.py` or `tests/room/test_module_aspect.py` has its module in that room."""
    folder = test.parent.relative_to(root / "tests")
    if folder.parts and folder.parts[0] in ACROSS:
        return True
    room = root / folder if folder.parts[:1] == ("bench",) else root / "src" / "yunpei" / folder
    if not room.is_dir():
        return False
    subject = test.stem.removeprefix("test_")
    modules = {path.stem for path in room.iterdir() if path.suffix == ".py" or (path / "__init__.py").exists()}
    return any(subject == module or subject.startswith(f"{module}_") for module in modules - {"__init__"})


def place_faults(tests: list[Path], root: Path) -> list[str]:
    """Tests that mirror no module."""
    return [
        f"{shown(test)}: mirrors no module, and is in none of {sorted(ACROSS)}"
        for test in tests
        if not mirrors(test, root)
    ]


def decision_faults(records: list[str]) -> list[str]:
    """Decision records with a wrong name, or with a number that another one has."""
    faults, taken = [], dict[str, str]()
    for name in sorted(records):
        if not re.fullmatch(r"\d{4}-[a-z0-9-]+\.md", name):
            faults.append(f"docs/adr/{name}: the name is four digits and words, 0012-like-this.md")
        elif name[:4] in taken:
            faults.append(f"docs/adr/{name}: {taken[name[:4]]} has this number")
        taken.setdefault(name[:4], name)
    return faults


def test_tests_mirror_modules() -> None:
    tests = [path for path in files() if path.name.startswith("test_") and path.suffix == ".py"]
    report(place_faults([path for path in tests if path.is_relative_to(ROOT / "tests")], ROOT))


def test_decisions_are_numbered() -> None:
    folder = ROOT / "docs" / "adr"
    report(decision_faults([path.name for path in files() if path.parent == folder and path.name != "README.md"]))


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("tests/test_cli.py", False),
        ("tests/policy/test_fold.py", False),
        ("tests/policy/test_fold_order.py", False),
        ("tests/policy/carriers/test_values.py", False),
        ("tests/policy/test_carriers.py", False),
        ("tests/fuzz/test_anything.py", False),
        ("tests/policy/test_folding.py", True),
        ("tests/test_fold.py", True),
        ("tests/kitchen/test_fold.py", True),
    ],
)
def test_the_mirror_guard_sees(tmp_path: Path, name: str, found: bool) -> None:
    for module in (
        "cli.py",
        "policy/__init__.py",
        "policy/fold.py",
        "policy/carriers/__init__.py",
        "policy/carriers/values.py",
    ):
        path = tmp_path / "src" / "yunpei" / module
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    assert bool(place_faults([tmp_path / name], tmp_path)) is found


@pytest.mark.parametrize(
    ("records", "found"),
    [
        (["0001-a.md", "0002-b-c.md"], False),
        (["0001-a.md", "0001-b.md"], True),
        (["1-a.md"], True),
        (["0001_a.md"], True),
    ],
)
def test_the_decision_guard_sees(records: list[str], found: bool) -> None:
    assert bool(decision_faults(records)) is found
