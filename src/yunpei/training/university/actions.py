"""What an organisation does for its university. Keyword only; each runs in one transaction and leaves its audit row."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from functools import partial

from django.db import transaction

from yunpei.catalogue import queries as catalogue
from yunpei.catalogue.types import CourseState
from yunpei.common import audit, jobs
from yunpei.common.actor import Actor
from yunpei.common.errors import Conflict, Forbidden, Invalid, NotFound, Problem
from yunpei.common.language import Text
from yunpei.evidence.actions import sessions_close
from yunpei.evidence.reasons import Reason
from yunpei.training import queries as classes
from yunpei.training.access import ORGANISER
from yunpei.training.roster import PIECE
from yunpei.training.rosters import pieces_of
from yunpei.training.types import RosterRow
from yunpei.training.university.models import Pick, StaffMember, University
from yunpei.training.university.staff_lines import LONGEST_DEPARTMENT, Listing
from yunpei.training.university.types import STUDIED, StaffChanges

MOST_AT_ONCE = 200  # people moved or taken off by one press


@transaction.atomic
def course_pick(*, course_id: int, required: bool, due_on: date | None, by: Actor, at: datetime) -> None:
    """Put a course into the programme, or change how it stands there. Public courses, and the organisation's own.

    The organisation's administrators. Raises Forbidden; NotFound for others' courses that are not public; Conflict for one that is
    not published, or has nothing that can be studied without a class.
    """
    held = _own(by, ORGANISER, at)
    course = catalogue.course(course_id)
    if not course.open_to({held.organisation_id}):
        raise NotFound
    picked = Pick.objects.filter(university=held, course_id=course_id)
    if not picked.exists():
        if course.state is not CourseState.PUBLISHED:
            raise Conflict(Text("课程未发布或已停用，不能选入", "the course is not published, or retired"))
        if not any(one.kind in STUDIED for one in catalogue.lessons(course_id)):
            raise Conflict(
                Text("这门课程没有视频或文档，只能在班级里学", "a course without video or document needs a class")
            )
    Pick.objects.update_or_create(
        university=held,
        course_id=course_id,
        defaults={"required": required, "due_on": due_on},
        create_defaults={"required": required, "due_on": due_on, "picked_at": at},
    )
    detail = {"course": course.public_id, "required": required, "due_on": due_on and due_on.isoformat()}
    _record(held, "university_pick", by, at, detail)


@transaction.atomic
def course_drop(*, course_id: int, by: Actor, at: datetime) -> None:
    """Take a course out of the programme: open study of it ends, what was studied stays with the study clock.

    The organisation's administrators. Raises Forbidden, NotFound.
    """
    held = _own(by, ORGANISER, at)
    if not Pick.objects.filter(university=held, course_id=course_id).delete()[0]:
        raise NotFound
    _record(held, "university_drop", by, at, {"course": catalogue.course(course_id).public_id})
    for lesson in catalogue.lessons(course_id):
        _end_study(held, at, lesson=lesson.public_id)


@transaction.atomic
def staff_put(*, rows: Sequence[RosterRow], by: Actor, at: datetime) -> StaffChanges:
    """Bring people onto the staff list, or what is known of them there up to date; nobody is taken off by it.

    rows: as `roster.open_roster` gives them for a STAFF sheet. An administrator of the organisation. A fixed number of statements
    per thousand rows; nothing is kept when one row is bad. Raises Forbidden; Invalid with every bad row, its field being `row N`.
    """
    held = _own(by, ("org_admin",), at)
    listing = Listing(held, by, at)
    for piece in pieces_of(rows):
        listing.put(piece)
    if not listing.people:
        raise Invalid([Problem("rows", Text("名单里没有人员", "the list has nobody on it"))])
    if listing.problems:
        raise Invalid(listing.problems)
    changes = listing.changes
    detail: dict[str, object] = {"added": changes.added, "changed": changes.changed, "same": changes.same}
    _record(held, "university_staff_put", by, at, detail)
    return changes


@transaction.atomic
def staff_from_class(*, class_id: str, department: str, by: Actor, at: datetime) -> StaffChanges:
    """Bring the people of one of the organisation's classes into a department; who is on the list already stays as they are.

    class_id: public id. An administrator of the organisation. Raises Forbidden, NotFound, Invalid.
    """
    held = _own(by, ("org_admin",), at)
    found = classes.class_by_public_id(class_id)
    if found.organisation_id != held.organisation_id:
        raise NotFound
    named = _department(department)
    lines = classes.roster_lines(found.roster_id)
    there = set(StaffMember.objects.filter(university=held, until=None).values_list("person_id", flat=True))
    new = [one for one in lines if one.person_id not in there]
    StaffMember.objects.bulk_create(
        [
            StaffMember(
                university=held,
                person_id=one.person_id,
                name=one.name,
                id_masked=one.id_masked,
                department=named,
                post=one.post,
                since=at,
            )
            for one in new
        ],
        batch_size=PIECE,
    )
    changes = StaffChanges(len(new), 0, len(lines) - len(new))
    detail = {"class": class_id, "department": named, "added": changes.added, "same": changes.same}
    _record(held, "university_staff_from_class", by, at, detail)
    return changes


@transaction.atomic
def staff_move(*, staff: Sequence[str], department: str, by: Actor, at: datetime) -> int:
    """Move people to a department, by the public ids of their lines; how many there were.

    An administrator of the organisation. Raises Forbidden, NotFound when one is not on the list, Invalid.
    """
    held = _own(by, ("org_admin",), at)
    named, rows = _department(department), _chosen(held, staff)
    entries = []
    for row in rows:
        entries.append(("university_staff_move", row.public_id, {"department": [row.department, named]}))
        row.department = named
    StaffMember.objects.bulk_update(rows, ["department"], batch_size=200)
    audit.record_all(by=by, at=at, subject_type="university_staff", entries=entries)
    return len(rows)


@transaction.atomic
def staff_leave(*, staff: Sequence[str], by: Actor, at: datetime) -> int:
    """Take people off the staff list, by the public ids of their lines; how many there were. Their open study ends.

    An administrator of the organisation. Raises Forbidden, NotFound when one is not on the list, Invalid.
    """
    held = _own(by, ("org_admin",), at)
    rows = _chosen(held, staff)
    StaffMember.objects.filter(pk__in=[row.pk for row in rows]).update(until=at)
    entries = [("university_staff_leave", row.public_id, {"department": row.department}) for row in rows]
    audit.record_all(by=by, at=at, subject_type="university_staff", entries=entries)
    for row in rows:
        _end_study(held, at, person=str(row.person.public_id))
    return len(rows)


def _own(by: Actor, roles: Sequence[str], at: datetime) -> University:
    """The actor's own university, locked; made with the first thing that is done for it. Raises Forbidden."""
    if by.organisation_id is None or not by.has(*roles):
        raise Forbidden
    row, made = University.objects.get_or_create(organisation_id=by.organisation_id, defaults={"opened_at": at})
    if made:
        _record(row, "university_open", by, at, {})
    return University.objects.select_for_update().get(pk=row.pk)


