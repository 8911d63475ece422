"""What other rooms may name of records from elsewhere: kinds, grades, what was brought in and what it comes to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from yunpei.common.language import Text
from yunpei.learning.hours import Credit


class Kind(StrEnum):
    """What was brought in: a platform's table, or files bound to persons who were chosen."""

    EXPORT = "export"
    SCREENSHOT = "screenshot"
    VIDEO = "video"
    SHEET = "sheet"  # 签到表、考勤表


class Grade(StrEnum):
    """How good a record is as evidence, the best first."""

    MEASURED = "measured"  # by our own study clock
    PLATFORM = "platform"  # the export of a channel that is filed with the class
    PAPER = "paper"  # counts once an officer of the case has looked at it and accepted it


class Way(StrEnum):
    """Whether the hours are online or offline ones."""

    ONLINE = "online"
    OFFLINE = "offline"


class Verdict(StrEnum):
    """What an officer made of a record on paper."""

    WAITING = "waiting"
    ACCEPTED = "accepted"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class RecordRow:
    """One row of an export, matched with its roster line: `ms` of study at some time between `starts_at` and `ends_at`."""

    row: int
    line_id: int
    starts_at: datetime
    ends_at: datetime
    ms: int
    course: str = ""


@dataclass(frozen=True, slots=True)
class Stated:
    """What an organisation states for one person beside its files: so long, between these days, both included."""

    line_id: int
    first_day: date
    last_day: date
    minutes: int


@dataclass(frozen=True, slots=True)
class Brought:
    """What an import came to. again: this file is in already, nothing was changed."""

    batch: str
    people: int
    rows: int
    again: bool = False


@dataclass(frozen=True, slots=True)
class PersonPart:
    """What one batch states for one person, as far as it was judged alike. first, last: days, both included."""

    line_id: int
    name: str
    id_masked: str
    rows: int
    ms: int
    first: date
    last: date
    verdict: Verdict
    reason: str


@dataclass(frozen=True, slots=True)
class BatchCard:
    """What was brought in at once. files: (public id, name). counts: the programme counts records of this grade.

    rows, ms: all that it states, before anything is left out. waiting: persons whose records nobody has judged.
    """

    public_id: str
    kind: Kind
    channel: str
    filed: bool
    grade: Grade
    way: Way
    counts: bool
    note: str
    brought_by: int | None
    brought_at: datetime
    voided_at: datetime | None
    void_reason: str
    files: Sequence[tuple[str, str]]
    parts: Sequence[PersonPart]

    @property
    def people(self) -> int:
        """How many persons it has records of."""
        return len({one.line_id for one in self.parts})

    @property
    def rows(self) -> int:
        """How many records it has."""
        return sum(one.rows for one in self.parts)

    @property
    def ms(self) -> int:
        """All that it states, before anything is left out."""
        return sum(one.ms for one in self.parts)

    @property
    def waits(self) -> bool:
        """Whether an officer has to look at some of it before it counts."""
        needed = self.grade is Grade.PAPER and self.counts and self.voided_at is None
        return needed and any(one.verdict is Verdict.WAITING for one in self.parts)


@dataclass(frozen=True, slots=True)
class Filed:
    """What the class's filing says of records: its channels (name, link), and the grades that its programme counts."""

    channels: Sequence[tuple[str, str]]
    grades: frozenset[Grade]


@dataclass(frozen=True, slots=True)
class Outside:
    """What one person's records from elsewhere come to, beside the time that our clock measured.

    Counted time never overlaps: `platform_ms` and `paper_ms` are on top of the measured time and of each other.
    unsure_ms: may or may not be the same time as something counted, and so is left out. waiting_ms: on paper, not looked at.
    channel: where they studied; one that is not filed goes first. filed: whether it is. attended: has an accepted offline record.
    """

    online: Sequence[Credit] = ()
    offline: Sequence[Credit] = ()
    platform_ms: int = 0
    paper_ms: int = 0
    unsure_ms: int = 0
    waiting_ms: int = 0
    channel: str = ""
    filed: bool = True
    attended: bool = False

    @property
    def online_ms(self) -> int:
        """What is counted of online study elsewhere."""
        return sum(one.ms for one in self.online)

    @property
    def note(self) -> Text:
        """The part of the arithmetic that is not measured; empty where there is none."""
        parts = [
            (self.platform_ms, "平台记录", "by platform records"),
            (self.paper_ms, "经审核的纸质或影像记录", "by records that an officer accepted"),
        ]
        zh = "".join(f"；{name}{ms // 1000}秒" for ms, name, _ in parts if ms)
        en = "".join(f"; {ms // 1000} s {name}" for ms, _, name in parts if ms)
        return Text(zh, en)


NOTHING = Outside()
