"""How a class is getting on: who is behind the plan and why, who studies now. For those who urge to study (督促学习)."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime

from yunpei.catalogue import queries as catalogue
from yunpei.common.clock import day_of
from yunpei.common.errors import NotFound
from yunpei.common.language import Text
from yunpei.evidence import queries as evidence
from yunpei.evidence.reasons import REASONS, Reason
from yunpei.learning import study
from yunpei.learning.models_monitoring import Urge
from yunpei.learning.queries import class_standings
from yunpei.training import queries as training
from yunpei.training.types import ClassFacts, RosterLineFacts

TOLD = 3  # reasons that a line names: the largest
_UNANSWERED = (Reason.CHALLENGE, Reason.IDENTITY)


@dataclass(frozen=True, slots=True)
class Progress:
    """One learner of a class beside the plan. expected: class hours that an even pace has reached by today.

    left_out: the largest reasons why time did not count, with its ms; unanswered_ms: of challenges and identity checks.
    urged_on: the last day they were told to go on.
    """

    line: RosterLineFacts
    hours: int
    expected: int
    required: int
    completed: bool
    elapsed_ms: int
    credited_ms: int
    left_out: tuple[tuple[Text, int], ...]
    unanswered_ms: int
    urged_on: date | None

    @property
    def behind(self) -> bool:
        """Whether less was studied than the plan asks for by today."""
        return not self.completed and self.hours < self.expected


@dataclass(frozen=True, slots=True)
class AtIt:
    """Somebody who studies at this moment: what, where in it, credited in this session."""

    name: str
    lesson: str
    position_ms: int
    credited_ms: int
    challenged: bool


def expected_hours(held: ClassFacts, day: date) -> int:
    """Class hours that an even pace reaches by the end of a day: none before the first, all on the last."""
    days = (held.ends_on - held.starts_on).days + 1
    gone = min(max((day - held.starts_on).days + 1, 0), days)
    return held.required_hours * gone // days


def progress(held: ClassFacts, *, at: datetime) -> list[Progress]:
    """Everyone on the roster, those furthest behind first.

    Costs one query and one read of the study store more than `class_standings`, whatever the number of people.
    """
    expected = expected_hours(held, day_of(at))
    totals = study.totals_of_class(held)
    urged = dict(Urge.objects.filter(training_class_id=held.id).order_by("day").values_list("person_id", "day"))
    found = []
    for line, stands in class_standings(held.id):
        lessons = totals.get(line.person, {}).values()
        left_out = Counter[str]()
        for lesson in lessons:
            left_out.update(lesson.excluded_ms)
        found.append(
            Progress(
                line=line,
                hours=stands.hours,
                expected=expected,
                required=stands.required,
                completed=stands.completed,
                elapsed_ms=sum(one.elapsed_ms for one in lessons),
                credited_ms=sum(one.credited_ms for one in lessons),
                left_out=tuple((REASONS[Reason(code)].name, ms) for code, ms in left_out.most_common(TOLD) if ms),
                unanswered_ms=sum(left_out[code] for code in _UNANSWERED),
                urged_on=urged.get(line.person_id),
            )
        )
    return sorted(found, key=lambda one: (not one.behind, one.hours))


def at_it(held: ClassFacts) -> list[AtIt]:
    """Who studies in the class now, by name. 2 queries and 1 read of the study store, of open sessions alone."""
    now = evidence.studying(held.public_id)
    if not now:
        return []
    names = {line.person: line.name for line in training.roster_lines(held.roster_id)}
    lessons = {one.public_id: one.title for one in catalogue.lessons(held.course_id)}
    found = [
        AtIt(
            names[one.person],
            lessons.get(one.lesson, ""),
            one.position_ms,
            one.credited_ms,
            one.challenged,
        )
        for one in now
        if one.person in names
    ]
    return sorted(found, key=lambda one: one.name)


def class_seen(public_id: str, organisation_id: int | None) -> ClassFacts:
    """A class of an organisation, or one that studies a course of its own (teachers). Raises NotFound for others. 2 queries."""
    held = training.class_by_public_id(public_id)
    if organisation_id is None or organisation_id not in (
        held.organisation_id,
        catalogue.course(held.course_id).provider_id,
    ):
        raise NotFound
    return held
