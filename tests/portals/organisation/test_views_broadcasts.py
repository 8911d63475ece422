"""Live lessons from the organisation's pages, and what the class sees of them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from django.test import Client

from tests.classroom import FILED, IN_CLASS, StudyStub, Town
from tests.learning.conftest import clock as measured  # noqa: F401  # a study clock that says what it is told
from tests.learning.live.conftest import BEGINS, announced, held, lesson, segments  # noqa: F401
from tests.learning.live.conftest import there as there  # the town of the class, not the casework city
from tests.portals.conftest import SignedIn
from yunpei.catalogue import pool
from yunpei.catalogue.types import LessonFacts
from yunpei.common import clock
from yunpei.learning.live import actions, queries, sending
from yunpei.learning.live.types import BroadcastFacts, Stage
from yunpei.training.types import ClassFacts

pytestmark = [pytest.mark.req("R16"), pytest.mark.django_db]
Standing = Callable[[], BroadcastFacts]
SOON = BEGINS + timedelta(minutes=5)


@pytest.fixture(autouse=True)
def _at(measured: StudyStub) -> Iterator[None]:  # noqa: F811
    with clock.holding(IN_CLASS):
        yield


@pytest.fixture
def teacher(signed_in: SignedIn, there: Town) -> Client:
    return signed_in(there.admin)


@pytest.fixture
def learner(signed_in: SignedIn, there: Town) -> Client:
    return signed_in(there.learners[1])


def live(held: ClassFacts) -> str:  # noqa: F811
    return f"/org/classes/{held.public_id}/live/"


@pytest.mark.req("R10")
def test_a_teacher_of_the_pool_is_announced(
    teacher: Client,
    learner: Client,
    there: Town,
    held: ClassFacts,  # noqa: F811
    lesson: LessonFacts,  # noqa: F811
) -> None:
    by = {"by": there.admin, "at": FILED}
    listed = pool.teacher_list(name="李师傅", trade="电工", about="", live=True, honours=[], **by)  # type: ignore[arg-type]
    assert live(held) in teacher.get(f"/org/classes/{held.public_id}/").content.decode()
    assert "李师傅 · 电工" in teacher.get(live(held)).content.decode()
    given = {
        "lesson": lesson.public_id,
        "listed": listed,
        "starts_at": "2020-03-10",
        "begins": "20:00",
        "ends_at": "21:00",
    }
    assert teacher.post(live(held), {**given, "ends_at": "19:00"}).status_code == 422
    assert teacher.post(live(held), {**given, "listed": ""}).status_code == 422
    assert teacher.post(live(held), given).status_code == 302
    [found] = queries.broadcasts(held.id)
    assert (found.teacher, found.starts_at.isoformat()) == ("李师傅", "2020-03-10T12:00:00+00:00")
    shown = learner.get(f"/learn/classes/{held.public_id}/").content.decode()
    assert "李师傅" in shown
    assert f'href="lessons/{lesson.public_id}/"' in shown


def test_the_address_is_shown_once(teacher: Client, held: ClassFacts, announced: Standing) -> None:  # noqa: F811
    event = f"{live(held)}{announced().public_id}/"
    answer = teacher.post(f"{event}key/")
    keys = set(re.findall(r"/live/([A-Za-z0-9_-]{32})/live\.m3u8", answer.content.decode()))
    assert len(keys) == 1
    assert answer["Cache-Control"] == "no-store"
    assert not re.search(r"/live/[A-Za-z0-9_-]{32}/", teacher.get(live(held)).content.decode())
    sending.key_check(keys.pop(), at=BEGINS)
    assert teacher.post(f"{event}other/").status_code == 404
    teacher.post(f"{event}end/")
    assert announced().stage(BEGINS) is Stage.ON  # not begun: nothing to end
    teacher.post(f"{event}void/", {"reason": "老师病了"})
    assert announced().stage(BEGINS) is Stage.VOID
    assert "老师病了" in teacher.get(live(held)).content.decode()


def test_what_the_class_sees_before_during_and_after(
    learner: Client,
    there: Town,
    held: ClassFacts,  # noqa: F811
    lesson: LessonFacts,  # noqa: F811
    announced: Standing,  # noqa: F811
    segments: list[bytes],  # noqa: F811
) -> None:
    page = f"/learn/classes/{held.public_id}/lessons/{lesson.public_id}/"
    stream = f"{page}stream/"
    assert "直播还没有开始" in learner.get(page).content.decode()
    key = actions.broadcast_key(broadcast_id=announced().id, by=there.admin, at=IN_CLASS)
    with clock.holding(SOON):
        shown = learner.get(page).content.decode()
        assert f'data-live="{stream}film.m3u8"' in shown
        assert "learner/live.js" in shown
        assert learner.get(f"{stream}film.m3u8").content == b"#EXTM3U\n"
        sending.segment_take(key=key, name="live0.ts", data=segments[0], at=SOON)
        assert "now.m3u8" in learner.get(f"{stream}film.m3u8").content.decode()
        assert "1.ts" in learner.get(f"{stream}now.m3u8").content.decode()
        assert learner.get(f"{stream}1.ts").content == segments[0]
        assert learner.get(f"{stream}1.mp4").content[4:8] == b"ftyp"
        assert learner.get(f"{stream}2.mp4").status_code == 404
        assert Client().get(f"{stream}1.mp4").status_code == 302
        actions.broadcast_end(broadcast_id=announced().id, by=there.admin, at=SOON)
        assert "正在生成录像" in learner.get(page).content.decode()
        assert "#EXT-X-ENDLIST" in learner.get(f"{stream}now.m3u8").content.decode()
        actions.recording_make(broadcast=announced().public_id, at=SOON)
        shown = learner.get(page).content.decode()
        assert f'src="{page}file"' in shown
        assert "data-live" not in shown
        assert learner.get(f"{page}file").headers["Content-Type"] == "video/mp4"
