"""All programmes at a glance; a pack that can't be used is listed with a note and hides no other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from yunpei.common.language import Text
from yunpei.policy.faults import PackFaults
from yunpei.policy.packs import find, load
from yunpei.policy.types import Pack


@dataclass(frozen=True)
class Entry:
    """One programme: its versions, its name and fund as the latest sound one has them, and what is wrong."""

    programme: str
    versions: tuple[str, ...]
    name: Text
    fund: str
    packs: tuple[Pack, ...]
    note: Text | None

    def as_json(self) -> dict[str, Any]:
        """The same for machines; unsound versions have no entry under `packs`."""
        return {
            "programme": self.programme,
            "versions": list(self.versions),
            "name": self.name.zh,
            "name_en": self.name.en,
            "fund": self.fund,
            "packs": [
                {
                    "in_force_from": pack.version.isoformat(),
                    "until": pack.until.isoformat() if pack.until else None,
                    "circular": pack.circular.number,
                    "region": pack.circular.region,
                    "digest": pack.digest,
                }
                for pack in self.packs
            ],
            "note": None if self.note is None else str(self.note),
        }


def listed() -> list[Entry]:
    """Every programme that is found, in the order of their names."""
    return [_entry(programme, versions) for programme, versions in find().items()]


def _entry(programme: str, versions: Mapping[date, Path]) -> Entry:
    packs, faulty, count = [], [], 0
    for version, folder in versions.items():
        try:
            packs.append(load(folder))
        except PackFaults as error:
            faulty.append(version.isoformat())
            count += len(error.faults)
    note = None
    if faulty:
        names, place = "、".join(faulty), next(iter(versions.values())).parent
        note = Text(
            f"{names} 有 {count} 处错误，不能使用；见 yunpei policy check {place}",
            f"{', '.join(faulty)} can't be used (faults: {count}); see yunpei policy check {place}",
        )
    name = packs[-1].name if packs else Text("（不能使用）", "(can't be used)")
    fund = packs[-1].fund if packs else ""
    return Entry(programme, tuple(map(str, versions)), name, fund, tuple(packs), note)
