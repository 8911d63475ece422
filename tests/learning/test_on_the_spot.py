"""Hours attended on the spot: counted beside those studied online, never the same second twice, stated in the claim's facts."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from tests.classroom import FILED, IN_CLASS, START, StudyStub, Town, enter, opened
from yunpei.common.actor import Actor
from yunpei.learning import queries
from yunpei.learning.on_the_spot import credits_on_the_spot
from yunpei.training import attended, meetings
from yunpei.training import queries as training
from yunpei.training.types import ClassFacts, FactSource, MeetingPlan, Mode

pytestmark = [pytest.mark.django_db, pytest.mark.req("R14")]

MORNING = datetime(START.year, START.month, START.day, 0, tzinfo=FILED.tzinfo)  # as the stub of the clock has its study
HOURS = timedelta(hours=3)


@pytest.fixture
def blended(there: Town) -> ClassFacts:
    changes = {"programme": "dalian-2020-41/sme-training", "pack_version": date(2020, 2, 24), "hour_seconds": None}
    made = opened(there, (1, 2), mode=Mode.BLENDED, planned_hours=4, required_hours=4, **changes)
    enter(made, there.learners[1])
    return training.class_of(made.id)


def meet(there: Town, held: ClassFacts, at: datetime, who: Actor) -> int:
    plan = MeetingPlan("接线", "实训楼", "王老师", at, at + HOURS)
    made = attended.meeting(
        meetings.meeting_plan(class_id=held.id, plan=plan, by=there.admin, at=FILED), class_id=held.id
    )
    code = meetings.screen_code(meeting_id=made.id, by=there.admin, at=at) or ""
    assert who.person_id
    meetings.attend(meeting_id=made.id, person_id=who.person_id, code=code, device="d", address="", by=who, at=at)
    return made.id


def test_attended_hours_count_to_the_certificate_and_the_claim(
    there: Town, blended: ClassFacts, clock: StudyStub
) -> None:
    who = there.learners[1]
    assert who.person_id
    assert "offline_hours" not in queries.claim_facts(blended.id)[0].facts
    meet(there, blended, IN_CLASS, who)
    stands = queries.standing_in(blended.id, person_id=who.person_id)
    assert (stands.hours, stands.offline_hours, stands.online_hours) == (4, 4, 0)
    assert "hours" not in {one.code for one in stands.blocks}
    by_person = {one.person_id: one.facts for one in queries.claim_facts(blended.id)}
    fact = by_person[who.person_id]["offline_hours"]
    assert (fact.value, fact.source) == (4, FactSource.SIGN_IN)
    assert by_person[there.learners[2].person_id or 0]["offline_hours"].value == 0
    assert queries.class_page(blended.public_id, person_id=who.person_id, at=IN_CLASS).standing.hours == 4


def test_what_was_studied_online_at_that_time_counts_once(there: Town, blended: ClassFacts, clock: StudyStub) -> None:
    who = there.learners[1]
    clock.studied(blended, who, 3600)  # an hour of each lesson, the first one on this morning
    meet(there, blended, MORNING, who)
    [earned] = credits_on_the_spot(blended)[training.line_of_person(blended.id, who.person_id or 0).id]
    assert earned.ms == (HOURS - timedelta(hours=1)) // timedelta(milliseconds=1)


def test_void_attendance_counts_for_nothing(there: Town, blended: ClassFacts, clock: StudyStub) -> None:
    who = there.learners[1]
    meeting = meet(there, blended, IN_CLASS, who)
    meetings.meeting_void(meeting_id=meeting, reason="停课", by=there.admin, at=IN_CLASS + HOURS)
    stands = queries.standing_in(blended.id, person_id=who.person_id or 0)
    assert stands.offline_hours == 0
    assert "offline_hours" not in queries.claim_facts(blended.id)[0].facts
