"""Regions by name, and those that forms offer: where the circulars on hand hold.

regions.csv has the codes of GB/T 2260 that were in force at any time since April 2019, as the Ministry of Civil Affairs
publishes them: a class of 2020 keeps the district that it was in.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from yunpei.common.regions import NATION
from yunpei.people.access import regions_overlap
from yunpei.policy import packs
from yunpei.policy.faults import PackFaults

FILE = Path(__file__).with_name("regions.csv")
Choice = tuple[str, str]


@cache
def own_names() -> dict[str, str]:
    """Code → the place's own name: 320211 → 滨湖区."""
    with FILE.open(encoding="utf-8", newline="") as rows:
        return {row["code"]: row["name"] for row in csv.DictReader(rows)}


def name(code: str) -> str:
    """A region's whole name, 江苏省无锡市滨湖区; the code itself where it is none of the list."""
    known = own_names()
    if code not in known:
        return code
    above = dict.fromkeys((code[:2] + "0000", code[:4] + "00", code))
    return "".join(known[one] for one in above if one in known)


def on_hand() -> frozenset[str]:
    """The regions of the circulars on hand; one for the whole country says nothing of where this site is."""
    return _regions_of(tuple(packs.roots()))


@cache  # packs don't change while the program runs: an amendment is a new folder and comes with a restart
def _regions_of(roots: tuple[Path, ...]) -> frozenset[str]:
    found = set()
    for one in packs.find(roots):
        try:
            found.add(packs.load_programme(one).circular.region)
        except PackFaults:
            continue  # the bureau's page of packs says what is wrong with it
    return frozenset(found) - {NATION}


def offered(within: Iterable[str]) -> list[str]:
    """Every region in, or above, one of these, by code."""
    wanted = tuple(within)
    return [code for code in own_names() if any(regions_overlap(one, code) for one in wanted)]


def grouped(codes: Iterable[str]) -> list[tuple[str, list[Choice]]]:
    """Regions as the choices of a select: one group a city, in which the city itself stands first."""
    groups: dict[str, list[Choice]] = {}
    for code in codes:
        city = code[:4] + "00"
        head = city if city in own_names() else code[:2] + "0000"
        groups.setdefault(name(head), []).append((code, name(code)))
    return list(groups.items())


def places(circular: str) -> list[tuple[str, list[Choice]]]:
    """The districts that a circular's region covers, as the choices of a select; of one for the whole country, those on hand."""
    within = {circular} & on_hand() or on_hand()
    return grouped(districts(offered(within)))


def districts(codes: Iterable[str]) -> list[str]:
    """Those of the regions that have none below them: where a firm is."""
    return [code for code in codes if not code.endswith("00")]
