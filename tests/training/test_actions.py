"""A class is made from an approved plan, begins and ends by the calendar, and is signed in to."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from tests.classroom import END, FILED, IN_CLASS, START, SYSTEM, Town, course, enter, opened, plan, town
from yunpei.common.audit import history
from yunpei.common.errors import Conflict, Forbidden, Invalid, NotFound
from yunpei.common.jobs import run_next
from yunpei.training import actions, jobs, queries
from yunpei.training.types import Accumulate, ClassState, HourSource, Mode

pytestmark = pytest.mark.django_db


@pytest.fixture
def there() -> Town:
    return town((1, 2))


@pytest.fixture(autouse=True)
def ended(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Classes whose study sessions were ended."""
    closed: list[str] = []

    def note(*, reason: object, class_id: str, **_of_one: object) -> int:
        closed.append(class_id)
        return 0

    monkeypatch.setattr(actions, "sessions_close", note)
    monkeypatch.setattr(jobs, "sessions_close", note)
    return closed


@pytest.mark.req("R12")
def test_a_class_is_what_its_plan_says(there: Town) -> None:
    held = opened(there, (1, 2))
    assert (held.state, held.people, held.planned_hours, held.required_hours) == (ClassState.PLANNED, 2, 4, 4)
    assert queries.class_by_case("WX-2020-0001") == queries.class_by_public_id(held.public_id) == held
    assert history(subject_type="class", subject_id=held.public_id)[0].verb == "class_open"


@pytest.mark.req("R17")
@pytest.mark.parametrize(
    ("programme", "version", "given", "seconds", "source"),
    [
        ("wuxi-2020-10/online", date(2020, 1, 26), {"hour_seconds": None}, 2700, HourSource.ASSUMED),
        ("wuxi-2020-10/online", date(2020, 1, 26), {"hour_seconds": 60}, 60, HourSource.BUREAU),
        ("dalian-2020-41/sme-training", None, {"hour_seconds": None}, 2700, HourSource.CIRCULAR),
        ("dalian-2020-41/sme-training", None, {"hour_seconds": 3600}, 3600, HourSource.BUREAU),
    ],
)
def test_the_length_of_a_class_hour(
    there: Town, programme: str, version: date | None, given: dict[str, Any], seconds: int, source: HourSource
) -> None:
    from yunpei.policy.packs import load_programme

    version = version or load_programme(programme).version
    held = opened(there, programme=programme, pack_version=version, mode=Mode.BLENDED, **given)
    assert (held.hour.seconds, held.hour.source, held.hour.accumulate) == (seconds, source, Accumulate.CLASS)
    assert bool(held.hour.clause) is programme.startswith("dalian")


def test_dalian_asks_for_45_minutes_at_least(there: Town) -> None:
    from yunpei.policy.packs import load_programme

    programme = "dalian-2020-41/sme-training"
    with pytest.raises(Invalid) as error:
        opened(there, programme=programme, pack_version=load_programme(programme).version, mode=Mode.BLENDED)
    assert [problem.field for problem in error.value.problems] == ["hour_seconds"]


@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({"ends_on": date(2020, 3, 1)}, ["ends_on"]),
        ({"required_hours": 5}, ["planned_hours", "planned_hours"]),
        ({"planned_hours": 5}, ["planned_hours"]),  # the course has four minutes
        ({"project": "焊工"}, ["project"]),
        ({"course_id": 10**6}, ["course_id"]),
        ({"hour_seconds": 10**6}, ["hour_seconds", "planned_hours"]),
        ({"programme": "nowhere/none"}, ["programme"]),
        ({"roster_id": 10**6}, ["roster_id"]),
    ],
)
def test_a_plan_that_cannot_be_carried_out(there: Town, changes: dict[str, Any], fields: list[str]) -> None:
    with pytest.raises(Invalid) as error:
        opened(there, **changes)
    assert [problem.field for problem in error.value.problems] == fields


def test_an_unpublished_course_has_no_class(there: Town) -> None:
    with pytest.raises(Invalid):
        opened(there, course_id=course(there.organisation_id, publish=False))


def test_a_filing_has_one_class(there: Town) -> None:
    held = opened(there)
    with pytest.raises(Conflict):
        opened(there, course_id=held.course_id, number="A2")
    with pytest.raises(Invalid):
        opened(there, course_id=held.course_id, case_number="WX-2020-0002")
    with pytest.raises(Forbidden):
        actions.class_open(plan=plan(there, course_id=held.course_id), by=there.admin, at=FILED)


