"""What the study clock speaks of: a session, its state after each receipt, a heartbeat's claim. Times are whole ms."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

# `closed` of a receipt that the learner ended; every other terminal receipt names a Reason.
LEFT = "left"
DAY_MS = 86_400_000
_SHANGHAI_MS = 8 * 3_600_000  # no summer time since 1991


class Kind(StrEnum):
    """How a lesson earns time: a video by content played, a document by time spent reading it, live as a video does.

    Of what is sent live nothing can be played before it was sent: the door cuts every claim off there.
    """

    VIDEO = "video"
    DOCUMENT = "document"
    LIVE = "live"


class Verb(StrEnum):
    """What an event says happened; all else about it is in its detail."""

    LOGIN = "login"  # to the site
    SIGN_IN = "sign_in"  # to a class (签到注册)
    ATTENDANCE = "attendance"  # at a session on the spot
    ANSWER = "answer"
    SCORE = "score"
    QUESTION = "question"
    CONSENT = "consent"  # to photos for identity checks, or another way chosen; given and withdrawn
    IDENTITY = "identity"  # a check passed, or what a person made of its photo
    APPOINTMENT = "appointment"
    CERTIFICATE = "certificate"
    REVOCATION = "revocation"
    VOID = "void"  # a line of a roster or a claim no longer counts
    CORRECTION = "correction"
    ERASURE = "erasure"
    DOSSIER = "dossier"


@dataclass(frozen=True, slots=True)
class Session:
    """What is settled at opening and stands unchanged in every receipt of the session. Ids are opaque."""

    id: str  # UUIDv7: the partition key
    opened: int  # server time, ms since 1970
    person: str
    class_id: str
    lesson: str
    kind: str  # a Kind
    planned: int  # ms of the lesson that can be credited
    rules: str  # version in rules.py
    device: str  # fingerprint of the session secret
    before: int  # ms credited for this lesson in earlier sessions
    cap: int  # ms a day
    until: int  # server time after which nothing counts: the class is over
    asks: str  # how often the class asks and for what (asking.Asking.text), empty: never
    text: str = field(init=False, repr=False, compare=False)  # all of these, as every receipt has them

    def __post_init__(self) -> None:
        """Written once: each heartbeat repeats it."""
        parts = (
            self.id, self.opened, self.person, self.class_id, self.lesson, self.kind, self.planned, self.rules,
            self.device, self.before, self.cap, self.until, self.asks,
        )  # fmt: skip
        object.__setattr__(self, "text", "|".join(map(str, parts)))


class State(NamedTuple):
    """The clock after a receipt: with the Session, all that the next heartbeat needs."""

    seq: int
    at: int  # server time of the batch
    credited: int
    pending: int  # a challenge stands: credited or excluded once it is settled
    excluded: Mapping[str, int]  # reason code → ms
    day: int  # ms credited on the Shanghai day of `at`, over all sessions of the person, and all that is pending
    position: int  # ms into the lesson
    reach: int  # furthest position from which a first viewing may go on
    lead: int  # ms of content watched that short intervals could not credit yet
    ahead: int  # ms by which content ran ahead of the allowed rate; below 0: what it may still catch up
    watched: int  # bit n: second n was watched, in this session or before
    challenge: str  # id of the standing challenge, or empty
    due: int  # server time by which it has to be answered, or 0
    asked: int  # challenges the person has had in this class
    since: int  # ms credited in this class since the last answer, over all sessions; asking.OVERDUE after a missed one
    closed: str  # empty, LEFT or a reason code: nothing follows


class Claim(NamedTuple):
    """What a client says about the stretch since its last receipt. Nothing in it is believed beyond what time allows."""

    playing: bool  # it played at some moment of the stretch
    visible: bool  # it was on screen throughout
    rate: int  # per cent of normal speed
    start: int | None  # where playing began if the slider was moved since the last receipt, ms
    position: int  # where it is now, ms
    answer: bool | None = None  # to the standing challenge: whether the server found it right


class Receipt(NamedTuple):
    """One stored row: the signed text, and the three values the store finds it by."""

    session: str
    seq: int
    at: int
    text: str


@dataclass(frozen=True, slots=True)
class Admitted:
    """A learner may study this lesson now: what the session is opened with."""

    person: str
    class_id: str
    lesson: str
    kind: Kind
    seconds: int  # planned length
    until: int  # server time in ms when the class ends
    cap_ms: int | None = None  # credit a day; None: as the rules say
    asks: str = ""  # asking.Asking.text; empty: no challenges


@dataclass(frozen=True, slots=True)
class LessonTotal:
    """The arithmetic of one lesson for one person in one class; the three kinds of ms sum to `elapsed_ms`."""

    lesson: str
    planned_ms: int
    elapsed_ms: int
    credited_ms: int
    pending_ms: int
    excluded_ms: Mapping[str, int]
    watched: int  # bit n: second n
    stretches: tuple[tuple[int, int], ...]  # watched seconds as [start, end)
    position_ms: int  # where to go on
    furthest_ms: int
    seen_ms: int = 0  # server time of the last receipt

    @property
    def finished(self) -> bool:
        """Whether the planned length has been credited in full."""
        return self.credited_ms >= self.planned_ms


class Studied(NamedTuple):
    """One session as a whole: who, which lesson, from when to when (ms since 1970), ms credited, device."""

    person: str
    lesson: str
    opened: int
    ended: int
    credited: int
    device: str


class Studying(NamedTuple):
    """Somebody at it now: which lesson, where in it, ms credited in this session, whether a challenge waits for an answer."""

    person: str
    lesson: str
    position_ms: int
    credited_ms: int
    challenged: bool


@dataclass(frozen=True, slots=True)
class Erased:
    """What an erasure came to: values gone, and values that a legal hold keeps where nobody reads them."""

    erased: int
    restricted: int


@dataclass(frozen=True, slots=True)
class CheckpointCard:
    """A published checkpoint. text: what was signed; token: of its time-stamp, base64, empty where there is none."""

    number: int
    size: int
    at: datetime
    root: str
    text: str
    signature: str
    stamped_at: datetime | None
    token: str
    authority: str  # SHA-256 of the certificate that time-stamped it


class LoggedEvent(NamedTuple):
    """An event as it was hashed, and the number of its leaf; None while no checkpoint binds it."""

    id: str
    text: str
    leaf: int | None


class Proof(NamedTuple):
    """That a leaf is in a tree: hashes in hex, from the leaf's neighbour up to the root's."""

    leaf: int
    path: list[str]


def day_of(at: int) -> int:
    """Days since 1970-01-01 on the calendar of Asia/Shanghai."""
    return (at + _SHANGHAI_MS) // DAY_MS
