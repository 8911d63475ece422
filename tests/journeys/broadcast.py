"""python -m tests.journeys.broadcast DIR: a class with a live lesson that begins in a minute, and its two people.

What the journey needs to know is left in DIR/broadcast.json.
"""

from __future__ import annotations

import json
import os
import sys
from datetime import timedelta
from pathlib import Path


def build(data: Path) -> None:
    """The class, its learner in it, the clock a minute before the live lesson begins."""
    from tests.classroom import FILED, IN_CLASS, SYSTEM, course, enter, opened, town
    from tests.journeys.town import session
    from yunpei.catalogue import actions as catalogue
    from yunpei.catalogue import queries as catalogue_queries
    from yunpei.catalogue.types import LessonKind
    from yunpei.common import clock
    from yunpei.learning.live import actions
    from yunpei.learning.live.types import Announcement

    clock.move(IN_CLASS)
    there = town((1,))
    made = course(there.organisation_id, publish=False)
    catalogue.lesson_add(
        course_id=made, title="直播答疑", kind=LessonKind.LIVE, seconds=60, file_id=None, by=SYSTEM, at=FILED
    )
    catalogue.course_publish(course_id=made, by=SYSTEM, at=FILED)
    held = opened(there, (1,), course_id=made)
    enter(held, there.learners[1])
    lesson = catalogue_queries.lessons(held.course_id)[-1]
    begins = IN_CLASS + timedelta(minutes=1)
    told = Announcement(lesson.public_id, "王老师", "", begins, begins + timedelta(hours=1))
    actions.broadcast_announce(class_id=held.id, given=told, by=there.admin, at=IN_CLASS)
    left = {
        "class": held.public_id,
        "lesson": lesson.public_id,
        "learner": session(there.learners[1].account_id or 0),
        "admin": session(there.admin.account_id or 0),
    }
    (data / "broadcast.json").write_text(json.dumps(left), encoding="utf-8")


def begin() -> None:
    """The clock moves on to the beginning."""
    from tests.classroom import IN_CLASS
    from yunpei.common import clock

    clock.move(IN_CLASS + timedelta(minutes=1))


def main(work: str, data: str) -> None:
    """Set Django up on a folder that has its tables, and build there."""
    os.environ["YUNPEI_DATA"] = data
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yunpei.config.settings")
    import django

    django.setup()
    if work == "build":
        build(Path(data))
    else:
        begin()


if __name__ == "__main__":
    main(*sys.argv[1:3])
