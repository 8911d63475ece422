"""Study in a university is timed by the study clock like any other, is counted there and nowhere else, and is claimed by nobody."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.classroom import LESSON_SECONDS, Town, enter, opened
from tests.invented import name
from tests.study_stores import KEYS, Moved
from tests.training.university.conftest import own_course
from tests.training.university.test_actions import FITTERS, OFFICE, line, pick, put
from yunpei.casework import actions as casework
from yunpei.casework.models import Case
from yunpei.catalogue import queries as catalogue
from yunpei.catalogue.types import LessonFacts
from yunpei.common.errors import NotFound
from yunpei.evidence import actions as clock_actions
from yunpei.evidence import study as configured
from yunpei.evidence.receipt import new_secret
from yunpei.evidence.store import open_store
from yunpei.evidence.study import Study
from yunpei.evidence.types import Claim
from yunpei.learning import queries as learning
from yunpei.learning import university as learned
from yunpei.learning.admission import admit
from yunpei.training import queries as training
from yunpei.training.models import TrainingClass
from yunpei.training.university import actions, queries
from yunpei.training.university.types import UniversityFacts

pytestmark = [pytest.mark.database, pytest.mark.django_db, pytest.mark.req("R11")]
BEGIN = datetime(2020, 3, 10, 2, tzinfo=UTC)


@pytest.fixture
def moved(tmp_path: Path) -> Iterator[Moved]:
    clock = Moved(int(BEGIN.timestamp() * 1000))
    study = Study(open_store(str(tmp_path / "study.sqlite3"), clock), KEYS)
    configured.configure(lambda: study)
    yield clock
    configured.reset()
    from yunpei.interfaces.study_settings import from_settings

    configured.configure(from_settings)


@pytest.fixture
def held(there: Town) -> UniversityFacts:
    """A required course of one lesson and another of two, and three people in two departments."""
    pick(there, own_course(there, lessons=1), required=True, due_on=date(2020, 3, 9))
    pick(there, own_course(there, lessons=2))
    put(there, [line(1), line(2), line(3, OFFICE)])
    found = queries.university_of(there.organisation_id)
    assert found is not None
    return found


def lessons(held: UniversityFacts) -> list[LessonFacts]:
    return [one for pick_ in queries.picks(held.id) for one in pick_.lessons]


def watch(where: str, person_id: int, lesson: LessonFacts, moved: Moved, seconds: int = LESSON_SECONDS) -> None:
    """So many seconds of a lesson, from its beginning, as the player says them."""
    at = datetime.fromtimestamp(moved.now / 1000, UTC)
    secret = new_secret()
    admitted = admit(person_id=person_id, class_id=where, lesson_id=lesson.public_id, at=at)
    step = clock_actions.session_open(admitted=admitted, secret=secret)
    for position in range(15, seconds + 1, 15):
        moved.passes(15)
        claim = Claim(True, True, 100, None, position * 1000)
        moved_on = clock_actions.heartbeat(receipt=step.text, secret=secret, claim=claim, leaves=position >= seconds)
        assert moved_on is not None
        step = moved_on


def test_progress_by_department_and_by_person(there: Town, held: UniversityFacts, moved: Moved) -> None:
    first, second = (there.learners[n].person_id or 0 for n in (1, 2))
    required, other, _ = lessons(held)
    watch(held.public_id, first, required, moved)
    watch(held.public_id, second, other, moved, seconds=60)
    office, fitters = learned.by_department(learned.staff_progress(held))
    assert (office.department, office.people, office.started, office.finished, office.credited_ms, office.seen_at) == (
        OFFICE,
        1,
        0,
        0,
        0,
        None,
    )
    assert (fitters.department, fitters.people, fitters.started, fitters.finished) == (FITTERS, 2, 2, 1)
    assert fitters.credited_ms == (LESSON_SECONDS + 60) * 1000
    assert fitters.seen_at == BEGIN + timedelta(seconds=LESSON_SECONDS + 60)
    rows = {one.staff.name: one for one in learned.staff_progress(held, department=FITTERS)}
    assert {who: (one.finished, one.counted, one.done) for who, one in rows.items()} == {
        name(1): (1, 1, True),
        name(2): (0, 1, False),
    }
    page = learned.seat_page(held.public_id, person_id=second)
    assert [(one.finished, one.credited_ms, one.late(date(2020, 3, 10))) for one in page.courses] == [
        (0, 0, True),
        (0, 60_000, False),
    ]
    assert (page.next_lesson, page.credited_ms) == (required, 60_000)
    pick_, lines = learned.course_lines(page.seat, page.courses[1].pick.course.public_id)
    assert [(one.credited_ms, one.finished) for one in lines] == [(60_000, False), (0, False)]
    assert pick_ == page.courses[1].pick


def test_without_a_required_course_all_of_them_count(there: Town, held: UniversityFacts, moved: Moved) -> None:
    one, other = (pick_.course.id for pick_ in queries.picks(held.id))
    pick(there, one)
    who = there.learners[1].person_id or 0
    watch(held.public_id, who, lessons(held)[0], moved)
    [mine] = [row for row in learned.staff_progress(held) if row.staff.person_id == who]
    assert (mine.finished <= 1, mine.counted, mine.done) == (True, 2, False)
    for left in (one, other):
        actions.course_drop(course_id=left, by=there.admin, at=BEGIN)
    assert not any(row.done for row in learned.staff_progress(held))


def test_it_costs_the_same_for_many(there: Town, held: UniversityFacts, moved: Moved) -> None:
    with CaptureQueriesContext(connection) as few:
        learned.staff_progress(held)
    put(there, [line(n, OFFICE) for n in range(10, 40)])
    with CaptureQueriesContext(connection) as many:
        assert len(learned.staff_progress(held)) == 33
    assert len(few) == len(many) == 4


def test_only_staff_study_and_only_what_was_picked(there: Town, held: UniversityFacts, moved: Moved) -> None:
    lesson = lessons(held)[0]
    foreign = catalogue.lessons(own_course(there))[0]
    mine: Any = {"person_id": there.learners[1].person_id or 0, "class_id": held.public_id, "at": BEGIN}
    admitted = admit(lesson_id=lesson.public_id, **mine)
    assert (admitted.class_id, admitted.lesson, admitted.seconds) == (held.public_id, lesson.public_id, LESSON_SECONDS)
    assert admitted.until == int((BEGIN + timedelta(days=1)).timestamp() * 1000)
    assert admitted.asks
    changes: list[dict[str, Any]] = [
        {"lesson_id": foreign.public_id},
        {"lesson_id": lesson.public_id, "person_id": there.admin.person_id},
        {"lesson_id": lesson.public_id, "class_id": "x"},
    ]
    for changed in changes:
        with pytest.raises(NotFound):
            admit(**{**mine, **changed})


def test_the_same_lesson_in_a_class_and_in_a_university_is_two_different_things(
    there: Town, held: UniversityFacts, moved: Moved
) -> None:
    _, both = queries.picks(held.id)
    in_class = opened(there, (1,), course_id=both.course.id)
    who = there.learners[1]
    person_id = who.person_id or 0
    enter(in_class, who)
    watch(held.public_id, person_id, both.lessons[0], moved)
    [(_, stands)] = learning.class_standings(in_class.id)
    assert (stands.hours, stands.credited_ms) == (0, 0)
    facts = {one.person_id: one.facts for one in learning.claim_facts(in_class.id)}
    assert facts[person_id]["online_hours"].value == 0
    watch(in_class.public_id, person_id, both.lessons[0], moved, seconds=60)
    [(_, stands)] = learning.class_standings(in_class.id)
    assert stands.credited_ms == 60_000
    assert learned.seat_page(held.public_id, person_id=person_id).credited_ms == LESSON_SECONDS * 1000


def test_nothing_can_be_filed_or_claimed_from_a_university(there: Town, held: UniversityFacts, moved: Moved) -> None:
    watch(held.public_id, there.learners[1].person_id or 0, lessons(held)[0], moved)
    assert not TrainingClass.objects.exists()
    with pytest.raises(NotFound):
        training.class_by_public_id(held.public_id)
    for number in (held.id, 1):
        with pytest.raises(NotFound):
            casework.claim_open(class_id=number, by=there.admin, at=BEGIN)
        with pytest.raises(NotFound):
            learning.claim_facts(number)
    assert not Case.objects.exists()