def _chosen(held: University, staff: Sequence[str]) -> list[StaffMember]:
    if not 0 < len(staff) <= MOST_AT_ONCE:
        told = Text(f"请选择1至{MOST_AT_ONCE}人", f"choose from 1 to {MOST_AT_ONCE} people")
        raise Invalid([Problem("staff", told)])
    rows = StaffMember.objects.filter(university=held, until=None, public_id__in=staff).select_related("person")
    found = list(rows.order_by("pk"))
    if len(found) != len(set(staff)):
        raise NotFound
    return found


def _department(department: str) -> str:
    named = " ".join(department.split())
    if not 0 < len(named) <= LONGEST_DEPARTMENT:
        told = Text(
            f"请填写部门，不超过{LONGEST_DEPARTMENT}字",
            f"name the department, in up to {LONGEST_DEPARTMENT} characters",
        )
        raise Invalid([Problem("department", told)])
    return named


def _end_study(held: University, at: datetime, *, person: str | None = None, lesson: str | None = None) -> None:
    """At once after the commit, and once more by the worker: the study store is another database and may be down."""
    where = str(held.public_id)
    jobs.enqueue("training.study_end", at=at, class_public_id=where, person=person, lesson=lesson)
    close = partial(sessions_close, reason=Reason.OUTSIDE, class_id=where, person=person, lesson=lesson)
    transaction.on_commit(close, robust=True)


def _record(held: University, verb: str, by: Actor, at: datetime, detail: dict[str, object]) -> None:
    audit.record(by=by, at=at, verb=verb, subject_type="university", subject_id=held.public_id, detail=detail)
