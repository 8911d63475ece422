"""What other rooms may name of live lessons."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

EARLY = timedelta(minutes=15)  # before its beginning the encoder's line can be tried
LATE = timedelta(minutes=15)  # so long it may go on past its announced end
LOST = timedelta(seconds=30)  # without a segment: nothing is being sent
LONGEST = timedelta(hours=6)  # as the study clock takes no longer lesson


class Stage(StrEnum):
    """Where a live lesson stands at a moment."""

    VOID = "void"
    ANNOUNCED = "announced"
    ON = "on"  # between its beginning and its end, whether anything arrives or not
    ENDED = "ended"  # its film is being made
    RECORDED = "recorded"


@dataclass(frozen=True, slots=True)
class Announcement:
    """What is announced of a live lesson. lesson: public id. listed: public id in the teachers' pool, "" for someone else."""

    lesson: str
    teacher: str
    listed: str
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class BroadcastFacts:
    """A live lesson as it stands. Times are aware. sent_ms: of all segments that were kept so far."""

    id: int
    public_id: str
    lesson: str  # public id
    title: str
    teacher: str
    listed: str
    starts_at: datetime
    ends_at: datetime
    keyed: bool
    tried_at: datetime | None
    lengths: tuple[int, ...]
    cuts: tuple[int, ...]
    sent_ms: int
    codecs: str
    bits: int
    last_at: datetime | None
    ended_at: datetime | None
    recording: str | None
    voided_at: datetime | None
    void_reason: str

    def stage(self, at: datetime) -> Stage:
        """Where it stands at a moment."""
        if self.voided_at is not None:
            return Stage.VOID
        if self.recording is not None:
            return Stage.RECORDED
        if self.ended_at is not None or at >= self.ends_at + LATE:
            return Stage.ENDED
        return Stage.ANNOUNCED if at < self.starts_at else Stage.ON

    def arrives(self, at: datetime) -> bool:
        """Whether anything was sent just now."""
        return self.last_at is not None and at - self.last_at < LOST
