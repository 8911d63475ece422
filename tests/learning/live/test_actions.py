"""Live lessons are announced, given a key, called off, ended; their film is made and studied like any other."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

import yunpei.learning.jobs  # noqa: F401  # names the handlers
from tests.classroom import FILED, IN_CLASS, SYSTEM, Town
from tests.learning.live.conftest import BEGINS, ENDS
from yunpei.catalogue import pool
from yunpei.catalogue.types import LessonFacts
from yunpei.common import jobs
from yunpei.common.errors import Conflict, Invalid, NotFound
from yunpei.common.lanes import Lane
from yunpei.evidence.types import Kind
from yunpei.files import queries as files
from yunpei.files import streams
from yunpei.learning.admission import admit
from yunpei.learning.live import actions, queries, sending
from yunpei.learning.live.types import LATE, Announcement, BroadcastFacts, Stage
from yunpei.training.types import ClassFacts

pytestmark = [pytest.mark.req("R16"), pytest.mark.django_db]
Standing = Callable[[], BroadcastFacts]
SOON = BEGINS + timedelta(minutes=5)


def test_the_organisation_announces_a_live_lesson_once(there: Town, held: ClassFacts, lesson: LessonFacts) -> None:
    given = Announcement(lesson.public_id, " 王  老师 ", "", BEGINS, ENDS)

    def announce(changed: Announcement = given) -> str:
        return actions.broadcast_announce(class_id=held.id, given=changed, by=there.admin, at=IN_CLASS)

    wrong = [
        replace(given, teacher=""),
        replace(given, starts_at=IN_CLASS),
        replace(given, ends_at=BEGINS),
        replace(given, starts_at=BEGINS + timedelta(days=60), ends_at=ENDS + timedelta(days=60)),
    ]
    for one in wrong:
        with pytest.raises(Invalid):
            announce(one)
    with pytest.raises(NotFound):
        announce(replace(given, lesson=held.public_id))
    with pytest.raises(NotFound):
        actions.broadcast_announce(class_id=held.id, given=given, by=there.learners[1], at=IN_CLASS)
    made = announce()
    found = queries.broadcast(made, class_id=held.id)
    assert (found.teacher, found.stage(IN_CLASS), found.stage(SOON)) == ("王 老师", Stage.ANNOUNCED, Stage.ON)
    with pytest.raises(Invalid):
        announce()
    actions.broadcast_void(broadcast_id=found.id, reason="老师病了", by=there.admin, at=IN_CLASS)
    assert announce()
    assert [one.void_reason for one in queries.broadcasts(held.id)] == ["老师病了", ""]


@pytest.mark.req("R10")
def test_a_teacher_of_the_pool_is_invited_by_their_entry(there: Town, held: ClassFacts, lesson: LessonFacts) -> None:
    listed = [
        pool.teacher_list(name=name, trade="电工", about="", live=live, honours=[], by=there.admin, at=FILED)
        for name, live in (("李师傅", True), ("赵师傅", False))
    ]
    given = Announcement(lesson.public_id, "", listed[1], BEGINS, ENDS)
    with pytest.raises(NotFound):
        actions.broadcast_announce(class_id=held.id, given=given, by=there.admin, at=IN_CLASS)
    given = Announcement(lesson.public_id, "", listed[0], BEGINS, ENDS)
    made = actions.broadcast_announce(class_id=held.id, given=given, by=there.admin, at=IN_CLASS)
    found = queries.broadcast(made, class_id=held.id)
    assert (found.teacher, found.listed) == ("李师傅", listed[0])


def test_when_the_study_clock_takes_it_and_how(there: Town, held: ClassFacts, lesson: LessonFacts) -> None:
    person = there.learners[1].person_id
    assert person is not None

    def kind(at: object) -> tuple[Kind, int]:
        found = admit(person_id=person, class_id=held.public_id, lesson_id=lesson.public_id, at=at)  # type: ignore[arg-type]
        return found.kind, found.until

    with pytest.raises(Conflict, match=r"no time was announced|还没有安排"):
        kind(SOON)
    given = Announcement(lesson.public_id, "王老师", "", BEGINS, ENDS)
    actions.broadcast_announce(class_id=held.id, given=given, by=there.admin, at=IN_CLASS)
    with pytest.raises(Conflict, match=r"not begun|还没有开始"):
        kind(BEGINS - timedelta(seconds=1))
    assert kind(SOON) == (Kind.LIVE, int((ENDS + LATE).timestamp() * 1000))
    with pytest.raises(Conflict, match=r"recording|录像"):
        kind(ENDS + LATE)


def test_the_film_is_made_by_its_own_lane_and_studied_as_a_video(
    there: Town, held: ClassFacts, lesson: LessonFacts, announced: Standing, segments: list[bytes]
) -> None:
    key = actions.broadcast_key(broadcast_id=announced().id, by=there.admin, at=IN_CLASS)
    for n in (0, 1, 2):
        sending.segment_take(key=key, name=f"live{n}.ts", data=segments[n], at=SOON)
    actions.broadcast_end(broadcast_id=announced().id, by=there.admin, at=SOON)
    with pytest.raises(Conflict):
        sending.segment_take(key=key, name="live3.ts", data=segments[3], at=SOON)
    assert announced().stage(SOON) is Stage.ENDED

    mine = {actions.RECORD: jobs.REGISTRY[actions.RECORD]}
    assert not jobs.run_next(machine_now=ENDS, at=SOON, handlers=mine)
    assert jobs.run_next(machine_now=ENDS, at=SOON, handlers=mine, lane=Lane.FILMS)
    found = announced()
    assert found.stage(SOON) is Stage.RECORDED
    film = files.file(found.recording or "")
    assert film.organisation_id == there.organisation_id
    assert abs((film.duration_ms or 0) - 15_000) < 300
    assert not list(streams._folder(found.public_id).glob("*"))
    shown = queries.as_film(lesson, found)
    assert (shown.kind.value, shown.file_id) == ("video", found.recording)
    assert queries.clocked(held.id, lesson, over=ENDS, at=SOON) == (Kind.VIDEO, ENDS)
    actions.recording_make(broadcast=found.public_id, at=SOON)  # again: nothing
    assert announced().recording == found.recording


def test_the_calendar_ends_what_nobody_ended(there: Town, held: ClassFacts, announced: Standing) -> None:
    assert actions.broadcasts_end(at=ENDS) == 0
    assert actions.broadcasts_end(at=ENDS + LATE) == 1
    assert actions.broadcasts_end(at=ENDS + LATE) == 0
    found = announced()
    assert (found.stage(ENDS), found.void_reason) == (Stage.VOID, "没有收到直播信号")
    with pytest.raises(Conflict):
        actions.broadcast_key(broadcast_id=found.id, by=there.admin, at=ENDS)


def test_who_may_and_when(there: Town, announced: Standing, segments: list[bytes]) -> None:
    found = announced()
    for action in (actions.broadcast_key, actions.broadcast_end):
        with pytest.raises(NotFound):
            action(broadcast_id=found.id, by=there.learners[1], at=SOON)
    with pytest.raises(Conflict):
        actions.broadcast_end(broadcast_id=found.id, by=there.admin, at=IN_CLASS)
    with pytest.raises(Invalid):
        actions.broadcast_void(broadcast_id=found.id, reason=" ", by=there.admin, at=SOON)
    key = actions.broadcast_key(broadcast_id=found.id, by=SYSTEM, at=SOON)
    sending.segment_take(key=key, name="live0.ts", data=segments[0], at=SOON)
    with pytest.raises(Conflict):
        actions.broadcast_void(broadcast_id=found.id, reason="x", by=there.admin, at=SOON)
