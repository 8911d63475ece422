"""Courses are picked and dropped, staff come in whole or not at all, are moved and taken off: one's own alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from tests.classroom import FILED, IN_CLASS, SYSTEM, Town, course, opened, row
from tests.invented import name
from tests.training.university.conftest import own_course
from yunpei.catalogue import actions as catalogue
from yunpei.catalogue.types import CourseKind, LessonKind, QuestionKind
from yunpei.common.errors import Conflict, Forbidden, Invalid, NotFound
from yunpei.common.jobs import REGISTRY
from yunpei.common.models import AuditRow, Job
from yunpei.evidence.reasons import Reason
from yunpei.people import queries as people
from yunpei.training import jobs
from yunpei.training.types import RosterRow
from yunpei.training.university import actions, queries
from yunpei.training.university.models import StaffMember, University
from yunpei.training.university.types import StaffChanges

pytestmark = [pytest.mark.database, pytest.mark.django_db, pytest.mark.req("R11")]
FITTERS, OFFICE = "装配车间", "办公室"


def pick(there: Town, course_id: int, **changes: Any) -> None:
    given = {"required": False, "due_on": None, "by": there.admin, "at": IN_CLASS}
    actions.course_pick(course_id=course_id, **{**given, **changes})


def line(n: int, department: str = FITTERS, post: str = "钳工") -> RosterRow:
    return replace(row(n), worker_kind="", department=department, post=post)


def put(there: Town, rows: Sequence[RosterRow]) -> StaffChanges:
    return actions.staff_put(rows=rows, by=there.admin, at=IN_CLASS)


def listed(there: Town) -> list[tuple[str, str, str]]:
    held = queries.university_of(there.organisation_id)
    return [(one.name, one.department, one.post) for one in queries.staff(held.id)] if held else []


def picked(there: Town) -> list[tuple[int, bool, date | None]]:
    held = queries.university_of(there.organisation_id)
    return [(one.course.id, one.required, one.due_on) for one in queries.picks(held.id)] if held else []


def test_public_and_own_courses_are_picked_changed_and_dropped(there: Town, other: Town) -> None:
    public, own = course(other.organisation_id), own_course(there)
    pick(there, public)
    pick(there, own, required=True, due_on=date(2020, 3, 31))
    assert picked(there) == [(own, True, date(2020, 3, 31)), (public, False, None)]
    pick(there, own)
    assert sorted(picked(there)) == sorted([(own, False, None), (public, False, None)])
    actions.course_drop(course_id=public, by=there.admin, at=IN_CLASS)
    assert picked(there) == [(own, False, None)]
    with pytest.raises(NotFound):
        actions.course_drop(course_id=public, by=there.admin, at=IN_CLASS)
    verbs = AuditRow.objects.filter(subject_type="university").order_by("id").values_list("verb", flat=True)
    assert list(verbs) == ["university_open", *["university_pick"] * 3, "university_drop"]


def test_others_own_courses_are_not_there(there: Town, other: Town) -> None:
    with pytest.raises(NotFound):
        pick(there, own_course(other))
    assert picked(there) == []


def test_what_cannot_be_studied_is_not_picked(there: Town) -> None:
    draft, retired = course(there.organisation_id, publish=False), own_course(there)
    catalogue.course_retire(course_id=retired, by=there.admin, at=FILED)
    bench = catalogue.course_add(
        title="台钳实操",
        kind=CourseKind.OCCUPATIONAL_SKILL,
        project="钳工",
        provider_id=there.organisation_id,
        by=SYSTEM,
        at=FILED,
    )
    catalogue.lesson_add(
        course_id=bench,
        title="划线",
        kind=LessonKind.PRACTICAL,
        seconds=60,
        brief="划一条线",
        file_id=None,
        by=SYSTEM,
        at=FILED,
    )
    catalogue.question_add(
        course_id=bench,
        kind=QuestionKind.TRUE_FALSE,
        text="对吗",
        options=["正确", "错误"],
        answer=[0],
        by=SYSTEM,
        at=FILED,
    )
    catalogue.course_publish(course_id=bench, by=SYSTEM, at=FILED)
    for one in (draft, retired, bench):
        with pytest.raises(Conflict):
            pick(there, one)


def test_a_picked_course_that_was_retired_stays_and_can_be_changed(there: Town) -> None:
    made = own_course(there)
    pick(there, made)
    catalogue.course_retire(course_id=made, by=there.admin, at=FILED)
    pick(there, made, required=True)
    assert picked(there) == [(made, True, None)]


def test_only_administrators_of_an_organisation(there: Town) -> None:
    made, learner = own_course(there), there.learners[1]
    legal = replace(there.admin, roles=frozenset({"org_legal"}))
    for by in (learner, SYSTEM):
        with pytest.raises(Forbidden):
            pick(there, made, by=by)
        with pytest.raises(Forbidden):
            actions.staff_put(rows=[line(1)], by=by, at=IN_CLASS)
    assert not University.objects.exists()
    pick(there, made, by=legal)
    with pytest.raises(Forbidden):  # ID numbers are entered by administrators alone, as on rosters
        actions.staff_put(rows=[line(1)], by=legal, at=IN_CLASS)


def test_staff_come_in_by_a_list_and_are_brought_up_to_date_by_another(there: Town) -> None:
    assert put(there, [line(1), line(2), line(3, OFFICE)]) == StaffChanges(3, 0, 0)
    assert put(there, [line(2), line(3, " 装配 车间 ".replace(" ", ""), "组长"), line(4)]) == StaffChanges(1, 1, 1)
    assert sorted(listed(there)) == sorted(
        [
            (name(1), FITTERS, "钳工"),
            (name(2), FITTERS, "钳工"),
            (name(3), FITTERS, "组长"),
            (name(4), FITTERS, "钳工"),
        ]
    )
    assert all("****" in one.id_masked for one in StaffMember.objects.all())


def test_nothing_is_kept_when_one_row_is_bad(there: Town) -> None:
    rows = [line(2), replace(line(1), name=name(9)), line(3, ""), line(2), line(4, "部" * 101)]
    with pytest.raises(Invalid) as error:
        put(there, [replace(one, row=place) for place, one in enumerate(rows, 2)])
    assert sorted(problem.field for problem in error.value.problems) == ["row 3", "row 4", "row 5", "row 6"]
    assert listed(there) == []
    assert people.person_by_id_number(line(2).person_id) is not None  # signed up; line 3 is new
    assert people.person_by_id_number(line(3).person_id) is None
    with pytest.raises(Invalid):
        put(there, [])


def test_the_people_of_a_class_come_into_a_department(there: Town, other: Town) -> None:
    held = opened(there, (1, 2, 3))
    put(there, [line(2, OFFICE)])
    given: Any = {"department": f" {FITTERS} ", "by": there.admin, "at": IN_CLASS}
    assert actions.staff_from_class(class_id=held.public_id, **given) == StaffChanges(2, 0, 1)
    assert sorted(one[:2] for one in listed(there)) == sorted(
        [(name(1), FITTERS), (name(2), OFFICE), (name(3), FITTERS)]
    )
    with pytest.raises(NotFound):
        actions.staff_from_class(class_id=held.public_id, **{**given, "by": other.admin})
    with pytest.raises(Invalid):
        actions.staff_from_class(class_id=held.public_id, **{**given, "department": " "})


def test_staff_are_moved_and_taken_off_by_their_own_organisation(there: Town, other: Town) -> None:
    put(there, [line(1), line(2)])
    ids = [str(one) for one in StaffMember.objects.order_by("pk").values_list("public_id", flat=True)]
    with pytest.raises(NotFound):
        actions.staff_move(staff=ids, department=OFFICE, by=other.admin, at=IN_CLASS)
    with pytest.raises(Invalid):
        actions.staff_move(staff=[], department=OFFICE, by=there.admin, at=IN_CLASS)
    assert actions.staff_move(staff=ids[:1], department=OFFICE, by=there.admin, at=IN_CLASS) == 1
    held = queries.university_of(there.organisation_id)
    assert held is not None
    assert queries.departments(held.id) == {OFFICE: 1, FITTERS: 1}
    assert actions.staff_leave(staff=ids[:1], by=there.admin, at=IN_CLASS) == 1
    assert queries.departments(held.id) == {FITTERS: 1}
    with pytest.raises(NotFound):
        actions.staff_leave(staff=ids, by=there.admin, at=IN_CLASS)
    with pytest.raises(NotFound):
        queries.seat(held.public_id, there.learners[1].person_id or 0)
    put(there, [line(1)])
    assert queries.seat(held.public_id, there.learners[1].person_id or 0).staff.department == FITTERS


def test_study_ends_with_the_seat_and_with_the_course(
    there: Town, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    ended: list[dict[str, Any]] = []
    for room in (actions, jobs):
        monkeypatch.setattr(room, "sessions_close", lambda **given: ended.append(given))
    pick(there, made := own_course(there, lessons=1))
    put(there, [line(1)])
    held = queries.university_of(there.organisation_id)
    assert held is not None
    [one] = queries.staff(held.id)
    [pick_] = queries.picks(held.id)
    with django_capture_on_commit_callbacks(execute=True):
        actions.course_drop(course_id=made, by=there.admin, at=IN_CLASS)
        actions.staff_leave(staff=[one.public_id], by=there.admin, at=IN_CLASS)
    where = {"reason": Reason.OUTSIDE, "class_id": held.public_id}
    told = [
        {**where, "person": None, "lesson": pick_.lessons[0].public_id},
        {**where, "person": one.person, "lesson": None},
    ]
    assert ended == told
    for job in Job.objects.filter(name="training.study_end").order_by("id"):
        REGISTRY[job.name].run(at=IN_CLASS, **job.arguments)
    assert ended == told * 2
