"""How each platform's export is read: one TOML file for each, ours in platforms/, a site's own in <data>/platforms/.

A site's file under one of our names takes its place. A file with a fault is left out, and all its faults are told.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings

from yunpei.common.errors import Problem
from yunpei.common.language import Text
from yunpei.policy.cells import norm_project
from yunpei.policy.vocabulary import plain_header

OURS = Path(__file__).with_name("platforms")
GENERAL = "general"  # of no platform: the channel is chosen beside the file
UNITS = {"seconds": 1, "minutes": 60, "hours": 3600, "class_hours": 0}  # the last: hour_minutes says
COLUMNS = ("person_id", "person_name", "phone", "day", "started", "ended", "duration", "course")
_KEYS = ("name", "name_en", "names", "sites", "unit", "hour_minutes", "columns")
_SITE = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)+")


@dataclass(frozen=True, slots=True)
class Platform:
    """One platform's columns. id: the file's name. unit_seconds: what a bare number in the duration column means."""

    id: str
    name: Text
    names: frozenset[str]
    sites: tuple[str, ...]
    unit_seconds: int
    hour_seconds: int | None
    headers: Mapping[str, str]

    def column(self, header: str) -> str | None:
        """The column that a header of the export names, or None."""
        return self.headers.get(plain_header(header))

    def is_at(self, name: str, link: str) -> bool:
        """Whether a channel that a plan names is this platform, by its name or by the site of its link."""
        return norm_project(name) in self.names or any(_within(host_of(link), site) for site in self.sites)


def mappings() -> tuple[dict[str, Platform], list[Problem]]:
    """The mappings by id, the general one last, and every fault of those that can't be used."""
    found: dict[str, Platform] = {}
    problems: list[Problem] = []
    for folder in (OURS, Path(settings.YUNPEI_DATA) / "platforms"):
        for path in sorted(folder.glob("*.toml")):
            mapping, faults = _read(path, path.stat().st_mtime_ns)
            problems += faults
            if mapping is not None:
                found[mapping.id] = mapping
    return dict(sorted(found.items(), key=lambda one: (one[0] == GENERAL, one[0]))), problems


def host_of(link: str) -> str:
    """The host that a link leads to, "" for what is no link."""
    return (urlsplit(link.strip()).hostname or "") if "//" in link else ""


def _within(host: str, site: str) -> bool:
    return host == site or host.endswith(f".{site}")


@lru_cache(maxsize=64)
def _read(path: Path, changed: int) -> tuple[Platform | None, tuple[Problem, ...]]:  # noqa: ARG001 - a changed file is read anew
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as fault:
        return None, (_problem(path, "", "不是有效的 TOML 文件", f"no valid TOML: {fault}"),)
    if faults := tuple(_faults(path, table)):
        return None, faults
    hour = table["hour_minutes"] * 60 if "hour_minutes" in table else None
    return Platform(
        id=path.stem,
        name=Text(table["name"], table.get("name_en", table["name"])),
        names=frozenset(norm_project(one) for one in (table["name"], *table.get("names", ()))),
        sites=tuple(table.get("sites", ())),
        unit_seconds=UNITS[table["unit"]] or hour or 0,
        hour_seconds=hour,
        headers={plain_header(text): name for name, texts in table["columns"].items() for text in texts},
    ), ()


def _faults(path: Path, table: Mapping[str, Any]) -> Iterator[Problem]:
    for key in table:
        if key not in _KEYS:
            known = ", ".join(_KEYS)
            yield _problem(path, key, f"没有这一项；可用：{known}", f"no such key; there are {known}")
    for key in ("name", "name_en"):
        if (key in table or key == "name") and not _is_text(table.get(key)):
            yield _problem(path, key, "请填写文字", "give a text")
    for key in ("names", "sites"):
        if not _is_texts(table.get(key, ["-"])):
            yield _problem(path, key, "须为文字的列表", "it is a list of texts")
    for site in table.get("sites", ()) if _is_texts(table.get("sites")) else ():
        if not _SITE.fullmatch(site):
            yield _problem(
                path,
                "sites",
                f"{site} 不是域名；只写域名，如 px.class.com.cn",
                f"{site} is no host name; give that alone",
            )
    unit, hour = table.get("unit"), table.get("hour_minutes")
    if unit not in UNITS:
        yield _problem(path, "unit", f"只能是 {'、'.join(UNITS)}", f"must be one of {', '.join(UNITS)}")
    if hour is not None and (type(hour) is not int or not 0 < hour <= 120):
        yield _problem(path, "hour_minutes", "须为 1 到 120 的整数", "a whole number from 1 to 120")
    if unit == "class_hours" and hour is None:
        yield _problem(
            path, "hour_minutes", "以课时计的，须写明每课时多少分钟", "with class hours, say how many minutes one has"
        )
    yield from _column_faults(path, table.get("columns"))


def _column_faults(path: Path, columns: Any) -> Iterator[Problem]:
    if not isinstance(columns, dict):
        yield _problem(path, "columns", "请写 [columns]：每项的列名", "write [columns]: the headers of each")
        return
    taken: dict[str, str] = {}
    for name, headers in columns.items():
        key = f"columns.{name}"
        if name not in COLUMNS:
            known = ", ".join(COLUMNS)
            yield _problem(path, key, f"没有这一项；可用：{known}", f"no such key; there are {known}")
        elif not _is_texts(headers):
            yield _problem(path, key, "须为文字的列表，不能为空", "it is a list of texts and not empty")
        else:
            for header in headers:
                other = taken.setdefault(plain_header(header), name)
                if other != name:
                    yield _problem(path, key, f"“{header}”已属于 {other}", f"{header} belongs to {other} already")
    if "person_id" not in columns and not {"person_name", "phone"} <= set(columns):
        yield _problem(
            path, "columns", "须有 person_id，或 person_name 和 phone", "it needs person_id, or person_name and phone"
        )
    if not {"day", "started"} & set(columns):
        yield _problem(path, "columns", "须有 day 或 started", "it needs day or started")
    if "duration" not in columns and not {"started", "ended"} <= set(columns):
        yield _problem(path, "columns", "须有 duration，或 started 和 ended", "it needs duration, or started and ended")


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _is_texts(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(map(_is_text, value))


def _problem(path: Path, key: str, zh: str, en: str) -> Problem:
    where = f"{path.name}" + (f" {key}" if key else "")
    return Problem("platform", Text(f"{where}：{zh}", f"{where}: {en}"))
