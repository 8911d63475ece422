"""Writes docs/threats.md from the headers of tests/attacks: trick by trick, what stops it and what remains.

.venv/bin/python tools/threats.py [FILE]
"""

from __future__ import annotations

import ast
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
ATTACKS = ROOT / "tests" / "attacks"
PLACE = ROOT / "docs" / "threats.md"
WORDS = ("Claim", "Asserts", "Remains")
HEAD = """# Threats to the study clock

Made from the headers of [tests/attacks](../tests/attacks) by tools/threats.py; do not edit. Each file plays one trick against a running
server and looks at the time credited in the end; a new trick is a new file there. How time is counted is in
[the room's README](../src/yunpei/evidence/README.md), what the records prove afterwards in [evidence.md](evidence.md).

What the clock promises: nobody is credited faster than time passes, nor in two places at once, nor without answering what is asked; every
second is explained, and nothing is changed afterwards unseen. What it cannot tell: who sits before the screen between identity checks.
"""


def page() -> str:
    """The page as it should be."""
    parts = [HEAD]
    for path in sorted(ATTACKS.glob("test_*.py")):
        if path.name == "test_headers.py":
            continue
        title, said = header(path)
        link = f"[{path.name}](../tests/attacks/{path.name})"
        lines = [f"- **{word}** {said[word]}" for word in WORDS]
        parts.append("\n".join([f"## {title}", "", *lines, f"- Played in {link}", ""]))
    return "\n".join(parts)


def header(path: Path) -> tuple[str, dict[str, str]]:
    """Title and the three parts of an attack's docstring. Raises ValueError for a header of another form."""
    first, *rest = (ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or "").splitlines()
    found: dict[str, str] = {}
    word = ""
    for line in rest:
        start, _, text = line.partition(": ")
        if start in WORDS:
            word, found[start] = start, text
        elif word:
            found[word] = f"{found[word]} {line}".strip()
    if tuple(found) != WORDS:
        raise ValueError(f"{path.name} says {', '.join(found)}, not {', '.join(WORDS)}")
    return first.rstrip("."), found


def main(arguments: list[str]) -> int:
    """Write the page."""
    place = Path(arguments[0]) if arguments else PLACE
    place.write_text(page(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
