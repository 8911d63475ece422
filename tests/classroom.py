"""A small class to study in, made by the rooms' own actions: a firm, its administrator, learners, a course, a filed class."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from tests.invented import employer, firm, name, person
from yunpei.catalogue import actions as catalogue
from yunpei.catalogue import queries as catalogue_queries
from yunpei.catalogue.types import CourseKind, LessonFacts, LessonKind, QuestionKind
from yunpei.common.actor import Actor
from yunpei.common.identifiers_db import new_id
from yunpei.evidence.types import LessonTotal
from yunpei.people import actions as people
from yunpei.people import queries as people_queries
from yunpei.people.types import OrganisationKind
from yunpei.training import actions as training
from yunpei.training import queries as training_queries
from yunpei.training.types import ClassFacts, Mode, PlanFacts, RosterRow

SYSTEM = Actor.system("tests")
START, END = date(2020, 3, 2), date(2020, 3, 31)
FILED = datetime(2020, 2, 26, 2, tzinfo=UTC)
IN_CLASS = datetime(2020, 3, 10, 2, tzinfo=UTC)
PROJECT = "电工"
HOUR = 60  # seconds; the bureau's choice for these classes, where the circular leaves it open
LESSON_SECONDS = 120


@dataclass(frozen=True)
class Town:
    """Who is there: the firm that files classes, its administrator, and learners by their number."""

    organisation_id: int
    admin: Actor
    learners: Mapping[int, Actor]


def signed_up(n: int) -> Actor:
    """The n-th invented person, registered."""
    account = people.person_register(
        name=name(n), id_number=person(n), phone=f"199{n:08d}", password="a long enough phrase", at=FILED
    )
    return people_queries.actor_of(account)


def town(learners: Sequence[int] = (1,), *, firm_number: int = 500) -> Town:
    """A firm with its administrator, and registered learners."""
    boss = signed_up(firm_number)
    assert boss.account_id is not None
    organisation_id = people.organisation_register(
        credit_code=employer(firm_number),
        name=firm(firm_number),
        kind=OrganisationKind.ENTERPRISE,
        region="320211",
        legal_representative=name(firm_number),
        by=boss,
        at=FILED,
    )
    admin = people_queries.actor_of(boss.account_id)
    return Town(organisation_id, admin, {n: signed_up(n) for n in learners})


def course(
    provider_id: int, *, lessons: int = 2, questions: int = 4, publish: bool = True, project: str = PROJECT
) -> int:
    """A course of so many lessons of two minutes; question k of the exam and of lesson 1 has option 正确k right."""
    made = catalogue.course_add(
        title="低压电工",
        kind=CourseKind.OCCUPATIONAL_SKILL,
        project=project,
        provider_id=provider_id,
        by=SYSTEM,
        at=FILED,
    )
    first = None
    for n in range(1, lessons + 1):
        lesson = catalogue.lesson_add(
            course_id=made,
            title=f"第{n}课",
            kind=LessonKind.VIDEO,
            seconds=LESSON_SECONDS,
            file_id=str(new_id()),
            by=SYSTEM,
            at=FILED,
        )
        first = first or lesson
    for k in range(questions):
        catalogue.question_add(
            course_id=made,
            kind=QuestionKind.SINGLE,
            text=f"题{k}",
            options=[f"正确{k}", "错一", "错二", "错三"],
            answer=[0],
            lesson_id=first if k == 0 else None,
            by=SYSTEM,
            at=FILED,
        )
    if publish:
        catalogue.course_publish(course_id=made, by=SYSTEM, at=FILED)
    return made


def row(n: int, *, kind: str = "employee") -> RosterRow:
    """The n-th invented person as a line of a roster."""
    return RosterRow(n + 2, person(n), name(n), kind, "钳工")


def plan(there: Town, roster: Sequence[int] = (1,), **changes: Any) -> PlanFacts:
    """An approved plan of four class hours of a minute each; its roster is put up as the administrator does."""
    roster_id = training.roster_put(
        organisation_id=there.organisation_id, rows=[row(n) for n in roster], first_day=START, by=there.admin, at=FILED
    )
    made = PlanFacts(
        number="A1",
        case_number="WX-2020-0001",
        organisation_id=there.organisation_id,
        programme="wuxi-2020-10/online",
        pack_version=date(2020, 1, 26),
        course_id=changes.pop("course_id", 0) or course(there.organisation_id),
        project=PROJECT,
        mode=Mode.ONLINE,
        planned_hours=4,
        starts_on=START,
        ends_on=END,
        filed_on=date(2020, 2, 26),
        roster_id=roster_id,
        hour_seconds=HOUR,
    )
    return replace(made, **changes)


def opened(there: Town, roster: Sequence[int] = (1,), **changes: Any) -> ClassFacts:
    """The class of such a plan."""
    return training_queries.class_of(training.class_open(plan=plan(there, roster, **changes), by=SYSTEM, at=FILED))


def enter(held: ClassFacts, who: Actor, at: datetime = IN_CLASS) -> None:
    """A learner signs in to the class."""
    assert who.person_id is not None
    training.sign_in(class_id=held.id, person_id=who.person_id, by=who, at=at)


def total(lesson: LessonFacts, seconds: int) -> LessonTotal:
    """What the study clock says after so many credited seconds of a lesson."""
    return LessonTotal(
        lesson=lesson.public_id,
        planned_ms=lesson.seconds * 1000,
        elapsed_ms=seconds * 1000,
        credited_ms=seconds * 1000,
        pending_ms=0,
        excluded_ms={},
        watched=0,
        stretches=(),
        position_ms=0,
        furthest_ms=0,
    )


class StudyStub:
    """Stands in for the study clock: says what it was told, by person and class, and counts how often it is asked."""

    def __init__(self) -> None:
        self.told: dict[tuple[str, str], dict[str, LessonTotal]] = {}
        self.asked = 0

    def studied(self, held: ClassFacts, who: Actor, seconds: int) -> None:
        """So many seconds of every lesson."""
        assert who.person_id is not None
        lessons = catalogue_queries.lessons(held.course_id)
        key = people_queries.person(who.person_id).public_id, held.public_id
        self.told[key] = {one.public_id: total(one, seconds) for one in lessons}

    def totals(self, person_id: str, class_id: str) -> dict[str, LessonTotal]:
        """As evidence.queries.totals."""
        self.asked += 1
        return self.told.get((person_id, class_id), {})

    def class_totals(self, class_id: str) -> dict[str, dict[str, LessonTotal]]:
        """As evidence.queries.class_totals."""
        self.asked += 1
        return {who: found for (who, where), found in self.told.items() if where == class_id}

    def credited_days(self, person_id: str, class_id: str) -> list[tuple[str, date, int]]:
        """As evidence.queries.credited_days: each lesson on a day of its own."""
        self.asked += 1
        found = self.told.get((person_id, class_id), {})
        return [(lesson, START + timedelta(days=n), one.credited_ms) for n, (lesson, one) in enumerate(found.items())]

    def credited_spans(self, class_id: str) -> dict[str, list[tuple[int, int, int]]]:
        """As evidence.queries.credited_spans: each lesson on the morning of a day of its own."""
        self.asked += 1
        morning = int(datetime(START.year, START.month, START.day, tzinfo=UTC).timestamp() * 1000)
        return {
            who: [
                (morning + n * 86_400_000, morning + n * 86_400_000 + one.elapsed_ms, one.credited_ms)
                for n, one in enumerate(found.values())
            ]
            for (who, where), found in self.told.items()
            if where == class_id
        }
