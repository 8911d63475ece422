"""Figures on pages: a measure's number in the unit that people read, and rows as bars drawn on the server."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from yunpei.common.language import Text
from yunpei.common.money import yuan_shown
from yunpei.oversight.statistics.types import FigureTable, Measure, Split
from yunpei.policy.words import PERSON_GROUPS
from yunpei.portals.ui import regions
from yunpei.portals.ui.labels import word
from yunpei.portals.ui.templatetags.ui import say

PERSON = Text("个人", "a person")  # who applies for themselves
HOUR_MS = 3_600_000
MOST_BARS = 12  # more are in the table
MEASURES = {
    Measure.CLASSES: _("开班数"),
    Measure.TRAINED: _("培训人次"),
    Measure.HOURS: _("学习时长（小时）"),
    Measure.CERTIFIED: _("发证人次"),
    Measure.SUBSIDISED: _("核准补贴人次"),
    Measure.GRANTED: _("核准金额（元）"),
    Measure.PAID: _("已拨付（元）"),
}
SPLITS = {
    Split.MONTH: _("按月份"),
    Split.REGION: _("按地区"),
    Split.PROGRAMME: _("按项目"),
    Split.KIND: _("按单位类型"),
    Split.GROUP: _("按人群"),
    Split.FUND: _("按资金"),
}


@dataclass(frozen=True, slots=True)
class Bar:
    """One row of a chart: its name, the number as text, and how long its bar is, as "37.5%"."""

    name: str
    shown: str
    length: str


def shown(measure: Measure, value: int | None) -> str:
    """A figure as people read it: money in yuan, time in hours, heads as they are; a dash for what is hidden."""
    if value is None:
        return "—"
    if measure in (Measure.GRANTED, Measure.PAID):
        return yuan_shown(value)
    return f"{value / HOUR_MS:,.1f}" if measure is Measure.HOURS else f"{value:,}"


def row_name(split: Split, value: str, programme: Callable[[str], str]) -> str:
    """What a row is called."""
    if split is Split.REGION:
        return regions.name(value)
    if split is Split.PROGRAMME:
        return programme(value)
    if split is Split.KIND:
        return say(PERSON) if value == "person" else str(word("organisation_kind", value))
    return group_name(value) if split is Split.GROUP else value


def group_name(group: str) -> str:
    """What a group of people is called: the word of the packs."""
    spelt = PERSON_GROUPS.get(group, (group, group))
    return say(Text(spelt[1], group.replace("_", " ")))


def bars(numbers: Mapping[str, int], measure: Measure) -> list[Bar]:
    """Rows as bars, as long as they are to the longest; the first MOST_BARS of them."""
    most = max(numbers.values(), default=0)
    return [Bar(name, shown(measure, value), _length(value, most)) for name, value in list(numbers.items())[:MOST_BARS]]


def _length(value: int, most: int) -> str:
    thousandths = max(value, 0) * 1000 // most if most > 0 else 0
    return f"{thousandths // 10}.{thousandths % 10}%"


def printed(table: FigureTable, programme: Callable[[str], str]) -> list[tuple[str, str, list[tuple[str, str]]]]:
    """A table's rows: key, name, and (heading, number) of each measure."""
    return [
        (
            key,
            row_name(table.split, key, programme),
            [(str(MEASURES[one]), shown(one, row.get(one, 0))) for one in table.measures],
        )
        for key, row in table.rows.items()
    ]
