"""How study in a company's university is getting on: of one person course by course, of everyone by department.

Figures are the study clock's and stand for themselves: time in a university is in no class, and no claim can be made from it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from yunpei.catalogue.types import LessonFacts
from yunpei.common.errors import NotFound
from yunpei.evidence import queries as evidence
from yunpei.evidence.types import LessonTotal
from yunpei.learning.reckoning import lesson_line
from yunpei.learning.types import LessonLine
from yunpei.training.university import queries as universities
from yunpei.training.university.types import PickFacts, Seat, StaffFacts, UniversityFacts

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
Totals = Mapping[str, LessonTotal]


@dataclass(frozen=True, slots=True)
class CourseStanding:
    """How far one person is in one course. finished: lessons of which the planned length is credited in full."""

    pick: PickFacts
    finished: int
    credited_ms: int

    @property
    def done(self) -> bool:
        """Whether every lesson is finished."""
        return self.finished == len(self.pick.lessons)

    def late(self, day: date) -> bool:
        """Whether the day by which it was to be finished has gone."""
        return not self.done and self.pick.due_on is not None and self.pick.due_on < day


@dataclass(frozen=True, slots=True)
class SeatPage:
    """A university as one of its staff sees it: courses, and the first lesson that is not finished."""

    seat: Seat
    courses: tuple[CourseStanding, ...]
    next_course: PickFacts | None
    next_lesson: LessonFacts | None

    @property
    def credited_ms(self) -> int:
        """Over all courses."""
        return sum(one.credited_ms for one in self.courses)


@dataclass(frozen=True, slots=True)
class StaffProgress:
    """How far one of the staff is. counted: courses that they are asked to finish; all where none is required."""

    staff: StaffFacts
    finished: int
    counted: int
    credited_ms: int
    seen_at: datetime | None

    @property
    def done(self) -> bool:
        """Whether all that is asked for is finished."""
        return 0 < self.counted == self.finished


@dataclass(frozen=True, slots=True)
class DepartmentProgress:
    """A department in one line: people, how many began, how many finished all that is asked for, their credit, who was seen last."""

    department: str
    people: int
    started: int
    finished: int
    credited_ms: int
    seen_at: datetime | None


def seat_page(public_id: str, *, person_id: int) -> SeatPage:
    """All that the page of a university shows one of its staff. Raises NotFound for others. 4 queries, 1 read of the study store."""
    seat = universities.seat(public_id, person_id)
    totals = evidence.totals(seat.staff.person, seat.university.public_id)
    courses = tuple(_standing(one, totals) for one in universities.picks(seat.university.id))
    lacking = [
        (one.pick, lesson)
        for one in courses
        for lesson in one.pick.lessons
        if not (lesson.public_id in totals and totals[lesson.public_id].finished)
    ]
    pick, lesson = lacking[0] if lacking else (None, None)
    return SeatPage(seat, courses, pick, lesson)


def course_lines(seat: Seat, course_id: str) -> tuple[PickFacts, tuple[LessonLine, ...]]:
    """A course of a university, and its lessons as one of the staff has studied them. course_id: public id.

    Raises NotFound for a course that was not picked. 3 queries and 1 read of the study store.
    """
    pick = next((one for one in universities.picks(seat.university.id) if one.course.public_id == course_id), None)
    if pick is None:
        raise NotFound
    totals = evidence.totals(seat.staff.person, seat.university.public_id)
    return pick, tuple(lesson_line(one, totals.get(one.public_id)) for one in pick.lessons)


def staff_progress(held: UniversityFacts, *, department: str | None = None) -> list[StaffProgress]:
    """Everyone on the staff list, or in one department, in its order. 4 queries and 1 read of the study store."""
    picked = universities.picks(held.id)
    asked = [one for one in picked if one.required] or picked
    totals = evidence.class_totals(held.public_id)
    found = []
    for one in universities.staff(held.id, department=department):
        mine = totals.get(one.person, {})
        found.append(
            StaffProgress(
                staff=one,
                finished=sum(_standing(pick, mine).done for pick in asked),
                counted=len(asked),
                credited_ms=sum(_standing(pick, mine).credited_ms for pick in picked),
                seen_at=_seen(mine),
            )
        )
    return found


def by_department(rows: Iterable[StaffProgress]) -> list[DepartmentProgress]:
    """The same in one line for each department, by name."""
    groups: dict[str, list[StaffProgress]] = {}
    for one in rows:
        groups.setdefault(one.staff.department, []).append(one)
    return [_department(name, groups[name]) for name in sorted(groups)]


def _department(name: str, rows: Sequence[StaffProgress]) -> DepartmentProgress:
    return DepartmentProgress(
        department=name,
        people=len(rows),
        started=sum(one.credited_ms > 0 for one in rows),
        finished=sum(one.done for one in rows),
        credited_ms=sum(one.credited_ms for one in rows),
        seen_at=max((one.seen_at for one in rows if one.seen_at), default=None),
    )


def _seen(totals: Totals) -> datetime | None:
    """When the study clock last heard of them here."""
    last = max((one.seen_ms for one in totals.values()), default=0)
    return _EPOCH + timedelta(milliseconds=last) if last else None


def _standing(pick: PickFacts, totals: Totals) -> CourseStanding:
    mine = [totals[one.public_id] for one in pick.lessons if one.public_id in totals]
    return CourseStanding(pick, sum(one.finished for one in mine), sum(one.credited_ms for one in mine))
