"""What a room counts of its own tables for the figures of the site: sums by month and place, never a person."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class Counted:
    """A sum. month: its first day, by the calendar of Asia/Shanghai. kind: of the organisation, "person" where there is none.

    groups: the words for the people counted; one may belong to several. value: heads, fen or milliseconds, as the query says.
    """

    month: date
    region: str
    programme: str
    value: int
    kind: str = ""
    fund: str = ""
    groups: tuple[str, ...] = ()


def counted(rows: Iterable[Any]) -> list[Counted]:
    """Rows of a grouped query, whose columns are named as the fields; what sums to nothing is left out."""
    return [
        Counted(**{**row, "month": _first(row["month"]), "groups": tuple(sorted(row.get("groups") or ()))})
        for row in rows
        if row["value"]
    ]


def _first(month: date) -> date:
    return month.date() if isinstance(month, datetime) else month
