"""How study time is held to account in one class: the programme's word, else the clock's own."""

from __future__ import annotations

from typing import NamedTuple

from yunpei.evidence.asking import EVERY_10_TO_20_MINUTES, Ask, Asking
from yunpei.policy.packs import UnknownProgramme, load_programme
from yunpei.training.types import ClassFacts


class StudyRule(NamedTuple):
    """cap_ms: credit a day, None as the clock has it. asking: when challenges come and what they ask for."""

    cap_ms: int | None
    asking: Asking


def study_rule(held: ClassFacts) -> StudyRule:
    """The rule of a class: `[study]` of its pack, and what is left out there as everywhere."""
    try:
        study = load_programme(f"{held.programme}@{held.pack_version}").study
    except UnknownProgramme:  # its pack came from outside and is gone
        study = {}
    usual = EVERY_10_TO_20_MINUTES
    minutes = study.get("daily_minutes")
    asking = Asking(
        study["challenge_after"] * 60 if "challenge_after" in study else usual.least,
        study["challenge_by"] * 60 if "challenge_by" in study else usual.most,
        tuple(Ask(one) for one in study.get("challenges", usual.kinds)),
    )
    return StudyRule(None if minutes is None else minutes * 60_000, asking)
