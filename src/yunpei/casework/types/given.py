"""What goes in and out of decisions: plans as written, facts of a line, differences, holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from yunpei.casework.types.words import Source
from yunpei.common.language import Text


@dataclass(frozen=True, slots=True)
class Channel:
    """An online training channel as the plan names it: its full name, its kind (website, app, account, platform), its link."""

    name: str
    kind: str
    link: str


@dataclass(frozen=True, slots=True)
class PlanFields:
    """The training plan as the applicant writes it; submit says what is missing. Money in fen, hours are class hours.

    delegate: the training body that holds the class, "" where the firm does so itself. training_kind: a word of the policy's
    column of that name, where the programme pays by kind.
    """

    objects: str = ""
    posts: str = ""
    project: str = ""
    course_id: int | None = None
    occupation: str = ""
    mode: str = "online"
    online_hours: int = 0
    offline_hours: int = 0
    converted: bool = False
    channels: tuple[Channel, ...] = ()
    cost_fen: int | None = None
    headcount: int | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    delegate: str = ""
    training_kind: str = ""

    @property
    def planned_hours(self) -> int:
        """All class hours of the plan."""
        return self.online_hours + self.offline_hours


@dataclass(frozen=True, slots=True)
class Difference:
    """What changed since a decision was frozen: in whose line, which fact or result, then and now."""

    line: str
    person: str
    what: Text
    before: Text
    now: Text


@dataclass(frozen=True, slots=True)
class Hold:
    """A gate's word on a line (line "" = the whole case): why its money must wait. gate: who says so."""

    gate: str
    line: str
    reason: Text


Facts = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class LineFacts:
    """What is known of one person of a claim or an application: policy facts by column name, and where each comes from.

    key: what the fold knows the person by (their opaque id). person_id None: nobody has registered for this roster line.
    """

    roster_line_id: int | None
    person_id: int | None
    key: str
    name: str
    id_masked: str
    facts: Facts
    sources: Mapping[str, Source]
    notes: Mapping[str, Text] = field(default_factory=dict)
