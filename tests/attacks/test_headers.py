"""Every attack says what it claims, what it asserts and what remains: docs/threats.md is made of these."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ATTACKS = sorted(path for path in Path(__file__).parent.glob("test_*.py") if path.name != "test_headers.py")


@pytest.mark.parametrize("path", ATTACKS, ids=lambda path: path.stem)
def test_an_attack_says_what_it_is(path: Path) -> None:
    lines = (ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or "").splitlines()
    starts = [line.split(":")[0] for line in lines if line.split(":")[0] in ("Claim", "Asserts", "Remains")]
    assert starts == ["Claim", "Asserts", "Remains"]
    assert ": " in lines[0]
