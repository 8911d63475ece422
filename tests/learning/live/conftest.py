"""A class with a live lesson, and segments as ffmpeg sends them."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.classroom import FILED, IN_CLASS, SYSTEM, Town, course, enter, opened, town
from yunpei.catalogue import actions as catalogue
from yunpei.catalogue import queries as catalogue_queries
from yunpei.catalogue.types import LessonFacts, LessonKind
from yunpei.files import cutting
from yunpei.learning.live import actions
from yunpei.learning.live.queries import broadcast
from yunpei.learning.live.types import Announcement, BroadcastFacts
from yunpei.training.types import ClassFacts

BEGINS = IN_CLASS + timedelta(hours=1)
ENDS = BEGINS + timedelta(hours=1)


@pytest.fixture(scope="session")
def segments(tmp_path_factory: pytest.TempPathFactory) -> list[bytes]:
    """A picture with a tone, a minute of it in segments of five seconds."""
    folder = tmp_path_factory.mktemp("segments")
    made = "-f lavfi -i testsrc=size=320x180:rate=10 -f lavfi -i sine=frequency=440 -t 60 -c:v libx264 -preset ultrafast".split()
    coded = "-pix_fmt yuv420p -g 50 -c:a aac -b:a 48k -f hls -hls_time 5 -hls_list_size 0".split()
    command = [cutting.program(), "-loglevel", "error", *made, *coded, str(folder / "live.m3u8")]
    subprocess.run(command, check=True, timeout=60)
    return [(folder / f"live{n}.ts").read_bytes() for n in range(12)]


@pytest.fixture
def there(db: None, settings: Any, tmp_path: Path) -> Town:
    settings.YUNPEI_UPLOADS = tmp_path / "files"
    return town((1, 2))


@pytest.fixture
def held(there: Town) -> ClassFacts:
    made = course(there.organisation_id, publish=False)
    catalogue.lesson_add(
        course_id=made, title="直播答疑", kind=LessonKind.LIVE, seconds=60, file_id=None, by=SYSTEM, at=FILED
    )
    catalogue.course_publish(course_id=made, by=SYSTEM, at=FILED)
    found = opened(there, (1,), course_id=made)
    enter(found, there.learners[1])
    return found


@pytest.fixture
def lesson(held: ClassFacts) -> LessonFacts:
    """The live lesson of the class."""
    return catalogue_queries.lessons(held.course_id)[-1]


@pytest.fixture
def announced(there: Town, held: ClassFacts, lesson: LessonFacts) -> Callable[[], BroadcastFacts]:
    """The live lesson, announced; each call reads how it stands."""
    given = Announcement(lesson.public_id, "王老师", "", BEGINS, ENDS)
    made = actions.broadcast_announce(class_id=held.id, given=given, by=there.admin, at=IN_CLASS)
    return lambda: broadcast(made, class_id=held.id)
