"""What other rooms may name of zones."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from yunpei.catalogue.types import CourseFacts
from yunpei.common.language import Text
from yunpei.policy.words import PERSON_GROUPS

# The packs' words for groups of people, and those whom 百日 names besides.
GROUPS = {
    "returning": Text("复产复工企业职工", "staff of enterprises that resume work"),
    "migrant": Text("农民工", "migrant workers"),
    "unemployed": Text("失业人员", "unemployed people"),
    **{
        code: Text(spelt[1], code.replace("_", " "))
        for code, spelt in PERSON_GROUPS.items()
        if code != "other"  # whom it names is said by leaving the groups empty
    },
}


@dataclass(frozen=True, slots=True)
class ZoneGiven:
    """A zone as an office describes it. regions: GB/T 2260, those below included; none: everywhere. groups: of GROUPS; none: everyone.

    closes_on: the last day.
    """

    name: str
    text: str
    source: str
    clause: str
    regions: tuple[str, ...]
    groups: tuple[str, ...]
    opens_on: date
    closes_on: date


@dataclass(frozen=True, slots=True)
class ZoneCard:
    """A zone as it stands. region: of the office that keeps it; ended_on: the first day on which it is open no more."""

    id: str
    region: str
    given: ZoneGiven
    ended_on: date | None
    reason: str

    @property
    def last_day(self) -> date:
        """The last day on which it is open, an early end considered; before its first day where it never opened."""
        return last_day(self.given.closes_on, self.ended_on)

    @property
    def groups(self) -> tuple[Text, ...]:
        """For whom, in words."""
        return tuple(GROUPS[one] for one in self.given.groups)

    def open_on(self, day: date) -> bool:
        """Whether its courses are free on a day."""
        return self.given.opens_on <= day <= self.last_day


@dataclass(frozen=True, slots=True)
class FreeCourse:
    """A course in a zone, in the version that is public now. own: its own last free day; None: the zone's."""

    course: CourseFacts
    own: date | None
    until: date


@dataclass(frozen=True, slots=True)
class FreeUntil:
    """What a course's page says of a zone that it is in: the zone's id and name, the last free day."""

    zone: str
    name: str
    until: date


def last_day(closes_on: date, ended_on: date | None, own: date | None = None) -> date:
    """The last free day of a zone, or of a course in it that has its own."""
    planned = own or closes_on
    return planned if ended_on is None else min(planned, ended_on - timedelta(days=1))
