"""The guards of conftest: no network, and rows that exist."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.tree import ROOT


@pytest.mark.parametrize("address", [("192.0.2.1", 80), ("2001:db8::1", 80), ("example.org", 80)])
@pytest.mark.parametrize("way", ["connect", "connect_ex"])
def test_the_network_is_closed(address: tuple[str, int], way: str) -> None:
    family = socket.AF_INET6 if ":" in address[0] else socket.AF_INET
    with socket.socket(family) as outside, pytest.raises(RuntimeError, match="no network"):
        getattr(outside, way)(address)


def test_this_machine_is_open() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname()) as client:
        assert client.getpeername() == server.getsockname()


def run_with_conftest(folder: Path, source: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run one test file in a project of its own, with our conftest and configuration."""
    tests = folder / "tests"
    tests.mkdir()
    (tests / "conftest.py").write_text((ROOT / "tests" / "conftest.py").read_text())
    (tests / "test_sample.py").write_text(source)
    (folder / "pyproject.toml").write_text((ROOT / "pyproject.toml").read_text())
    (tests / "settings.py").write_text("SECRET_KEY = 'x'\nUSE_TZ = True\n")  # of a site without rooms
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", str(tests)]
    plain = {name: value for name, value in os.environ.items() if name != "CI" and not name.startswith("PYTEST_")}
    path = {"PYTHONPATH": str(folder)}
    return subprocess.run(
        command, cwd=folder, env=plain | path | environment, capture_output=True, text=True, check=False
    )


def test_what_touches_the_database_is_marked(tmp_path: Path) -> None:
    source = "def test_with(db): 1 // 0\ndef test_without(): pass\n"
    done = run_with_conftest(tmp_path, source, PYTEST_ADDOPTS="-m 'not database'")
    assert "1 passed, 1 deselected" in done.stdout


@pytest.mark.parametrize(("row", "code"), [("R22", 0), ("22", 4), ("R5", 4)])
def test_a_row_has_its_form(tmp_path: Path, row: str, code: int) -> None:
    source = f"import pytest\n@pytest.mark.req({row!r})\ndef test_it(): pass\n"
    assert run_with_conftest(tmp_path, source).returncode == code


def test_a_warning_is_an_error(tmp_path: Path) -> None:
    done = run_with_conftest(tmp_path, "import warnings\ndef test_it(): warnings.warn('old')\n")
    assert done.returncode == 1, done.stdout


@pytest.mark.parametrize(("ci", "word"), [("", "1 skipped"), ("true", "1 error")])
def test_missing_texts_may_be_skipped_but_not_in_ci(tmp_path: Path, ci: str, word: str) -> None:
    project = tmp_path / "alone"
    project.mkdir()
    done = run_with_conftest(project, "def test_it(shared_sources): pass\n", CI=ci)
    assert word in done.stdout
