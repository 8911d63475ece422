"""The contracts of pyproject.toml are ones that can be broken: each is broken once, in a small house of its own."""

from __future__ import annotations

import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.architecture.tree import ROOT

CONFIG = ROOT / "pyproject.toml"
ROOMS: list[str] = tomllib.loads(CONFIG.read_text(encoding="utf-8"))["tool"]["importlinter"]["contracts"][0]["layers"]


def lint(house: Path) -> subprocess.CompletedProcess[str]:
    """Run the project's own contracts over the house in `house`."""
    program = "from importlinter.cli import lint_imports_command; lint_imports_command()"
    return subprocess.run(
        [sys.executable, "-c", program, "--config", str(CONFIG), "--no-cache"],
        cwd=house,
        env={**os.environ, "PYTHONPATH": str(house)},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """A copy of the rooms, empty."""
    for room in ("", *ROOMS):
        (tmp_path / "yunpei" / room).mkdir(parents=True, exist_ok=True)
        (tmp_path / "yunpei" / room / "__init__.py").touch()
    return tmp_path


def test_an_orderly_house_passes(house: Path) -> None:
    (house / "yunpei" / "policy" / "fold.py").write_text("import yunpei.common\nimport polars\n")
    done = lint(house)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(
    ("module", "line", "contract"),
    [
        ("common/money.py", "import yunpei.policy", "Imports point down only"),
        ("policy/fold.py", "import yunpei.commands", "A decision does not know that there is a command line"),
        ("policy/fold.py", "from django.db import models", "A decision needs no web framework"),
        ("kitchen.py", "", "Imports point down only"),
    ],
)
def test_each_contract_can_be_broken(house: Path, module: str, line: str, contract: str) -> None:
    (house / "yunpei" / module).write_text(line + "\n")
    done = lint(house)
    assert done.returncode == 1, done.stdout + done.stderr
    assert f"{contract} BROKEN" in done.stdout
