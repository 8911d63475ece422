"""Targets on pages: numbers with their unit, and how far each is as a bar."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from yunpei.oversight.statistics.target_types import BaseMeasure, Reached, TargetCard, TargetMeasure
from yunpei.portals.ui.figures import Bar

MEASURES = {
    TargetMeasure.TRAINED: _("培训人次"),
    TargetMeasure.CERTIFIED: _("发证人次"),
    TargetMeasure.SUBSIDISED: _("核准补贴人次"),
    TargetMeasure.PLATFORMS: _("线上平台数"),
    TargetMeasure.OCCUPATIONS: _("覆盖职业数"),
    TargetMeasure.REGISTRATIONS: _("实名注册人次"),
    TargetMeasure.SKILLED_SHARE: _("技能人才占从业人员（%）"),
    TargetMeasure.HIGHLY_SKILLED_SHARE: _("高技能人才占技能人才（%）"),
}
BASE = {
    BaseMeasure.EMPLOYED: _("从业人员"),
    BaseMeasure.SKILLED: _("技能人才"),
    BaseMeasure.HIGHLY_SKILLED: _("高技能人才"),
}


def reached(card: TargetCard, one: Reached) -> str:
    """How far a region is, as people read it: a share with two decimals; a dash for what is not known."""
    if one.value is None:
        return "—"
    return f"{one.value // 100}.{one.value % 100:02d}%" if card.share else f"{one.value:,}"


def goal(card: TargetCard) -> str:
    """The goal in the same unit."""
    return f"{card.given.goal}%" if card.share else f"{card.given.goal:,}"


def bars(cards: Iterable[TargetCard]) -> list[Bar]:
    """Each target as a bar of what is reached of its goal, at most the whole width; none where that is not known."""
    return [
        Bar(card.given.name, f"{reached(card, card.reached)} / {goal(card)}", _length(done))
        for card in cards
        if (done := card.hundredths) is not None
    ]


def _length(hundredths: int) -> str:
    kept = min(hundredths, 10_000)
    return f"{kept // 100}.{kept % 100:02d}%"
