"""What other rooms may name of the selection of online platforms."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from fractions import Fraction


class CallState(StrEnum):
    """Where a call for platforms (征集) stands."""

    OPEN = "open"
    REVIEWING = "reviewing"
    CLOSED = "closed"
    CANCELLED = "cancelled"


class PlatformState(StrEnum):
    """Where a platform stands that was handed in under a call."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    IN_REVIEW = "in_review"
    ACCEPTED = "accepted"
    NOTICED = "noticed"
    LISTED = "listed"
    LEFT = "left"
    STRUCK = "struck"
    APPEALED = "appealed"
    REMOVED = "removed"
    REFUSED = "refused"
    LAPSED = "lapsed"


class ObjectionState(StrEnum):
    """Where an objection to a platform in public notice stands."""

    OPEN = "open"
    UPHELD = "upheld"
    DISMISSED = "dismissed"


class SealedBy(StrEnum):
    """How what was handed in is sealed."""

    SCAN = "scan"  # the sealed page as a PDF
    ACCOUNT = "account"  # the legal representative's own account


@dataclass(frozen=True, slots=True)
class Criterion:
    """What platforms are scored by, and its weight; the weights of a call sum to 100."""

    id: int
    name: str
    weight: int


@dataclass(frozen=True, slots=True)
class CallGiven:
    """A call as it is published. criteria: name and weight."""

    title: str
    asks: str
    contact: str
    closes_on: date
    criteria: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class CallCard:
    """A call as everyone sees it. closes_on: the last day to hand in."""

    id: str
    region: str
    title: str
    asks: str
    contact: str
    closes_on: date
    state: CallState
    published_at: datetime
    criteria: tuple[Criterion, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class Occupation:
    """An occupation (职业) that a platform has courses for: code of 国家职业分类大典, name, number of courses."""

    code: str
    name: str
    courses: int


@dataclass(frozen=True, slots=True)
class PlatformGiven:
    """What an organisation says of its platform. kinds: number of courses by course kind; users: real-name users, ever."""

    name: str
    address: str
    about: str
    facts: str
    contact: str
    users: int
    kinds: dict[str, int] = field(default_factory=dict)
    occupations: tuple[Occupation, ...] = ()


@dataclass(frozen=True, slots=True)
class PlatformCard:
    """A platform as lists show it. left: the first day on which it is listed no more. batch: 0 before it is in one."""

    id: str
    call: str
    organisation_id: int
    region: str
    name: str
    address: str
    state: PlatformState
    occupations: int
    courses: int
    users: int
    batch: int
    listed_on: date | None
    left: date | None


@dataclass(frozen=True, slots=True)
class ListedWhile:
    """A platform that was listed on some of the days asked for; throughout: on all of them."""

    platform: PlatformCard
    throughout: bool


@dataclass(frozen=True, slots=True)
class PlatformDetail:
    """A platform with all that was handed in and decided. sealed: None while nothing holds for what stands there now."""

    card: PlatformCard
    given: PlatformGiven
    sealed: SealedBy | None
    sealed_at: datetime | None
    sealed_name: str
    file_id: str
    submitted_at: datetime | None
    reason: str
    said: str
    appeal_by: date | None
    events: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReviewFacts:
    """What one reviewer said of one platform. conflict: why they are left out of it, else "". marks: criterion id → 0–100."""

    reviewer: int
    account_id: int
    conflict: str
    opinion: str
    handed_in_at: datetime | None
    marks: dict[int, int]


@dataclass(frozen=True, slots=True)
class Placed:
    """A platform in the ranking, and how its points come about. means: of each criterion, over the reviewers who count.

    points, means: out of 100. place: ties share one.
    """

    place: int
    platform: PlatformCard
    points: Fraction
    means: dict[int, Fraction]
    reviewers: int


@dataclass(frozen=True, slots=True)
class ReviewerCard:
    """Someone named to review the platforms of a call, and how far they are."""

    id: int
    account_id: int
    handed_in: int
    left_out: int
    waiting: int
    released: str  # the reason, "" while they review


@dataclass(frozen=True, slots=True)
class Task:
    """A platform that waits for a reviewer's marks."""

    platform: PlatformCard
    call: CallCard


@dataclass(frozen=True, slots=True)
class BatchCard:
    """A published batch. until: the last day of its notice."""

    id: int
    region: str
    number: int
    title: str
    published_on: date
    until: date
    platforms: tuple[PlatformCard, ...]

    @property
    def waiting(self) -> bool:
        """Whether a platform of it is still in notice."""
        return any(one.state is PlatformState.NOTICED for one in self.platforms)


@dataclass(frozen=True, slots=True)
class ObjectionCard:
    """An objection to a platform in notice, for the office; answer is public with its receipt code."""

    id: int
    platform: PlatformCard
    text: str
    state: ObjectionState
    made_at: datetime
    answer: str


@dataclass(frozen=True, slots=True)
class ReportGiven:
    """What a platform reports of a month. registrations: of that month alone; courses: standing at its end."""

    month: date
    registrations: int
    courses: int
    occupations: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReportCard:
    """A report that holds, with when it came."""

    given: ReportGiven
    reported_at: datetime


@dataclass(frozen=True, slots=True)
class Progress:
    """What the platforms of a region came to: how many are listed, and what they reported; reported_at None: nothing yet."""

    platforms: int
    occupations: int
    registrations: int
    courses: int
    reporting: int
    reported_at: datetime | None
