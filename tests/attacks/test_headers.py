"""Every attack says what it claims, what it asserts and what remains: docs/threats.md is made of these, and is current."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TOOL = ROOT / "tools" / "threats.py"
SPEC = importlib.util.spec_from_file_location("threats", TOOL)
assert SPEC is not None
assert SPEC.loader is not None
threats = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(threats)
ATTACKS = sorted(path for path in Path(__file__).parent.glob("test_*.py") if path.name != "test_headers.py")


@pytest.mark.parametrize("path", ATTACKS, ids=lambda path: path.stem)
def test_an_attack_says_what_it_is(path: Path) -> None:
    title, said = threats.header(path)
    assert ": " in title
    assert all(said.values())


def test_the_page_of_threats_is_current() -> None:
    assert (ROOT / "docs" / "threats.md").read_text(encoding="utf-8") == threats.page(), "to mend it: make docs"


def test_a_header_without_its_parts_is_found(tmp_path: Path) -> None:
    odd = tmp_path / "test_odd.py"
    odd.write_text('"""Odd: a trick.\n\nClaim: none.\nRemains: all.\n"""\n', encoding="utf-8")
    with pytest.raises(ValueError, match="Claim, Remains"):
        threats.header(odd)
