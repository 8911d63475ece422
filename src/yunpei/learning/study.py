"""The study clock's figures as this room needs them: totals for pages, credits for class hours."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from yunpei.evidence import queries as evidence
from yunpei.evidence.reasons import Reason
from yunpei.evidence.types import LessonTotal
from yunpei.learning.hours import Credit
from yunpei.learning.identity.voids import void_days, without
from yunpei.learning.records.counting import Piece
from yunpei.training.types import Accumulate, ClassFacts

Totals = Mapping[str, LessonTotal]


def totals(held: ClassFacts, person: str) -> Totals:
    """Lesson → its arithmetic for one person (public ids). 1 query and one read of the study store.

    What an identity check voided is excluded for `identity`; then one read more.
    """
    found, days = evidence.totals(person, held.public_id), void_days(held.id).get(person)
    return without(found, days, evidence.credited_days(person, held.public_id)) if days else found


def totals_of_class(held: ClassFacts) -> Mapping[str, Totals]:
    """Person → lesson → arithmetic, of all who studied in the class. 1 query and one read of the study store.

    One read more for each person of whom an identity check voided something.
    """
    return less_voided(held, evidence.class_totals(held.public_id))


def less_voided(held: ClassFacts, measured: Mapping[str, Totals]) -> Mapping[str, Totals]:
    """Person → lesson → arithmetic, with what identity checks voided excluded for `identity`. As many reads as `totals_of_class`."""
    found = dict(measured)
    for person, days in void_days(held.id).items():
        if person in found:
            found[person] = without(found[person], days, evidence.credited_days(person, held.public_id))
    return found


def credits_of(held: ClassFacts, person: str, found: Totals) -> list[Credit]:
    """Credited time by lesson; by lesson and day where the class counts by the day (then one more read a person)."""
    if held.hour.accumulate is Accumulate.DAY:
        voided = any(one.excluded_ms.get(Reason.IDENTITY) for one in found.values())
        out = void_days(held.id).get(person, frozenset()) if voided else frozenset()
        days = evidence.credited_days(person, held.public_id)
        return [Credit(lesson, day, ms) for lesson, day, ms in days if day not in out]
    return [Credit(lesson, held.starts_on, total.credited_ms) for lesson, total in found.items()]


def spans_of(held: ClassFacts) -> Mapping[str, Sequence[Piece]]:
    """Person → when they studied by our clock, a piece for each session. One read of the study store."""
    return {
        person: [Piece(start, end, min(ms, end - start)) for start, end, ms in spans]
        for person, spans in evidence.credited_spans(held.public_id).items()
    }
