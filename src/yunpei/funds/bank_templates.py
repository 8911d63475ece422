"""How banks want the list and how they answer: one TOML file for each, ours in banks/, a bureau's own in <data>/banks/.

A bureau's file under one of our names takes its place. A file with a fault is left out, and all its faults are told.
"""

from __future__ import annotations

import tomllib
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings

from yunpei.common.errors import Problem
from yunpei.common.language import Text

OURS = Path(__file__).with_name("banks")
DEFAULT = "list"
FIELDS = ("number", "payee", "account", "bank", "amount", "purpose", "case", "place", "kind")
NEEDED = ("payee", "account", "amount", "number")  # without its number, no answer finds its row
ENCODINGS = ("utf-8", "utf-8-sig", "gb18030")
_CHOICES = {"file": ("xlsx", "csv"), "amounts": ("yuan", "fen"), "encoding": ENCODINGS}
_KEYS = ("name", "name_en", "file", "encoding", "header", "amounts", "purpose", "columns", "back")
_BACK = ("number", "amount", "result", "reason", "paid", "failed")


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the list: a field of ours, or a text that is the same in every row."""

    header: str
    field: str
    text: str


@dataclass(frozen=True, slots=True)
class Template:
    """Our fields in one bank's columns. id: the file's name. back: field → headers of the answer. paid, failed: its words."""

    id: str
    name: Text
    file: str
    encoding: str
    header: bool
    amounts: str
    purpose: str
    columns: tuple[Column, ...]
    back: Mapping[str, tuple[str, ...]]
    paid: frozenset[str]
    failed: frozenset[str]


def templates() -> tuple[dict[str, Template], list[Problem]]:
    """The templates by id, the default one first, and every fault of those that can't be used."""
    found: dict[str, Template] = {}
    problems: list[Problem] = []
    for folder in (OURS, Path(settings.YUNPEI_DATA) / "banks"):
        for path in sorted(folder.glob("*.toml")):
            template, faults = _read(path, path.stat().st_mtime_ns)
            problems += faults
            if template is not None:
                found[template.id] = template
    return dict(sorted(found.items(), key=lambda one: (one[0] != DEFAULT, one[0]))), problems


@lru_cache(maxsize=64)
def _read(path: Path, changed: int) -> tuple[Template | None, tuple[Problem, ...]]:  # noqa: ARG001 - a changed file is read anew
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as fault:
        return None, (_problem(path, "", "不是有效的 TOML 文件", f"no valid TOML: {fault}"),)
    if faults := tuple(_faults(path, table)):
        return None, faults
    back = table["back"]
    return Template(
        id=path.stem,
        name=Text(table["name"], table.get("name_en", table["name"])),
        file=table["file"],
        encoding=table.get("encoding", "utf-8-sig"),
        header=table.get("header", True),
        amounts=table.get("amounts", "yuan"),
        purpose=table["purpose"],
        columns=tuple(Column(one.get("header", ""), one.get("field", ""), one.get("text", "")) for one in table["columns"]),
        back={name: tuple(back.get(name, ())) for name in ("number", "amount", "result", "reason")},
        paid=frozenset(map(plain, back["paid"])),
        failed=frozenset(map(plain, back["failed"])),
    ), ()  # fmt: skip


def _faults(path: Path, table: Mapping[str, Any]) -> Iterator[Problem]:
    for key in table:
        if key not in _KEYS:
            yield _problem(
                path, key, f"没有这一项；可用：{'、'.join(_KEYS)}", f"no such key; there are {', '.join(_KEYS)}"
            )
    for key in ("name", "file", "purpose"):
        if not isinstance(table.get(key), str) or not table[key].strip():
            yield _problem(path, key, "请填写文字", "give a text")
    for key, words in _CHOICES.items():
        if key in table and table[key] not in words:
            yield _problem(path, key, f"只能是 {'、'.join(words)}", f"must be one of {', '.join(words)}")
    if not isinstance(table.get("header", True), bool):
        yield _problem(path, "header", "只能是 true 或 false", "must be true or false")
    yield from _column_faults(path, table.get("columns"))
    yield from _back_faults(path, table.get("back"))


def _column_faults(path: Path, columns: Any) -> Iterator[Problem]:
    if not isinstance(columns, list) or not all(isinstance(one, dict) for one in columns):
        yield _problem(path, "columns", "请逐列写 [[columns]]", "write one [[columns]] for each column")
        return
    for number, one in enumerate(columns, start=1):
        key = f"columns {number}"
        if set(one) - {"header", "field", "text"} or ("field" in one) == ("text" in one):
            yield _problem(path, key, "须有 header，以及 field 或 text 之一", "it has a header, and a field or a text")
        elif "field" in one and one["field"] not in FIELDS:
            yield _problem(
                path, key, f"field 只能是 {'、'.join(FIELDS)}", f"the field must be one of {', '.join(FIELDS)}"
            )
        elif not all(isinstance(value, str) for value in one.values()):
            yield _problem(path, key, "只能是文字", "texts only")
    lacking = [field for field in NEEDED if field not in [one.get("field") for one in columns]]
    if lacking:
        yield _problem(path, "columns", f"缺少 {'、'.join(lacking)}", f"{', '.join(lacking)} must be there")


def _back_faults(path: Path, back: Any) -> Iterator[Problem]:
    if not isinstance(back, dict):
        yield _problem(
            path, "back", "请写 [back]：银行结果的列名和用词", "write [back]: the answer's columns and words"
        )
        return
    for key in back:
        if key not in _BACK:
            yield _problem(
                path,
                f"back.{key}",
                f"没有这一项；可用：{'、'.join(_BACK)}",
                f"no such key; there are {', '.join(_BACK)}",
            )
    for key in _BACK:
        listed = back.get(key, [])
        if not isinstance(listed, list) or not all(isinstance(one, str) and one.strip() for one in listed):
            yield _problem(path, f"back.{key}", "须为文字的列表", "it is a list of texts")
        elif not listed and key in ("number", "result", "paid", "failed"):
            yield _problem(path, f"back.{key}", "不能为空", "it can't be empty")


def plain(text: str) -> str:
    """A header or word as it is compared: NFKC, without blanks, folded."""
    return "".join(unicodedata.normalize("NFKC", text).split()).casefold()


def _problem(path: Path, key: str, zh: str, en: str) -> Problem:
    where = f"{path.name}" + (f" {key}" if key else "")
    return Problem("template", Text(f"{where}：{zh}", f"{where}: {en}"))
