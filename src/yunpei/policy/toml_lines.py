"""TOML with places: every table, key and array item of a pack file knows its line, so that a fault can name it.

tomllib gives values without lines. The scan below runs only when a line is asked for, so a sound pack pays nothing for it, and
only on what tomllib has read without complaint, so it need not judge anything.
"""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

from yunpei.policy.faults import Fault, PackFaults

Place = tuple[str | int, ...]

_TOKEN = re.compile(
    r'"""(?:\\[\s\S]|[^\\])*?"{3,5}|\'\'\'[\s\S]*?\'{3,5}'  # strings over several lines
    r'|"(?:\\.|[^"\\\n])*"|\'[^\'\n]*\'|#[^\n]*|\n|[\[\]{}=,.]|[ \t\r]+|[^\s\[\]{}=,.#"\']+'
)


class Document:
    """One TOML file: its values, and on demand the line of any place in it."""

    def __init__(self, path: Path) -> None:
        """Read `path`. Raises PackFaults with the line where the file is not there, not UTF-8 or not TOML."""
        self.path = path
        self._source = _text_of(path)
        self._lines: dict[Place, int] | None = None
        try:
            self.values: dict[str, Any] = tomllib.loads(self._source)
        except tomllib.TOMLDecodeError as error:
            found = re.search(r"at line (\d+)", str(error))
            line = int(found.group(1)) if found else self._source.rstrip().count("\n") + 1
            raise PackFaults([_not_toml(path, line, str(error))]) from None
        except (RecursionError, ValueError) as error:
            raise PackFaults([_not_toml(path, 1, type(error).__name__)]) from None

    def line_of(self, place: Place) -> int:
        """The line where `place` is written, or that of the nearest thing around it."""
        if self._lines is None:
            self._lines = _Scan(self._source).lines
        while place and place not in self._lines:
            place = place[:-1]
        return self._lines.get(place, 1)

    def fault(self, place: Place, zh: str, en: str, mend_zh: str, mend_en: str) -> Fault:
        """A fault at `place` of this file."""
        return Fault.of(self.path, self.line_of(place), zh, en, mend_zh, mend_en)


def _text_of(path: Path) -> str:
    try:
        return path.read_text("utf-8-sig")
    except FileNotFoundError:
        fault = Fault.of(path, 1, "文件不存在", "the file is not there", "补上该文件", "add it")
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        fault = Fault.of(path, line, "不是 UTF-8", "not UTF-8", "另存为 UTF-8", "save it as UTF-8")
    except OSError as error:
        fault = Fault.of(
            path,
            1,
            f"无法读取：{error.strerror}",
            f"can't be read: {error.strerror}",
            "查看权限",
            "see whether you may read it",
        )
    raise PackFaults([fault])


def _not_toml(path: Path, line: int, why: str) -> Fault:
    return Fault.of(path, line, f"不是有效的 TOML：{why}", f"not valid TOML: {why}", "改正语法", "mend the syntax")


class _Scan:
    """Walks over the tokens of a sound file once and notes the line of every place."""

    def __init__(self, source: str) -> None:
        self.lines: dict[Place, int] = {(): 1}
        self._tokens: list[tuple[str, int]] = []
        self._at = 0
        line = 1
        for found in _TOKEN.finditer(source):
            text = found.group()
            if text == "\n" or not (text.isspace() or text.startswith("#")):
                self._tokens.append((text, line))
            line += text.count("\n")
        self._read()

    @property
    def _now(self) -> str:
        return self._tokens[self._at][0] if self._at < len(self._tokens) else ""

    def _skip(self, *texts: str) -> bool:
        """Step over the next token if it is one of the texts."""
        here = self._now in texts
        self._at += here
        return here

    def _read(self) -> None:
        table: Place = ()
        counts: dict[Place, int] = {}
        while self._now:
            if self._skip("\n"):
                continue
            line = self._tokens[self._at][1]
            if self._skip("["):
                repeated = self._skip("[")
                table = _table(self._key(), repeated, counts)
                self.lines.setdefault(table, line)
                while self._skip("]"):
                    pass
            else:
                self._pair(table)

    def _key(self) -> list[str]:
        parts = []
        while self._now not in ("", "=", "]"):
            if not self._skip("."):
                parts.append(self._now.strip("\"'"))
                self._at += 1
        return parts

    def _pair(self, table: Place) -> None:
        line, place = self._tokens[self._at][1], table
        for part in self._key():
            place = (*place, part)
            self.lines.setdefault(place, line)
        self._skip("=")
        self._value(place)

    def _value(self, place: Place) -> None:
        if self._skip("["):
            number = 0
            while self._now and not self._skip("]"):
                if not self._skip("\n", ","):
                    self.lines[(*place, number)] = self._tokens[self._at][1]
                    self._value((*place, number))
                    number += 1
        elif self._skip("{"):
            while self._now and not self._skip("}"):
                if not self._skip(","):
                    self._pair(place)
        else:
            while self._now not in ("", ",", "]", "}", "\n"):
                self._at += 1


def _table(parts: list[str], repeated: bool, counts: dict[Place, int]) -> Place:
    """The place of a `[a.b]` or `[[a.b]]` header: an array of tables adds the number of its latest item."""
    place: Place = ()
    for depth, part in enumerate(parts):
        place = (*place, part)
        if repeated and depth == len(parts) - 1:
            counts[place] = counts.get(place, -1) + 1
        if place in counts:
            place = (*place, counts[place])
    return place
