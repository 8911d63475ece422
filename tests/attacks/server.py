"""The study clock alone, as granian serves it to the attacks: its clock is a file that the test moves, its people come by cookie.

YUNPEI_TEST_STORE: path or URL. YUNPEI_TEST_CLOCK: file with ms since 1970, or empty for the database's own clock.
YUNPEI_TEST_LESSONS: `lesson=seconds` joined by commas, all in class `class-1`; people whose name begins with `asked` are asked
after 60 to 120 s of credit, and the right answer is the challenge's number, squared;
`capped` people have ten minutes a day; the lesson `live` is being sent, and five minutes of it were.
YUNPEI_TEST_FLOOD: as many heartbeats as can be sent.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from yunpei.common.errors import Forbidden
from yunpei.common.language import Text
from yunpei.evidence.asking import Ask, Asking
from yunpei.evidence.receipt import Keyring
from yunpei.evidence.store import open_store
from yunpei.evidence.study import Study
from yunpei.evidence.types import Admitted, Kind
from yunpei.interfaces.study_challenges import Challenge
from yunpei.interfaces.study_door import StudyClock
from yunpei.interfaces.study_limits import Buckets

KEYS = Keyring("t1", {"t1": b"only-for-tests-only-for-tests-32"})
CLASS = "class-1"
ASKS = Asking(60, 120, (Ask.QUESTION,))
SENT = 300_000  # ms of the live lesson
UNTIL = 1_600_000_000_000  # 2020-09-13


class Classroom:
    """Everybody but `stranger` is on the list of class-1."""

    def __init__(self, lessons: Mapping[str, int], until: int) -> None:
        self._lessons = lessons
        self._until = until

    def admit(self, *, person: str, lesson: str, class_id: str | None, at: datetime) -> Admitted:
        if person == "stranger" or class_id not in (None, CLASS) or lesson not in self._lessons:
            raise Forbidden(Text("不在班级名单内", "not on the list of this class"))
        asks = ASKS.text if person.startswith("asked") else ""
        cap = 600_000 if person.startswith("capped") else None
        kind = Kind.LIVE if lesson == "live" else Kind.VIDEO
        return Admitted(person, CLASS, lesson, kind, self._lessons[lesson], self._until, cap, asks)

    def shown(self, challenge: Challenge, *, send: bool) -> dict[str, Any]:
        return {"text": f"{challenge.number} x {challenge.number}", "sent": send}

    def right(self, challenge: Challenge, answer: str) -> bool:
        return answer == str(challenge.number**2)


def _who(cookies: Mapping[str, str]) -> str | None:
    return cookies.get("person")


def _application() -> StudyClock:
    moved = os.environ["YUNPEI_TEST_CLOCK"]
    clock = (lambda: int(Path(moved).read_text(encoding="ascii"))) if moved else None
    lessons = dict(pair.split("=") for pair in os.environ["YUNPEI_TEST_LESSONS"].split(","))
    study = Study(open_store(os.environ["YUNPEI_TEST_STORE"], clock), KEYS)
    until = UNTIL if moved else 1 << 50
    classroom = Classroom({lesson: int(seconds) for lesson, seconds in lessons.items()}, until)
    beats = Buckets(10**6, 10**6) if "YUNPEI_TEST_FLOOD" in os.environ else None
    openings = Buckets(burst=10_000, per_second=1_000)
    return StudyClock(study, _who, classroom, classroom, sent=lambda *_: SENT, openings=openings, beats=beats)


# The test itself takes KEYS and CLASS from here; only the server process has the variables.
app = _application() if "YUNPEI_TEST_STORE" in os.environ else None
