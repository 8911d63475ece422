"""What everybody is shown of a person's time is what the raw receipts say, counted again with nothing of ours."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.classroom import Town, course, enter, opened, town
from tests.study_stores import KEYS, START, Moved
from yunpei.catalogue import queries as catalogue
from yunpei.evidence import actions as clock_actions
from yunpei.evidence import study as configured
from yunpei.evidence.receipt import new_secret
from yunpei.evidence.store import Chosen, open_store
from yunpei.evidence.study import Study
from yunpei.evidence.types import Admitted, Claim, Kind
from yunpei.learning.reckoning import reckoning
from yunpei.training import queries as training
from yunpei.training.types import Accumulate, ClassFacts, HourRule, HourSource, RosterLineFacts

pytestmark = [pytest.mark.django_db, pytest.mark.req("R16")]
DAY_MS, CHINA_MS = 86_400_000, 28_800_000

Beats = list[tuple[int, bool, bool, bool]]
beats = st.lists(
    st.tuples(st.sampled_from([3_000, 14_501, 15_000, 44_999, 61_000]), st.booleans(), st.booleans(), st.booleans()),
    max_size=8,
)
sessions = st.lists(st.tuples(st.integers(0, 2), st.sampled_from([0, 600_000, 20 * 3_600_000]), beats), max_size=4)


@pytest.fixture
def there(db: None) -> Town:
    return town((1,))


@pytest.fixture
def held(there: Town) -> ClassFacts:
    made = opened(there, (1,), course_id=course(there.organisation_id, lessons=3))
    enter(made, there.learners[1])
    return made


@pytest.fixture
def moved(tmp_path: Path) -> Iterator[Moved]:
    clock = Moved(START)
    study = Study(open_store(str(tmp_path / "study.sqlite3"), clock), KEYS)
    configured.configure(lambda: study)
    yield clock
    configured.reset()
    from yunpei.interfaces.study_settings import from_settings

    configured.configure(from_settings)


def watched(held: ClassFacts, line: RosterLineFacts, moved: Moved, told: list[tuple[int, int, Beats]]) -> None:
    """Sessions one after another: which lesson, how long before it opens, and its heartbeats."""
    lessons = catalogue.lessons(held.course_id)
    for which, pause, of in told:
        moved.now += pause
        lesson, secret, place = lessons[which], new_secret(), 0
        admitted = Admitted(line.person, held.public_id, lesson.public_id, Kind.VIDEO, lesson.seconds, 2**53)
        receipt = clock_actions.session_open(admitted=admitted, secret=secret)
        for ms, playing, visible, jumps in of:
            moved.now += ms
            start = place + 30_000 if jumps else None
            place = (start or place) + (ms if playing else 0)
            claim = Claim(playing, visible, 100, start, place)
            answer = clock_actions.heartbeat(receipt=receipt.text, secret=secret, claim=claim)
            if answer is None:
                break
            receipt = answer


def recounted(person: str, held: ClassFacts) -> tuple[dict[str, tuple[int, int, int, Counter[str]]], int]:
    """Lesson → elapsed, credited, pending, excluded; and the whole hours: from the text of each receipt and nothing else."""
    lessons: dict[str, list[Counter[str]]] = {}
    heaps: Counter[object] = Counter()
    with configured.current().store.reading() as tx:
        for row in tx.sessions(Chosen(person=person)):
            parts = [receipt.text.split("|") for receipt in tx.receipts(row.id)]
            last, before = parts[-1], 0
            out = {code: int(ms) for code, _, ms in (one.partition(":") for one in last[18].split(",") if one)}
            sums = Counter(
                {"elapsed": int(last[15]) - int(last[2]), "credited": int(last[16]), "pending": int(last[17])}
            )
            lessons.setdefault(last[5], [Counter(), Counter()])
            lessons[last[5]][0].update(sums)
            lessons[last[5]][1].update(out)
            for part in parts:
                day = (int(part[15]) + CHINA_MS) // DAY_MS
                heap = {Accumulate.CLASS: None, Accumulate.LESSON: part[5], Accumulate.DAY: day}[held.hour.accumulate]
                heaps[heap] += int(part[16]) - before
                before = int(part[16])
    hours = sum(ms // (held.hour.seconds * 1000) for ms in heaps.values())
    found = {
        lesson: (sums["elapsed"], sums["credited"], sums["pending"], +out) for lesson, (sums, out) in lessons.items()
    }
    return found, hours


def test_it_is_what_the_receipts_say(there: Town, held: ClassFacts, moved: Moved) -> None:
    own = training.line_of_person(held.id, there.learners[1].person_id or 0)

    @settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(told=sessions, over=st.sampled_from(Accumulate), seconds=st.sampled_from([10, 45, 60]))
    def same(told: list[tuple[int, int, Beats]], over: Accumulate, seconds: int) -> None:
        line = replace(own, person=str(uuid4()))
        asked = replace(held, hour=HourRule(seconds, over, HourSource.BUREAU, None))
        watched(asked, line, moved, told)
        found = reckoning(asked, line)
        raw, hours = recounted(line.person, asked)
        shown = {
            one.lesson.public_id: (one.elapsed_ms, one.credited_ms, one.pending_ms, +Counter(one.excluded_ms))
            for one in found.lessons
            if one.elapsed_ms
        }
        assert shown == {lesson: one for lesson, one in raw.items() if one[0]}
        assert (found.online_hours, found.offline_hours, found.hours) == (hours, 0, hours)
        assert found.online_ms == found.credited_ms == sum(one[1] for one in raw.values())
        whole = found.credited_ms + found.pending_ms + sum(found.excluded_ms.values())
        assert found.elapsed_ms == whole

    same()
