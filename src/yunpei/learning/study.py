"""The study clock's figures as this room needs them: totals for pages, credits for class hours."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from yunpei.evidence import queries as evidence
from yunpei.evidence.types import LessonTotal
from yunpei.learning.hours import Credit
from yunpei.learning.records.counting import Piece
from yunpei.training.types import Accumulate, ClassFacts

Totals = Mapping[str, LessonTotal]


def totals(held: ClassFacts, person: str) -> Totals:
    """Lesson → its arithmetic for one person (public ids). One read of the study store."""
    return evidence.totals(person, held.public_id)


def totals_of_class(held: ClassFacts) -> Mapping[str, Totals]:
    """Person → lesson → arithmetic, of all who studied in the class. One read of the study store."""
    return evidence.class_totals(held.public_id)


def credits_of(held: ClassFacts, person: str, found: Totals) -> list[Credit]:
    """Credited time by lesson; by lesson and day where the class counts by the day (then one more read a person)."""
    if held.hour.accumulate is Accumulate.DAY:
        return [Credit(lesson, day, ms) for lesson, day, ms in evidence.credited_days(person, held.public_id)]
    return [Credit(lesson, held.starts_on, total.credited_ms) for lesson, total in found.items()]


def spans_of(held: ClassFacts) -> Mapping[str, Sequence[Piece]]:
    """Person → when they studied by our clock, a piece for each session. One read of the study store."""
    return {
        person: [Piece(start, end, min(ms, end - start)) for start, end, ms in spans]
        for person, spans in evidence.credited_spans(held.public_id).items()
    }
