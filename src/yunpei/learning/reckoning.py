"""What one person's time in one class comes to (课时核算): each second of it, and the whole class hours that it makes.

Learner, teacher, employer, bureau and auditor are shown this and nothing else; claims and certificates count the same time.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from yunpei.catalogue import queries as catalogue
from yunpei.catalogue.types import LessonFacts
from yunpei.common.language import Text
from yunpei.evidence.types import LessonTotal
from yunpei.learning import study
from yunpei.learning.hours import Credit, class_hours, heaps
from yunpei.learning.on_the_spot import credits_on_the_spot
from yunpei.learning.records.outside import of_class
from yunpei.learning.records.types import NOTHING, Outside
from yunpei.learning.types import LessonLine
from yunpei.training.hour_rule import shown
from yunpei.training.types import Accumulate, ClassFacts, Mode, RosterLineFacts

ALL = Text("", "")
ELSEWHERE = Text("其他平台或纸质记录", "records from elsewhere")
ON_THE_SPOT = Text("面授", "on the spot")


@dataclass(frozen=True, slots=True)
class Earned:
    """Time of one person in one class that hours are taken of. attended: that of `offline` signed in to; outside: what was brought in."""

    online: Sequence[Credit]
    offline: Sequence[Credit]
    attended: Sequence[Credit]
    outside: Outside


@dataclass(frozen=True, slots=True)
class Heap:
    """Time put together before whole class hours are taken of it. name: the lesson, the day, the source; empty for all time."""

    name: Text
    ms: int
    hours: int


@dataclass(frozen=True, slots=True)
class Reckoning:
    """What one person's time in one class comes to, in ms and whole class hours: everybody is shown this (课时核算).

    lessons: by the study clock. platform_ms, paper_ms: online time elsewhere that counts beside it, by grade of evidence.
    attended_ms, sheet_ms: on the spot, signed in to and on paper. waiting_ms: on paper, not looked at; unsure_ms: perhaps the
    same time as something counted. online, offline: how these become hours.
    """

    held: ClassFacts
    line: RosterLineFacts
    lessons: tuple[LessonLine, ...]
    platform_ms: int
    paper_ms: int
    attended_ms: int
    sheet_ms: int
    waiting_ms: int
    unsure_ms: int
    online: tuple[Heap, ...]
    offline: tuple[Heap, ...]
    hour_text: Text

    @property
    def elapsed_ms(self) -> int:
        """All time that passed while a lesson was open."""
        return sum(one.elapsed_ms for one in self.lessons)

    @property
    def credited_ms(self) -> int:
        """What the study clock credited."""
        return sum(one.credited_ms for one in self.lessons)

    @property
    def pending_ms(self) -> int:
        """What waits for the answer to a challenge."""
        return sum(one.pending_ms for one in self.lessons)

    @property
    def excluded_ms(self) -> Mapping[str, int]:
        """Reason code → what does not count for it, the most first."""
        found: Counter[str] = Counter()
        for one in self.lessons:
            found.update(one.excluded_ms)
        return dict(found.most_common())

    @property
    def online_ms(self) -> int:
        """All online time that counts."""
        return sum(one.ms for one in self.online)

    @property
    def offline_ms(self) -> int:
        """All time on the spot that counts."""
        return sum(one.ms for one in self.offline)

    @property
    def online_hours(self) -> int:
        """Whole class hours online."""
        return sum(one.hours for one in self.online)

    @property
    def offline_hours(self) -> int:
        """Whole class hours on the spot."""
        return sum(one.hours for one in self.offline)

    @property
    def hours(self) -> int:
        """All whole class hours."""
        return self.online_hours + self.offline_hours


def earned(held: ClassFacts, measured: Sequence[Credit], attended: Sequence[Credit], outside: Outside) -> Earned:
    """Put together what the study clock credited, what was attended, and what was brought in; none of it twice.

    Hours on the spot that an officer accepted on paper do not count in a class that is online alone.
    """
    on_paper = () if held.mode is Mode.ONLINE else outside.offline
    return Earned([*measured, *outside.online], [*attended, *on_paper], attended, outside)


def earned_of(held: ClassFacts, line: RosterLineFacts, measured: Sequence[Credit]) -> Earned:
    """As `earned`, for one person. 1 query, and 1 more in a class that is not online alone; more where there are such records."""
    outside = of_class(held, person_id=line.person_id).get(line.id, NOTHING)
    attended = credits_on_the_spot(held, person_id=line.person_id).get(line.id, ())
    return earned(held, measured, attended, outside)


def reckoning(held: ClassFacts, line: RosterLineFacts) -> Reckoning:
    """Every second of one person in one class and the hours that come of it. The caller has judged who may see it.

    1 or 2 queries and a read of the study store, one more where hours count by the day; more where there are records from
    elsewhere.
    """
    totals = study.totals(held, line.person)
    return _reckoned(held, line, totals, earned_of(held, line, study.credits_of(held, line.person, totals)))


def reckonings(
    held: ClassFacts, lines: Iterable[RosterLineFacts], totals: Mapping[str, study.Totals]
) -> dict[int, Reckoning]:
    """Roster line → the same, of many. totals: what the study clock says, by person. As many reads, however many they are."""
    brought, attended, counted = of_class(held), credits_on_the_spot(held), study.less_voided(held, totals)
    found = {}
    for line in lines:
        own = counted.get(line.person, {})
        measured = study.credits_of(held, line.person, own)
        mine = earned(held, measured, attended.get(line.id, ()), brought.get(line.id, NOTHING))
        found[line.id] = _reckoned(held, line, own, mine)
    return found


def _reckoned(held: ClassFacts, line: RosterLineFacts, totals: study.Totals, mine: Earned) -> Reckoning:
    lessons = lessons_of(held)
    titles = {one.public_id: one.title for one in lessons}
    outside, attended_ms = mine.outside, _sum(mine.attended)
    return Reckoning(
        held=held,
        line=line,
        lessons=tuple(lesson_line(one, totals.get(one.public_id)) for one in lessons),
        platform_ms=outside.platform_ms,
        paper_ms=outside.online_ms - outside.platform_ms,
        attended_ms=attended_ms,
        sheet_ms=_sum(mine.offline) - attended_ms,
        waiting_ms=outside.waiting_ms,
        unsure_ms=outside.unsure_ms,
        online=_heaps(held, mine.online, titles, ELSEWHERE),
        offline=_heaps(held, mine.offline, {}, ON_THE_SPOT),
        hour_text=shown(held.hour),
    )


@lru_cache(maxsize=1000)
def _lessons(_class: str, course_id: int) -> tuple[LessonFacts, ...]:
    return tuple(catalogue.lessons(course_id))


def lessons_of(held: ClassFacts) -> tuple[LessonFacts, ...]:
    """What a class studies, read once: its course was published before it was made, and neither changes."""
    return _lessons(held.public_id, held.course_id)


def lesson_line(lesson: LessonFacts, total: LessonTotal | None) -> LessonLine:
    """What the study clock says of one lesson; None: it was never opened."""
    return LessonLine(
        lesson=lesson,
        planned_ms=lesson.seconds * 1000,
        elapsed_ms=total.elapsed_ms if total else 0,
        credited_ms=total.credited_ms if total else 0,
        pending_ms=total.pending_ms if total else 0,
        excluded_ms=total.excluded_ms if total else {},
        finished=total.finished if total else False,
    )


def _heaps(held: ClassFacts, time: Sequence[Credit], titles: Mapping[str, str], other: Text) -> tuple[Heap, ...]:
    """Each heap by name with its whole hours, as `class_hours` adds them up."""
    rule = held.hour
    return tuple(
        Heap(
            _named(key, rule.accumulate, titles, other),
            ms,
            class_hours([Credit(key, held.starts_on, ms)], seconds=rule.seconds, accumulate=Accumulate.CLASS),
        )
        for key, ms in heaps(time, rule.accumulate).items()
    )


def _named(key: Hashable, over: Accumulate, titles: Mapping[str, str], other: Text) -> Text:
    if over is Accumulate.CLASS:
        return ALL
    if isinstance(key, date):
        return Text(f"{key:%Y-%m-%d}", f"{key:%Y-%m-%d}")
    title = titles.get(key) if isinstance(key, str) else None
    return other if title is None else Text(title, title)


def _sum(time: Sequence[Credit]) -> int:
    return sum(one.ms for one in time)
