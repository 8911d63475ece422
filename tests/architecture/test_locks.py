"""The locks are complete: everything pinned, everything hashed, nothing that the project does not ask for."""

from __future__ import annotations

import re
import tomllib
from typing import Any

import pytest

from tests.architecture.tree import ROOT, report

# A new one is a decision: write it down in docs/adr, then here.
RUNTIME = {
    "asgiref",
    "cryptography",
    "django",
    "django-htmx",
    "granian",
    "imageio-ffmpeg",
    "msgspec",
    "polars",
    "psycopg",
    "pillow",
    "pyhanko",
    "pypdf",
    "segno",
    "weasyprint",
    "whitenoise",
    "xlsxwriter",
}


def normal(requirement: str) -> str:
    """The name in a requirement, as package indexes compare names."""
    name = re.match(r"[A-Za-z0-9._-]+", requirement)
    assert name is not None, requirement
    return re.sub(r"[-_.]+", "-", name.group()).lower()


def pins(lock: str) -> dict[str, str]:
    """Name → the whole entry of a lock."""
    entries = re.split(r"\n(?=\S)", re.sub(r"^\s*#.*\n?", "", lock, flags=re.MULTILINE).strip())
    return {normal(entry): entry for entry in entries if entry}


def lock_faults(lock: str, wanted: list[str]) -> list[str]:
    """What is missing from a lock."""
    faults = []
    for name, entry in pins(lock).items():
        if "==" not in entry or "--hash=sha256:" not in entry:
            faults.append(f"{name} is not pinned and hashed: make lock")
    return faults + [f"{one} is not locked: make lock" for one in wanted if normal(one) not in pins(lock)]


@pytest.fixture(scope="module")
def project() -> dict[str, Any]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def test_the_runtime_needs_what_was_decided(project: dict[str, Any]) -> None:
    assert {normal(one) for one in project["project"]["dependencies"]} == RUNTIME


def test_the_locks_hold_what_the_project_asks_for(project: dict[str, Any]) -> None:
    runtime, dev = (ROOT / f"requirements{kind}.txt" for kind in ("", "-dev"))
    asked: list[str] = project["project"]["dependencies"]
    report(lock_faults(runtime.read_text(), asked))
    report(lock_faults(dev.read_text(), asked + project["dependency-groups"]["dev"]))


def test_both_locks_agree() -> None:
    runtime, dev = (pins((ROOT / f"requirements{kind}.txt").read_text()) for kind in ("", "-dev"))
    report([f"{name} differs between the locks: make lock" for name in runtime if dev.get(name) != runtime[name]])


@pytest.mark.parametrize(
    ("lock", "found"),
    [
        ("# head\npolars==2.1.0 \\\n    --hash=sha256:00\n    # via yunpei\nuv==1.0 \\\n    --hash=sha256:11\n", False),
        ("polars==2.1.0\n", True),
        ("polars>=2.1.0 \\\n    --hash=sha256:00\n", True),
        ("uv==1.0 \\\n    --hash=sha256:00\n", True),
    ],
)
def test_the_guard_sees(lock: str, found: bool) -> None:
    assert bool(lock_faults(lock, ["Polars>=1.30"])) is found