@pytest.mark.req("R15")
def test_the_first_sign_in_opens_the_class_and_a_second_changes_nothing(there: Town) -> None:
    held, who = opened(there), there.learners[1]
    assert who.person_id
    first = actions.sign_in(class_id=held.id, person_id=who.person_id, by=who, at=IN_CLASS)
    again = actions.sign_in(class_id=held.id, person_id=who.person_id, by=who, at=IN_CLASS + timedelta(hours=1))
    assert first == again == IN_CLASS == queries.line_of_person(held.id, who.person_id).signed_in_at
    assert queries.class_of(held.id).state is ClassState.OPEN
    verbs = [entry.verb for entry in history(subject_type="class", subject_id=held.public_id)]
    assert verbs == ["class_open", "class_begin", "sign_in"]


def test_nobody_signs_in_for_another_or_off_the_roster_or_out_of_time(there: Town) -> None:
    held, who, other = opened(there), there.learners[1], there.learners[2]
    assert who.person_id
    assert other.person_id
    for person_id, by in ((who.person_id, other), (who.person_id, there.admin), (other.person_id, other)):
        with pytest.raises(NotFound):
            actions.sign_in(class_id=held.id, person_id=person_id, by=by, at=IN_CLASS)
    # The days are China's: 1 March 16:00 UTC is 2 March there.
    for at in (FILED, datetime(2020, 3, 1, 15, 59, tzinfo=UTC), datetime(2020, 3, 31, 16, tzinfo=UTC)):
        with pytest.raises(Conflict):
            enter(held, who, at)
    enter(held, who, datetime(2020, 3, 1, 16, tzinfo=UTC))


def test_classes_begin_and_close_by_the_calendar(
    there: Town, ended: list[str], django_capture_on_commit_callbacks
) -> None:
    held = opened(there)
    jobs.classes_by_day(at=FILED)
    assert queries.class_of(held.id).state is ClassState.PLANNED
    jobs.classes_by_day(at=IN_CLASS)
    jobs.classes_by_day(at=IN_CLASS)
    assert queries.class_of(held.id).runs_on(START)
    over = datetime(2020, 3, 31, 16, tzinfo=UTC)
    with django_capture_on_commit_callbacks(execute=True):
        jobs.classes_by_day(at=over - timedelta(seconds=1))
        assert queries.class_of(held.id).runs_on(END)
        jobs.classes_by_day(at=over)
        jobs.classes_by_day(at=over)
    assert queries.class_of(held.id).state is ClassState.CLOSED
    assert ended == [held.public_id]
    assert run_next(machine_now=over, at=over)  # and the worker once more: the study store may have been down
    assert ended == [held.public_id] * 2
    with pytest.raises(Conflict):
        enter(held, there.learners[1], over - timedelta(hours=1))


def test_cancelling_needs_a_reason_and_a_class_that_has_not_begun(there: Town) -> None:
    held = opened(there)
    with pytest.raises(Invalid):
        actions.class_cancel(class_id=held.id, why=" ", by=there.admin, at=FILED)
    with pytest.raises(NotFound):
        actions.class_cancel(class_id=held.id, why="停工", by=there.learners[1], at=FILED)
    actions.class_cancel(class_id=held.id, why="停工", by=there.admin, at=FILED)
    assert queries.class_of(held.id).state is ClassState.CANCELLED
    assert queries.classes_of_person(there.learners[1].person_id or 0) == []
    with pytest.raises(Conflict):
        actions.class_begin(class_id=held.id, at=IN_CLASS)


def test_queries_do_not_grow_with_people(there: Town, django_assert_num_queries) -> None:
    held = opened(there, tuple(range(1, 30)))
    with django_assert_num_queries(2):
        assert len(queries.claim_facts(held.id)) == 29
    with django_assert_num_queries(1):
        assert [one.id for one in queries.classes_of_organisation(there.organisation_id)] == [held.id]
    with django_assert_num_queries(1):
        assert [one.people for one in queries.classes_of_person(there.learners[1].person_id or 0)] == [29]


def test_facts_have_the_policys_names_and_a_source(there: Town) -> None:
    from yunpei.policy.columns import COLUMNS

    (facts,) = queries.claim_facts(opened(there).id)
    ours = {"post", "on_filed_roster", "signed_in_on"}
    assert set(facts.facts) - ours <= set(COLUMNS)
    assert facts.facts["class_start"].value == START
    assert facts.facts["offline_hours"].value == 0
    assert SYSTEM.is_system
