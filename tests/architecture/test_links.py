"""Every link of a page leads to a file that is there."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import unquote

import pytest

from tests.architecture.tree import files, report, shown

FENCE = re.compile(r"^( {0,3})(```+|~~~+).*?^ {0,3}\2[`~]*\s*$", re.MULTILINE | re.DOTALL)
CODE = re.compile(r"`[^`\n]+`")
LINK = re.compile(r"!?\[[^\]]*\]\(\s*<?([^)>\s]+)>?(?:\s+\"[^\"]*\")?\s*\)")
REFERENCE = re.compile(r"^ {0,3}\[[^\]]+\]:\s+<?(\S+?)>?\s*$", re.MULTILINE)
ELSEWHERE = re.compile(r"^([a-z][a-z0-9+.-]*:|//|#)", re.IGNORECASE)


def link_faults(path: Path) -> list[str]:
    """Links to local files that lead nowhere, or to something outside the project's own files."""
    text = path.read_text(encoding="utf-8")
    for example in (FENCE, CODE):
        text = example.sub(lambda match: re.sub(r"\S", " ", match.group()), text)
    faults = []
    for match in [*LINK.finditer(text), *REFERENCE.finditer(text)]:
        target = match.group(1)
        if ELSEWHERE.match(target):
            continue
        line = text.count("\n", 0, match.start()) + 1
        if not (path.parent / unquote(target.partition("#")[0])).exists():
            faults.append(f"{shown(path, line)}: there is no {target}")
    return faults


def test_links_lead_somewhere() -> None:
    report([fault for path in files() if path.suffix == ".md" for fault in link_faults(path)])


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("see [the other](other.md#part)", False),
        ("see [the folder](sub/)", False),
        ("see [a site](https://example.org/x.md) and [below](#below)", False),
        ("see `[not a link](missing.md)`", False),
        ("```\n[not a link](missing.md)\n```\n", False),
        ("see [it](missing.md)", True),
        ("![picture](missing.png)", True),
        ("see [it][1]\n\n[1]: missing.md\n", True),
        ("```\ncode\n```\n\n[it](missing.md)\n", True),
    ],
)
def test_the_guard_sees(tmp_path: Path, text: str, found: bool) -> None:
    (tmp_path / "other.md").write_text("# Other\n")
    (tmp_path / "sub").mkdir()
    page = tmp_path / "page.md"
    page.write_text(text)
    assert bool(link_faults(page)) is found
