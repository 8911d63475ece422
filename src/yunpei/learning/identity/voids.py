"""Class days left out because a photo showed somebody else: what of a person's time they take away."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date

from django.db.models import BigIntegerField

from yunpei.common.clock import day_of
from yunpei.common.statements import Given, Statement
from yunpei.evidence.reasons import Reason
from yunpei.evidence.types import LessonTotal
from yunpei.learning.identity.types import Compared
from yunpei.learning.models import IdentityCheck

_VOID = Statement(
    lambda: IdentityCheck.objects.filter(
        training_class=Given("class_id", BigIntegerField()), compared=Compared.OTHER.value, lifted=False
    ).values_list("person__public_id", "at")
)


def void_days(class_id: int) -> Mapping[str, frozenset[date]]:
    """Person (public id) → days of Asia/Shanghai that do not count in a class; only who has any. 1 query."""
    found: defaultdict[str, set[date]] = defaultdict(set)
    for person, at in _VOID.rows(class_id=class_id):
        found[str(person)].add(day_of(at))
    return {person: frozenset(days) for person, days in found.items()}


def without(
    totals: Mapping[str, LessonTotal], days: frozenset[date], credited: Iterable[tuple[str, date, int]]
) -> dict[str, LessonTotal]:
    """Totals by lesson with what was credited on those days excluded for `identity`: the sum stays elapsed time.

    credited: lesson, day, ms, as the study clock tells them.
    """
    lost: Counter[str] = Counter()
    for lesson, day, ms in credited:
        if day in days:
            lost[lesson] += ms
    return {lesson: _moved(one, min(lost[lesson], one.credited_ms)) for lesson, one in totals.items()}


def _moved(one: LessonTotal, ms: int) -> LessonTotal:
    if not ms:
        return one
    out = {**one.excluded_ms, Reason.IDENTITY.value: one.excluded_ms.get(Reason.IDENTITY, 0) + ms}
    return replace(one, credited_ms=one.credited_ms - ms, excluded_ms=out)
