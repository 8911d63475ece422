"""A class being studied on a site of its own, made by the rooms' actions, with a session for each learner.

usage: python -m bench.pages_site DIR        YUNPEI_ENV=demo; DATABASE_URL as the site has it. Prints JSON.
"""

from __future__ import annotations

import json
import os
import sys
from datetime import datetime, timedelta

LEARNERS = 16  # one for each connection
LESSONS, WATCHED = 12, 5  # as the demo's WX-2020-0003
BEAT_MS = 15_000


def main() -> None:
    """Build it, and say where the pages are and who may open them."""
    os.environ |= {"YUNPEI_DATA": sys.argv[1], "DJANGO_SETTINGS_MODULE": "yunpei.config.settings"}
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import transaction

    call_command("migrate", verbosity=0)
    with transaction.atomic():
        found = _build()
    print(json.dumps(found))


def _build() -> dict[str, object]:
    from tests.classroom import IN_CLASS, course, enter, opened, town
    from tests.journeys.town import session
    from yunpei.common import clock

    clock.move(IN_CLASS)
    there = town(range(1, LEARNERS + 1))
    made = course(there.organisation_id, lessons=LESSONS)
    held = opened(there, range(1, LEARNERS + 1), course_id=made, planned_hours=24)
    sessions = []
    for who in there.learners.values():
        assert who.person_id is not None
        assert who.account_id is not None
        enter(held, who)
        _study(held.public_id, held.course_id, who.person_id, IN_CLASS - timedelta(days=1))
        sessions.append(session(who.account_id))
    return {"home": "/learn/", "page": f"/learn/classes/{held.public_id}/", "sessions": sessions}


def _study(class_id: str, course_id: int, person_id: int, at: datetime) -> None:
    """The first lessons from beginning to end, each beat with its receipt."""
    from yunpei.catalogue import queries as catalogue
    from yunpei.common import clock
    from yunpei.evidence import actions
    from yunpei.evidence.types import Claim
    from yunpei.learning.admission import admit

    for lesson in catalogue.lessons(course_id)[:WATCHED]:
        admitted = admit(person_id=person_id, class_id=class_id, lesson_id=lesson.public_id, at=at)
        with clock.holding(at):
            step = actions.session_open(admitted=admitted, secret="bench")
        length = lesson.seconds * 1000
        for position in range(BEAT_MS, length + BEAT_MS, BEAT_MS):
            at += timedelta(milliseconds=BEAT_MS + 100)
            claim = Claim(True, True, 100, None, min(position, length))
            with clock.holding(at):
                moved = actions.heartbeat(receipt=step.text, secret="bench", claim=claim, leaves=position >= length)
            assert moved is not None
            step = moved


if __name__ == "__main__":
    main()
