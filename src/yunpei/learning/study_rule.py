"""How study time is held to account in one class: what was set for it, else the programme's word, else the clock's own."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from django.db.models import BigIntegerField

from yunpei.common.statements import Given, Statement
from yunpei.evidence.asking import EVERY_10_TO_20_MINUTES, Ask, Asking
from yunpei.learning.models import ClassAsking
from yunpei.policy.packs import UnknownProgramme, load_programme
from yunpei.training.types import ClassFacts

_SET = Statement(
    lambda: ClassAsking.objects.filter(training_class=Given("class_id", BigIntegerField())).values_list(
        "least", "most", "kinds", "entry"
    )
)


class StudyRule(NamedTuple):
    """cap_ms: credit a day, None as the clock has it. asking: when challenges come and what they ask for.

    entry: an identity check has to be passed before the first lesson.
    """

    cap_ms: int | None
    asking: Asking
    entry: bool = False

    @property
    def minutes(self) -> tuple[int, int]:
        """The least and most minutes of study between two challenges, as pages say them."""
        return self.asking.least // 60, self.asking.most // 60


def study_rule(held: ClassFacts) -> StudyRule:
    """The rule of a class. 1 query."""
    said = _said(held)
    usual = _rule(said)
    for least, most, kinds, entry in _SET.rows(class_id=held.id):
        return StudyRule(usual.cap_ms, Asking(least, most, tuple(map(Ask, kinds.split(".") if kinds else ()))), entry)
    return usual


def of_programme(held: ClassFacts) -> StudyRule | None:
    """What the programme says of challenges; None where it says nothing."""
    said = _said(held)
    return _rule(said) if {"challenges", "challenge_after", "challenge_by"} & said.keys() else None


def _said(held: ClassFacts) -> dict[str, Any]:
    """`[study]` of the pack."""
    try:
        return dict(_written(f"{held.programme}@{held.pack_version}"))
    except UnknownProgramme:  # its pack came from outside and is gone
        return {}


@lru_cache(maxsize=256)
def _written(name: str) -> Mapping[str, Any]:
    """The same, read once: packs don't change while the program runs, and pages and sessions ask for it each time."""
    return load_programme(name).study


def _rule(study: dict[str, Any]) -> StudyRule:
    """What the pack says, and what it leaves out as everywhere."""
    usual = EVERY_10_TO_20_MINUTES
    minutes = study.get("daily_minutes")
    asking = Asking(
        study["challenge_after"] * 60 if "challenge_after" in study else usual.least,
        study["challenge_by"] * 60 if "challenge_by" in study else usual.most,
        tuple(Ask(one) for one in study.get("challenges", usual.kinds)),
    )
    return StudyRule(None if minutes is None else minutes * 60_000, asking)
