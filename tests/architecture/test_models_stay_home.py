"""A room's tables are its own: another room asks its actions, queries and types, and names tables as strings at most."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from tests.architecture.tree import ROOT, parse, python_files, report, shown

CLOSED = {"models", "migrations"}


def room_of(parts: tuple[str, ...]) -> str:
    """The room that a module belongs to: `people`, and for portals `portals.learner`."""
    return ".".join(parts[:2]) if parts[:1] == ("portals",) else parts[0]


def imported(node: ast.AST) -> list[tuple[str, ...]]:
    """Modules of ours that an import names, without the `yunpei`; `from x import y` may mean x.y too."""
    names: list[str] = []
    if isinstance(node, ast.Import):
        names = [alias.name for alias in node.names]
    elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
        names = [f"{node.module}.{alias.name}" for alias in node.names]
    return [tuple(name.split(".")[1:]) for name in names if name.startswith("yunpei.")]


def model_faults(path: Path, room: str) -> list[str]:
    """Imports of other rooms' tables in a file of `room`."""
    return [
        f"{shown(path, node.lineno)}: yunpei.{'.'.join(parts)} is {room_of(parts)}'s own; use its actions or queries"
        for node in ast.walk(parse(path))
        if isinstance(node, ast.Import | ast.ImportFrom)
        for parts in imported(node)
        if room_of(parts) != room and CLOSED & set(parts[1:])
    ]


def test_models_stay_home() -> None:
    source = ROOT / "src" / "yunpei"
    ours = [path for path in python_files("src") if len(path.relative_to(source).parts) > 1]
    report([fault for path in ours for fault in model_faults(path, room_of(path.relative_to(source).parts))])


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("from yunpei.people.models import Account", True),
        ("from yunpei.people.models.accounts import Account", True),
        ("from yunpei.people import models", True),
        ("import yunpei.people.models", True),
        ("def late():\n    from yunpei.people.models import Account", True),
        ("from yunpei.people import queries", False),
        ("from yunpei.casework.models import Case", False),
        ("from django.db import models", False),
    ],
)
def test_the_guard_sees(tmp_path: Path, source: str, found: bool) -> None:
    sample = tmp_path / "sample.py"
    sample.write_text(source + "\n")
    assert bool(model_faults(sample, "casework")) is found
