"""A void day takes away what was credited on it, and nothing else; the sum stays elapsed time."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.classroom import IN_CLASS, START, StudyStub, Town
from tests.learning.identity.conftest import face
from yunpei.common.actor import Actor
from yunpei.evidence.types import LessonTotal
from yunpei.learning import queries, study
from yunpei.learning.identity.checking import photo_hand_in
from yunpei.learning.identity.comparing import photo_judge
from yunpei.learning.identity.voids import without
from yunpei.learning.models import IdentityCheck
from yunpei.training.types import ClassFacts

DAYS = st.dates(date(2020, 3, 1), date(2020, 3, 5))
MS = st.integers(0, 10**7)


@given(st.lists(st.tuples(st.sampled_from("ab"), DAYS, MS)), st.frozensets(DAYS), MS, MS)
@settings(max_examples=100, deadline=None)
def test_nothing_is_lost(
    credited: list[tuple[str, date, int]], days: frozenset[date], pending: int, hidden: int
) -> None:
    earned = {lesson: sum(ms for one, _, ms in credited if one == lesson) for lesson in "ab"}
    totals = {
        lesson: LessonTotal(
            lesson, 1, ms + pending + hidden, ms, pending, {"hidden": hidden, "identity": 5}, 0, (), 0, 0
        )
        for lesson, ms in earned.items()
    }
    left = without(totals, days, credited)
    for lesson, one in left.items():
        assert one.credited_ms == sum(ms for where, day, ms in credited if where == lesson and day not in days)
        assert one.credited_ms + one.pending_ms + sum(one.excluded_ms.values()) == one.elapsed_ms + 5
        assert one.excluded_ms["hidden"] == hidden


@pytest.mark.database
def test_hours_and_claim_see_it(there: Town, held: ClassFacts, agreed: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    clock = StudyStub()
    monkeypatch.setattr(study, "evidence", clock)
    clock.studied(held, agreed, 90)  # 90 seconds of each of two lessons, on the first and the second day
    assert agreed.person_id
    assert queries.hours_of(held.id, person_id=agreed.person_id) == 3
    day_two = IN_CLASS.replace(day=START.day + 1)
    photo_hand_in(class_id=held.id, picture=face(1), token="a" * 32, by=agreed, at=day_two)
    photo_judge(
        class_id=held.id,
        check=IdentityCheck.objects.get().public_id,
        same=False,
        reason="换了人",
        by=there.admin,
        at=day_two + timedelta(days=1),
    )
    page = queries.class_page(held.public_id, person_id=agreed.person_id, at=IN_CLASS)
    assert [(one.credited_ms, dict(one.excluded_ms)) for one in page.lessons] == [
        (90_000, {}),
        (0, {"identity": 90_000}),
    ]
    assert page.standing.hours == 1
    facts = {one.person_id: one.facts for one in queries.claim_facts(held.id)}
    assert facts[agreed.person_id]["online_hours"].value == 1
    assert facts[agreed.person_id]["credited_ms"].value == 90_000
