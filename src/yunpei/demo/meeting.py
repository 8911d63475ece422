"""A blended class: what is not studied online is taught in a room, where learners sign in with the code on the screen."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from yunpei.demo.cases import Story
from yunpei.demo.people import moment
from yunpei.training import actions as training
from yunpei.training import attended, meetings
from yunpei.training.types import MeetingPlan

LASTS = timedelta(minutes=3 * 45)  # three of Dalian's class hours


def meets(story: Story) -> None:
    """DL-2020-0002: one meeting was held, one takes sign-ins as the demo opens."""
    story.draft(moment("2020-05-18 09:00"), date(2020, 5, 25), date(2020, 6, 30))
    story.submit(moment("2020-05-18 10:00"))
    story.accept(moment("2020-05-19 10:00"), hour_seconds=None)
    training.class_begin(class_id=story.class_id, at=moment("2020-05-25 08:00"))
    held = _meeting(story, "清洗消毒操作", moment("2020-05-28 14:00"))
    _attended(story, held, story.people[:-1], moment("2020-05-28 13:55"))
    _meeting(story, "冷库操作", moment("2020-06-01 09:20"))


def _meeting(story: Story, topic: str, begins: datetime) -> str:
    plan = MeetingPlan(topic, "滨城海棠食品二号车间培训室", "王师傅", begins, begins + LASTS)
    return meetings.meeting_plan(
        class_id=story.class_id, plan=plan, by=story.firm.admin, at=begins - timedelta(days=2)
    )  # fmt: skip


def _attended(story: Story, meeting: str, people: Sequence[int], at: datetime) -> None:
    """Each with their own phone and the code of the moment."""
    held = attended.meeting(meeting, class_id=story.class_id)
    code = meetings.screen_code(meeting_id=held.id, by=story.firm.admin, at=at)
    assert code is not None
    for n in people:
        who = story.register.actor(n, at)
        assert who.person_id is not None
        meetings.attend(
            meeting_id=held.id,
            person_id=who.person_id,
            code=code,
            device=f"the phone of {n}",
            address="127.0.0.1",
            by=who,
            at=at,
        )
