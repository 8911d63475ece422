"""Writes docs/generated/states/: one page with a mermaid diagram for every state table of the program.

.venv/bin/python tools/state_diagrams.py [FOLDER]
"""

from __future__ import annotations

import os
import sys
import tempfile
from importlib import import_module
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PLACE = ROOT / "docs" / "generated" / "states"


def pages() -> dict[str, str]:
    """File name → page, for every Table found in a room's states.py. Django must be set up."""
    from yunpei.common.states import Table

    found = {}
    home = ROOT / "src" / "yunpei"
    for path in sorted(home.glob("**/states.py")):  # a part of a room may have tables of its own
        place = path.relative_to(home).with_suffix("")
        room = place.parts[0]
        if room == "common":
            continue
        module = import_module(".".join(("yunpei", *place.parts)))
        tables = [value for value in vars(module).values() if isinstance(value, Table)]
        for table in dict.fromkeys(tables):
            found[f"{room}-{table.name}.md"] = page(place.as_posix(), table)
    return found


def page(place: str, table: object) -> str:
    """One table as a page: the diagram, then each row with who may and its audit code."""
    from yunpei.common.states import Table

    assert isinstance(table, Table)
    lines = [
        f"# {table.name}",
        "",
        f"Made from src/yunpei/{place}.py by tools/state_diagrams.py; do not edit.",
        "",
        "```mermaid",
        table.diagram().rstrip(),
        "```",
        "",
        "| from | event | to | who | audit |",
        "|---|---|---|---|---|",
    ]
    for row in table.transitions:
        who = ", ".join(row.roles) or "the program"
        lines.append(f"| {row.source} | {row.event} | {row.target} | {who} | {row.audit} |")
    return "\n".join(lines) + "\n"


def main(arguments: list[str]) -> int:
    """Write the pages, and take away those whose table is gone."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yunpei.config.settings")
    os.environ.setdefault("YUNPEI_DATA", tempfile.mkdtemp(prefix="yunpei-docs-"))
    import django

    django.setup()
    place = Path(arguments[0]) if arguments else PLACE
    place.mkdir(parents=True, exist_ok=True)
    made = pages()
    for name, text in made.items():
        (place / name).write_text(text, encoding="utf-8")
    for stale in set(place.glob("*.md")) - {place / name for name in made}:
        stale.unlink()
    print(f"{len(made)} pages in {place}")  # noqa: T201 - a tool
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
