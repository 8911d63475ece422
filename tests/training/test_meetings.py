"""Meetings on the spot: announced before they begin, signed in to once each with the code of the moment, voided and kept."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError

from tests.classroom import FILED, IN_CLASS, Town, opened, town
from yunpei.common.actor import Actor
from yunpei.common.audit import history
from yunpei.common.errors import Conflict, Forbidden, Invalid, NotFound
from yunpei.evidence.models import Event
from yunpei.training import attended, meetings
from yunpei.training.models import Attendance, WrongCode
from yunpei.training.types import ClassFacts, MeetingFacts, MeetingPlan, Mode

pytestmark = [pytest.mark.django_db, pytest.mark.req("R14")]

BEGINS = IN_CLASS
ENDS = BEGINS + timedelta(hours=2)
PLAN = MeetingPlan("接线练习", "实训楼201", "王老师", BEGINS, ENDS)
OFFLINE = {"mode": Mode.BLENDED, "programme": "dalian-2020-41/sme-training", "pack_version": date(2020, 2, 24)}
OFFLINE["hour_seconds"] = None


@pytest.fixture
def there() -> Town:
    return town((1, 2))


@pytest.fixture
def held(there: Town) -> ClassFacts:
    return opened(there, (1, 2), **{**OFFLINE, "required_hours": 1, "planned_hours": 4})


@pytest.fixture
def met(there: Town, held: ClassFacts) -> MeetingFacts:
    made = meetings.meeting_plan(class_id=held.id, plan=PLAN, by=there.admin, at=FILED)
    return attended.meeting(made, class_id=held.id)


def code(there: Town, met: MeetingFacts, at: datetime = BEGINS) -> str:
    shown = meetings.screen_code(meeting_id=met.id, by=there.admin, at=at)
    assert shown is not None
    return shown


def attend(met: MeetingFacts, who: Actor, given: str, at: datetime = BEGINS, device: str = "") -> None:
    assert who.person_id is not None
    meetings.attend(
        meeting_id=met.id,
        person_id=who.person_id,
        code=given,
        device=device or f"phone of {who.person_id}",
        address="10.0.0.1",
        by=who,
        at=at,
    )


def test_in_time_counts_whole_and_late_from_then_on(there: Town, held: ClassFacts, met: MeetingFacts) -> None:
    attend(met, there.learners[1], code(there, met))
    late = BEGINS + timedelta(minutes=30)
    attend(met, there.learners[2], code(there, met, late), late)
    assert [(one.starts_at, one.ends_at) for one in attended.attended(held.id)] == [(BEGINS, ENDS), (late, ENDS)]
    assert attended.meeting(met.public_id, class_id=held.id).attended == 2
    assert attended.attended(held.id, at=ENDS - timedelta(seconds=1)) == []


def test_each_person_once_with_an_event_and_an_audit_row(there: Town, held: ClassFacts, met: MeetingFacts) -> None:
    for _ in range(2):
        attend(met, there.learners[1], code(there, met))
    assert Attendance.objects.count() == 1
    assert sorted(Event.objects.values_list("verb", flat=True)) == ["attendance", "sign_in"]
    assert [one.verb for one in history(subject_type="meeting", subject_id=met.public_id)] == [
        "meeting_plan",
        "attendance",
    ]


@pytest.mark.parametrize("given", ["", "000000x", "12345"])
def test_a_wrong_code_is_refused_and_too_many_are(there: Town, met: MeetingFacts, given: str) -> None:
    who = there.learners[1]
    for _ in range(meetings.MOST_WRONG):
        with pytest.raises(Conflict, match="签到码不对"):
            attend(met, who, given)
    assert WrongCode.objects.count() == meetings.MOST_WRONG
    with pytest.raises(Conflict, match="次数过多"):
        attend(met, who, code(there, met))
    later = BEGINS + meetings.WRONG_WITHIN
    attend(met, who, code(there, met, later), later)


def test_an_old_code_is_refused(there: Town, met: MeetingFacts) -> None:
    old = code(there, met)
    with pytest.raises(Conflict):
        attend(met, there.learners[1], old, BEGINS + timedelta(seconds=30))


def test_one_device_signs_in_one_person(there: Town, met: MeetingFacts) -> None:
    attend(met, there.learners[1], code(there, met), device="one phone")
    with pytest.raises(Conflict, match="另一人"):
        attend(met, there.learners[2], code(there, met), device="one phone")
    assert Attendance.objects.count() == 1


def test_nobody_signs_in_for_others_or_from_outside(there: Town, met: MeetingFacts) -> None:
    stranger = replace(there.learners[1], person_id=999_999)
    for who, person in ((stranger, 999_999), (there.learners[2], there.learners[1].person_id)):
        with pytest.raises(NotFound):
            meetings.attend(
                meeting_id=met.id, person_id=person or 0, code="1", device="d", address="", by=who, at=BEGINS
            )


@pytest.mark.parametrize("at", [BEGINS - meetings.EARLY - timedelta(seconds=1), ENDS])
def test_outside_its_time_there_is_no_code(there: Town, met: MeetingFacts, at: datetime) -> None:
    assert meetings.screen_code(meeting_id=met.id, by=there.admin, at=at) is None
    with pytest.raises(Conflict):
        attend(met, there.learners[1], "123456", at)


def test_void_is_kept_and_counts_for_nothing(there: Town, held: ClassFacts, met: MeetingFacts) -> None:
    who = there.learners[1]
    attend(met, who, code(there, met))
    line = attended.attended(held.id)[0].line_id
    with pytest.raises(Invalid):
        meetings.attendance_void(meeting_id=met.id, line_id=line, reason=" ", by=there.admin, at=ENDS)
    meetings.attendance_void(meeting_id=met.id, line_id=line, reason="代签", by=there.admin, at=ENDS)
    assert attended.attended(held.id) == []
    assert attended.attendances(met.id)[line].void_reason == "代签"
    assert Event.objects.get(verb="correction").corrects_id == Attendance.objects.get().event
    with pytest.raises(Conflict, match="作废"):
        attend(met, who, code(there, met))
    with pytest.raises(Conflict):
        meetings.attendance_void(meeting_id=met.id, line_id=line, reason="再来", by=there.admin, at=ENDS)


def test_a_void_meeting_counts_for_nothing(there: Town, held: ClassFacts, met: MeetingFacts) -> None:
    attend(met, there.learners[1], code(there, met))
    meetings.meeting_void(meeting_id=met.id, reason="没有上课", by=there.admin, at=ENDS)
    assert attended.attended(held.id) == []
    assert not attended.has_meetings(held.id)
    assert attended.open_meetings(held.id, at=BEGINS) == []
    with pytest.raises(Conflict):
        attend(met, there.learners[2], "123456")


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"topic": " ", "place": "", "teacher": ""}, "topic place teacher"),
        ({"ends_at": BEGINS}, "ends_at"),
        ({"ends_at": BEGINS + timedelta(hours=9)}, "ends_at"),
        ({"starts_at": FILED - timedelta(days=1), "ends_at": FILED}, "ends_at starts_at"),
    ],
)
def test_a_plan_that_cannot_be_held(there: Town, held: ClassFacts, change: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        meetings.meeting_plan(class_id=held.id, plan=replace(PLAN, **change), by=there.admin, at=FILED)
    assert {one.field for one in refused.value.problems} >= set(field.split())


def test_planned_before_it_begins_and_not_twice_at_once(there: Town, held: ClassFacts, met: MeetingFacts) -> None:
    for at, told in ((BEGINS, "补录"), (FILED, "重叠")):
        with pytest.raises(Invalid) as refused:
            meetings.meeting_plan(class_id=held.id, plan=PLAN, by=there.admin, at=at)
        assert told in str(refused.value.problems)


@pytest.mark.req("R14")
def test_a_class_filed_as_online_has_no_meeting(there: Town) -> None:
    online = opened(there, (1,))
    with pytest.raises(Conflict, match="线上"):
        meetings.meeting_plan(class_id=online.id, plan=PLAN, by=there.admin, at=FILED)


def test_only_its_own_organisation_plans_and_shows(there: Town, held: ClassFacts, met: MeetingFacts) -> None:
    stranger = town((), firm_number=600).admin
    with pytest.raises(NotFound):
        meetings.meeting_plan(class_id=held.id, plan=PLAN, by=stranger, at=FILED)
    with pytest.raises(NotFound):
        meetings.screen_code(meeting_id=met.id, by=stranger, at=BEGINS)
    member = replace(there.admin, roles=frozenset({"learner"}))
    with pytest.raises(Forbidden):
        meetings.screen_code(meeting_id=met.id, by=member, at=BEGINS)


def test_the_table_holds_one_attendance_a_device(there: Town, held: ClassFacts, met: MeetingFacts) -> None:
    attend(met, there.learners[1], code(there, met), device="one phone")
    first = Attendance.objects.get()
    with pytest.raises(IntegrityError):
        Attendance.objects.create(
            meeting_id=met.id, line_id=first.line_id + 1, at=BEGINS, ms=1, device=first.device, event=first.event
        )
