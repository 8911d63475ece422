"""What the guards read: the project's own files, and what is in them."""

from __future__ import annotations

import ast
import subprocess
import zipfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
NOT_OURS = {".git", ".venv", ".mypy_cache", ".ruff_cache", ".pytest_cache", ".hypothesis", "__pycache__", "var", "dist"}
BROKEN = {"broken", "broken_packs"}  # packs that are wrong on purpose


@cache
def files() -> tuple[Path, ...]:
    """Every file that is committed or would be: what git tracks and what it does not ignore."""
    command = ["git", "-C", str(ROOT), "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, capture_output=True, check=False)
    if listed.returncode == 0:
        names = {name for name in listed.stdout.decode().split("\0") if name}
        found = (ROOT / name for name in names)
    else:  # a source archive has no git
        found = (path for path in ROOT.rglob("*") if not NOT_OURS & set(path.relative_to(ROOT).parts))
    return tuple(sorted(path for path in found if path.is_file()))


def python_files(*folders: str) -> list[Path]:
    """Python files below the named folders of the project, packs with planted faults left out."""
    inside = [path for path in files() if path.suffix == ".py" and path.relative_to(ROOT).parts[0] in folders]
    return [path for path in inside if not BROKEN & set(path.parts)]


def parse(path: Path) -> ast.Module:
    """The syntax tree of a Python file."""
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def texts(path: Path) -> Iterator[str]:
    """All text of a file: of a workbook or another zip, the text of each member."""
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            members = [member for member in archive.infolist() if member.file_size < 50_000_000]
            yield from (archive.read(member).decode("utf-8", "ignore") for member in members)
    else:
        yield path.read_bytes().decode("utf-8", "ignore")


def shown(path: Path, line: int | None = None) -> str:
    """A place as a reader finds it: path inside the project, and line."""
    name = path.relative_to(ROOT) if path.is_relative_to(ROOT) else path
    return f"{name}:{line}" if line else str(name)


def report(faults: list[str]) -> None:
    """Fail with one fault a line."""
    assert not faults, "\n" + "\n".join(faults)
