"""Brings the English texts of the pages up to date: what is to be translated, what was, and the file the site reads.

.venv/bin/python tools/messages.py

Reads the msgids (Simplified Chinese) out of portals/**/*.py and *.html, keeps in django.po what is still used, adds what is
new with an empty translation, and compiles django.mo beside it. Pure Python: a bare machine has no GNU gettext.
"""

from __future__ import annotations

import ast
import re
import struct
import sys
from dataclasses import dataclass, field
from pathlib import Path

from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parents[1]
PORTALS = ROOT / "src" / "yunpei" / "portals"
PO = PORTALS / "locale" / "en" / "LC_MESSAGES" / "django.po"

HEADER = """\
Project-Id-Version: yunpei
Language: en
MIME-Version: 1.0
Content-Type: text/plain; charset=UTF-8
Content-Transfer-Encoding: 8bit
Plural-Forms: nplurals=2; plural=(n != 1);
"""
# What a call's arguments are: the message, its plural, the context that tells two meanings of one word apart. Each may be
# `_lazy` too, and imported by another name.
CALLS = {
    "gettext": ("text",),
    "ngettext": ("text", "plural"),
    "pgettext": ("context", "text"),
    "npgettext": ("context", "text", "plural"),
}
Key = tuple[str, str]  # context (may be empty), msgid


@dataclass
class Entry:
    """One text: where it stands, and its translation. said: one form, or two where there is a plural."""

    context: str
    text: str
    plural: str = ""
    places: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)

    @property
    def key(self) -> Key:
        """By what it is found."""
        return self.context, self.text


# ---- what is to be translated -------------------------------------------------------------------------------------------


def wanted(folder: Path = PORTALS) -> dict[Key, Entry]:
    """Every text of the pages, in the order of files and of their lines."""
    found: dict[Key, Entry] = {}
    for path in sorted((*folder.rglob("*.py"), *folder.rglob("*.html"))):
        place = path.relative_to(folder).as_posix()
        for one in texts_of(path.read_text(encoding="utf-8"), template=path.suffix == ".html"):
            entry = found.setdefault(one.key, one)
            entry.plural = entry.plural or one.plural
            if place not in entry.places:
                entry.places.append(place)
    return found


def texts_of(source: str, *, template: bool) -> list[Entry]:
    """The texts of one file. Django's own reading of a template turns its tags into calls and the rest into noise."""
    if not template:
        return _calls(ast.parse(source))
    text = r"""u?(?:'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*")"""
    calls = re.findall(rf"\b(?:n?p?gettext|_)\({text}(?:, ?(?:{text}|count))*\)", templatize(source))
    return [entry for call in calls for entry in _calls(ast.parse(call))]


def _calls(tree: ast.AST) -> list[Entry]:
    names = {"_": "gettext"} | {name: name for name in CALLS}
    calls = []
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation":
            names |= {one.asname or one.name: one.name.removesuffix("_lazy") for one in node.names}
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            calls.append((node.func.id, node))
    found = []
    for name, node in sorted(calls, key=lambda call: (call[1].lineno, call[1].col_offset)):
        given = [one.value for one in node.args if isinstance(one, ast.Constant) and isinstance(one.value, str)]
        parts = dict(zip(CALLS.get(names.get(name, ""), ()), given, strict=False))
        if parts.get("text"):
            found.append(Entry(parts.get("context", ""), parts["text"], parts.get("plural", "")))
    return found


# ---- django.po ----------------------------------------------------------------------------------------------------------


def read_po(text: str) -> dict[Key, Entry]:
    """The entries of a .po file but for its header. Comments other than places are not kept."""
    found = {}
    for block in re.split(r"\n{2,}", text.strip()):
        fields: dict[str, str] = {}
        places: list[str] = []
        name = ""
        for line in block.splitlines():
            if line.startswith("#:"):
                places += line[2:].split()
            elif match := re.fullmatch(r'(?:(msg\S+) )?(".*")', line):
                name = match[1] or name
                fields[name] = fields.get(name, "") + ast.literal_eval(match[2])
        if fields.get("msgid"):
            said = [value for name, value in sorted(fields.items()) if name.startswith("msgstr")]
            entry = Entry(fields.get("msgctxt", ""), fields["msgid"], fields.get("msgid_plural", ""), places, said)
            found[entry.key] = entry
    return found


def merged(wanted: dict[Key, Entry], kept: dict[Key, Entry]) -> list[Entry]:
    """What is wanted, with the translations that were there."""
    rows = []
    for key, entry in wanted.items():
        forms = 2 if entry.plural else 1
        said = kept[key].said if key in kept else []
        rows.append(Entry(entry.context, entry.text, entry.plural, entry.places, (said + [""] * forms)[:forms]))
    return rows


def po(entries: list[Entry]) -> str:
    """The file's text."""
    return "\n".join(
        ['msgid ""\nmsgstr ""\n' + "".join(f"{_quoted(line)}\n" for line in HEADER.splitlines(True))]
        + [_block(one) for one in entries]
    )


def _block(one: Entry) -> str:
    lines = [f"#: {' '.join(one.places)}"]
    if re.search(r"%\(\w+\)[sd]|%%", one.text):
        lines.append("#, python-format")
    if one.context:
        lines.append(f"msgctxt {_quoted(one.context)}")
    lines.append(f"msgid {_quoted(one.text)}")
    if one.plural:
        lines.append(f"msgid_plural {_quoted(one.plural)}")
        lines += [f"msgstr[{place}] {_quoted(text)}" for place, text in enumerate(one.said)]
    else:
        lines.append(f"msgstr {_quoted(one.said[0])}")
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t")
    return f'"{escaped}"'


# ---- django.mo ----------------------------------------------------------------------------------------------------------


def mo(entries: list[Entry]) -> bytes:
    """The file that gettext reads: two tables of (length, offset) over texts that end with NUL, sorted by msgid."""
    pairs = {b"": HEADER.encode()}
    for one in entries:
        if all(one.said):
            key = (f"{one.context}\x04" if one.context else "") + "\0".join(filter(None, (one.text, one.plural)))
            pairs[key.encode()] = "\0".join(one.said).encode()
    count = len(pairs)
    place = 28 + 16 * count
    tables, held = b"", b""
    for texts in (sorted(pairs), [pairs[key] for key in sorted(pairs)]):
        for text in texts:
            tables += struct.pack("<2I", len(text), place + len(held))
            held += text + b"\0"
    return struct.pack("<7I", 0x950412DE, 0, count, 28, 28 + 8 * count, 0, 0) + tables + held


def main() -> int:
    """Write both files, and say what is still to be translated."""
    entries = merged(wanted(), read_po(PO.read_text(encoding="utf-8")))
    PO.write_text(po(entries), encoding="utf-8")
    PO.with_suffix(".mo").write_bytes(mo(entries))
    empty = [one for one in entries if not all(one.said)]
    for one in empty:
        print(f"not translated: {one.text}  ({' '.join(one.places)})", file=sys.stderr)  # noqa: T201 - a tool
    print(f"{len(entries)} texts, {len(empty)} without English")  # noqa: T201
    return 1 if empty else 0


if __name__ == "__main__":
    raise SystemExit(main())
