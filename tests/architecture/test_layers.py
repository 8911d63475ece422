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
CONTRACTS = tomllib.loads(CONFIG.read_text(encoding="utf-8"))["tool"]["importlinter"]["contracts"]
# Rooms of one floor stand in one line: "portals | interfaces".
ROOMS = [room.strip() for floor in CONTRACTS[0]["layers"] for room in floor.split("|")]
PORTALS = [f"portals/{portal.strip()}" for floor in CONTRACTS[1]["layers"] for portal in floor.split("|")]
EVIDENCE = ("actions", "queries", "replay", "store", "verifier")
MODULES = (
    "commands/decide.py",
    "commands/policy.py",
    "commands/screen.py",
    "oversight/screening/__init__.py",
    *(f"evidence/{one}.py" for one in EVIDENCE),
)  # that a contract names


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
    for room in ("", *ROOMS, *PORTALS):
        (tmp_path / "yunpei" / room).mkdir(parents=True, exist_ok=True)
        (tmp_path / "yunpei" / room / "__init__.py").touch()
    for module in MODULES:
        (tmp_path / "yunpei" / module).parent.mkdir(exist_ok=True)
        (tmp_path / "yunpei" / module).touch()
    (tmp_path / "yunpei" / "evidence" / "models.py").write_text("import django.db\n")  # of the event log, which may
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
        ("commands/decide.py", "import yunpei.config.urls", "A decision needs no web framework"),
        ("evidence/store.py", "from django.db import models", "The study clock needs no web framework"),
        ("oversight/screening/rules.py", "import django.db", "Files are screened with no site"),
        ("files/store.py", "import yunpei.messages", "Imports point down only"),
        ("people/actions.py", "import yunpei.casework", "Imports point down only"),
        ("portals/learner/views.py", "import yunpei.portals.bureau", "A portal is changed without reading another"),
        ("portals/ui/forms.py", "import yunpei.portals.public", "A portal is changed without reading another"),
        ("kitchen.py", "", "Imports point down only"),
        ("portals/kitchen.py", "", "A portal is changed without reading another"),
    ],
)
def test_each_contract_can_be_broken(house: Path, module: str, line: str, contract: str) -> None:
    (house / "yunpei" / module).write_text(line + "\n")
    (house / "yunpei" / "config" / "urls.py").write_text("import django.urls\n")
    done = lint(house)
    assert done.returncode == 1, done.stdout + done.stderr
    assert f"{contract} BROKEN" in done.stdout
