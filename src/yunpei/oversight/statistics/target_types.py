"""What other rooms may name of targets (目标任务) and of the base figures that some of them need."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from yunpei.oversight.statistics.types import Measure


class TargetMeasure(StrEnum):
    """What a target is about: heads that we count, what listed platforms report, or a share of base figures in percent."""

    TRAINED = "trained"
    CERTIFIED = "certified"
    SUBSIDISED = "subsidised"
    PLATFORMS = "platforms"
    OCCUPATIONS = "occupations"
    REGISTRATIONS = "registrations"
    SKILLED_SHARE = "skilled_share"
    HIGHLY_SKILLED_SHARE = "highly_skilled_share"


class BaseMeasure(StrEnum):
    """Numbers of people that only a bureau can state."""

    EMPLOYED = "employed"
    SKILLED = "skilled"
    HIGHLY_SKILLED = "highly_skilled"


COUNTED: Mapping[TargetMeasure, Measure] = {
    TargetMeasure.TRAINED: Measure.TRAINED,
    TargetMeasure.CERTIFIED: Measure.CERTIFIED,
    TargetMeasure.SUBSIDISED: Measure.SUBSIDISED,
}
REPORTED = (TargetMeasure.PLATFORMS, TargetMeasure.OCCUPATIONS, TargetMeasure.REGISTRATIONS)
SHARES: Mapping[TargetMeasure, tuple[BaseMeasure, BaseMeasure]] = {  # of what, and what part
    TargetMeasure.SKILLED_SHARE: (BaseMeasure.EMPLOYED, BaseMeasure.SKILLED),
    TargetMeasure.HIGHLY_SKILLED_SHARE: (BaseMeasure.SKILLED, BaseMeasure.HIGHLY_SKILLED),
}


@dataclass(frozen=True, slots=True)
class TargetGiven:
    """A target as a bureau sets it. since, until: first days of its first and last month. goal: a number, of a share percent."""

    name: str
    source: str
    clause: str
    measure: TargetMeasure
    since: date
    until: date
    goal: int


@dataclass(frozen=True, slots=True)
class BaseGiven:
    """A base figure as a bureau states it, as of a day."""

    measure: BaseMeasure
    value: int
    on: date
    source: str


@dataclass(frozen=True, slots=True)
class BaseCard:
    """A base figure of a region that holds."""

    region: str
    given: BaseGiven
    entered_at: datetime


@dataclass(frozen=True, slots=True)
class Reached:
    """How far a region is. value None: not known, or hidden from the public; of a share it is in hundredths of a percent.

    as_of: when it was counted, last reported, or stated. part, whole: of a share. regions: whose base figures are in it.
    """

    region: str
    value: int | None
    as_of: datetime | date | None = None
    part: int | None = None
    whole: int | None = None
    regions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TargetCard:
    """A target with how far its region is, and each region next below it that anything is known of."""

    id: str
    region: str
    given: TargetGiven
    reached: Reached
    below: tuple[Reached, ...] = ()

    @property
    def share(self) -> bool:
        """Whether it is a share in percent."""
        return self.given.measure in SHARES

    @property
    def hundredths(self) -> int | None:
        """How much of the goal is reached, in hundredths of a percent; None where that is not known."""
        if self.reached.value is None:
            return None
        return self.reached.value * (100 if self.share else 10_000) // self.given.goal
