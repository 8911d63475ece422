"""Screening rules as they are written down: one TOML file a rule, with its text, why, thresholds, error rate and source."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from yunpei.common.language import Text
from yunpei.oversight.screening.files import FILES

FOLDER = Path(__file__).with_name("rules")
MOST_FALSE_ALARMS = 1e-4  # honest people that all rules together may stop, at most


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule. needs: files it can't do without; uses: those that sharpen it; columns: `file.column` that must not be all empty.

    limits: its thresholds by name.

    false_alarms: the share of honest people whom its `stop` may meet, at most; 0 where it never stops. basis: why so.
    """

    id: str
    title: Text
    why: Text
    stop: Text
    look: Text
    basis: Text
    source: str
    needs: tuple[str, ...]
    uses: tuple[str, ...]
    columns: tuple[str, ...]
    limits: Mapping[str, float]
    false_alarms: float

    @property
    def stops(self) -> bool:
        """Whether it may hold money back by itself."""
        return self.false_alarms > 0


class RuleFault(Exception):
    """A rule's file that does not say what it must."""


_TEXTS = ("title", "why", "stop", "look", "basis")
_KEYS = {
    "source",
    "needs",
    "uses",
    "columns",
    "limits",
    "false_alarms",
    *(f"{key}{end}" for key in _TEXTS for end in ("", "_en")),
}


@cache
def rules() -> Mapping[str, Rule]:
    """Every rule by its id, in the order of their files' names. Raises RuleFault."""
    return {path.stem: read_rule(path) for path in sorted(FOLDER.glob("*.toml"))}


@cache
def digests() -> Mapping[str, str]:
    """SHA-256 of each rule's file by its id: a finding says by it which wording and limits it was found with."""
    return {path.stem: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(FOLDER.glob("*.toml"))}


@cache
def digest_of_all() -> str:
    """SHA-256 over all of them: another one calls for a new screening."""
    return hashlib.sha256("".join(f"{name} {one}\n" for name, one in digests().items()).encode()).hexdigest()


def read_rule(path: Path) -> Rule:
    """The rule of a file. Raises RuleFault naming the file and the key."""
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    for key in table:
        if key not in _KEYS:
            raise RuleFault(f"{path.name}: no such key {key}")
    false_alarms = float(table.get("false_alarms", 0))
    texts = {key: _text(path, table, key, must=key not in ("stop", "basis") or false_alarms > 0) for key in _TEXTS}
    if not isinstance(table.get("source"), str):
        raise RuleFault(f"{path.name}: source is missing")
    for name in (*table.get("needs", ()), *table.get("uses", ())):
        if name not in FILES:
            raise RuleFault(f"{path.name}: no file is called {name}")
    for place in table.get("columns", ()):
        name, _, column = place.partition(".")
        if name not in FILES or column not in FILES[name].columns:
            raise RuleFault(f"{path.name}: no column is called {place}")
    return Rule(
        id=path.stem,
        source=table["source"],
        needs=tuple(table["needs"]),
        uses=tuple(table.get("uses", ())),
        columns=tuple(table.get("columns", ())),
        limits={name: float(value) for name, value in table.get("limits", {}).items()},
        false_alarms=false_alarms,
        **texts,
    )


def _text(path: Path, table: Mapping[str, Any], key: str, *, must: bool) -> Text:
    zh, en = table.get(key, ""), table.get(f"{key}_en", "")
    if must and not (zh and en):
        raise RuleFault(f"{path.name}: {key} and {key}_en are both needed")
    return Text(zh, en)
