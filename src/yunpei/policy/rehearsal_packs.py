"""Which packs a rehearsal sets against each other: one by name or folder, and the version that was in force."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl

from yunpei.common.language import Text
from yunpei.policy.packs import UnknownProgramme, find, load, load_programme, programme_of, version_folders, version_of
from yunpei.policy.rehearsal_dates import middle
from yunpei.policy.types import Pack


def pack_named(name: str) -> Pack:
    """The pack of a programme, its version, or a folder outside the program. Raises UnknownProgramme, PackFaults.

    `circular/programme`, `circular/programme@2026-01-01`, or the folder of one version, or of one programme (its latest).
    """
    try:
        return load_programme(name)
    except UnknownProgramme:
        folder = Path(name)
        if not folder.is_dir():
            raise
    versions = version_folders(folder)
    programmes = {programme_of(one) for one in versions}
    if len(programmes) != 1:
        known = "、".join(sorted(programmes))
        raise UnknownProgramme(
            Text(
                f"{name} 中有 {len(programmes)} 个项目，须指明一个项目的文件夹：{known}",
                f"{name} holds {len(programmes)} programmes; name the folder of one: {known}",
            )
        )
    return load(max(versions, key=lambda one: version_of(one) or date.min))


def version_then(pack: Pack, lines: pl.DataFrame) -> Pack | None:
    """The version of the pack's programme that was in force for the lines: on the day of the one in the middle.

    None if that is the pack itself, or there is none, or the lines do not have the columns that it must have.
    """
    day = middle(lines[pack.order[0]]) if pack.order[0] in lines.columns else None
    if day is None:
        return None
    folders = find().get(pack.programme, {}) | {pack.version: pack.folder}
    latest = max((version for version in folders if version <= day), default=pack.version)
    if latest == pack.version:
        return None
    found = load(folders[latest])
    ended = found.until is not None and found.until < day
    return None if ended or not {*found.required} - {"person_id"} <= set(lines.columns) else found
