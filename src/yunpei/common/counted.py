"""What a room counts of its own tables for the figures of the site: sums by month and place, never a person."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Case, DateField, Max, Min, QuerySet, Value, When

from yunpei.common.clock import day_of, start_of


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
    return [Counted(**{**row, "groups": tuple(sorted(row.get("groups") or ()))}) for row in rows if row["value"]]


def month_of(rows: QuerySet[Any, Any], moment: str) -> Case:
    """The month of each row's moment by the calendar of Asia/Shanghai, as its first day, to group by. 1 query for the ends.

    Told by comparing moments alone: every database does that many times faster than it takes a date apart.
    """
    ends = rows.aggregate(first=Min(moment), last=Max(moment))
    whens: list[When] = []
    if ends["first"] is not None:
        month, last = day_of(ends["first"]).replace(day=1), day_of(ends["last"])
        while month <= last:
            following = date(month.year + month.month // 12, month.month % 12 + 1, 1)
            whens.append(When(**{f"{moment}__lt": start_of(following)}, then=Value(month)))
            month = following
    return Case(*whens, output_field=DateField())
