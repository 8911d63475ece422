"""Reads of universities. Each takes a fixed number of queries, whatever the number of courses or people."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Count, F, QuerySet

from yunpei.catalogue import queries as catalogue
from yunpei.common.errors import NotFound
from yunpei.training.university.models import Pick, StaffMember, University
from yunpei.training.university.types import STUDIED, Departments, PickFacts, Seat, StaffFacts, UniversityFacts


def university_of(organisation_id: int) -> UniversityFacts | None:
    """An organisation's university; None before anything was done for it. 1 query."""
    row = University.objects.filter(organisation_id=organisation_id).first()
    return _university(row) if row else None


def picks(university_id: int) -> list[PickFacts]:
    """The courses of a university: required ones first, then by day and title. 3 queries."""
    rows = list(Pick.objects.filter(university_id=university_id))
    ids = [row.course_id for row in rows]
    courses, lessons = catalogue.courses_by_id(ids), catalogue.lessons_by_course(ids)
    found = [
        PickFacts(
            courses[row.course_id],
            tuple(one for one in lessons.get(row.course_id, ()) if one.kind in STUDIED),
            row.required,
            row.due_on,
        )
        for row in rows
    ]
    return sorted(found, key=lambda one: (not one.required, str(one.due_on or "9"), one.course.title, one.course.id))


def staff(university_id: int, *, department: str | None = None) -> list[StaffFacts]:
    """Who is on the staff list now, by department and name; of one department alone. 1 query."""
    rows = _staff(university_id)
    if department is not None:
        rows = rows.filter(department=department)
    return [_member(row) for row in rows.order_by("department", "name", "id")]


def departments(university_id: int) -> Departments:
    """The departments by name with the number of people in them. 1 query."""
    rows = _staff(university_id).order_by("department").values_list("department")
    return dict(rows.annotate(people=Count("id")))


def seats_of(person_id: int) -> list[Seat]:
    """The universities on whose staff list a person is, the latest first. 1 query."""
    return [_seat(row) for row in _seats().filter(person_id=person_id).order_by("-since", "-id")]


def seat(public_id: str, person_id: int) -> Seat:
    """The university that an address or a receipt names, for one of its staff. Raises NotFound for others. 1 query."""
    try:
        row = _seats().filter(university__public_id=UUID(public_id), person_id=person_id).first()
    except ValueError:
        row = None
    if row is None:
        raise NotFound
    return _seat(row)


def has_picked(university_id: int, course_id: int) -> bool:
    """Whether a course is in the programme of a university. 1 query."""
    return Pick.objects.filter(university_id=university_id, course_id=course_id).exists()


def _staff(university_id: int) -> QuerySet[StaffMember]:
    return StaffMember.objects.filter(university_id=university_id, until=None).select_related("person")


def _seats() -> QuerySet[StaffMember]:
    """With the organisation's name: one query for what every page of a university begins with."""
    now = StaffMember.objects.filter(until=None).select_related("university", "person")
    return now.annotate(organisation_name=F("university__organisation__name"))


def _seat(row: StaffMember) -> Seat:
    return Seat(_university(row.university), _member(row), row.organisation_name)  # type: ignore[attr-defined]  # annotated


def _university(row: University) -> UniversityFacts:
    return UniversityFacts(row.pk, str(row.public_id), row.organisation_id)


def _member(row: StaffMember) -> StaffFacts:
    return StaffFacts(
        public_id=str(row.public_id),
        person_id=row.person_id,
        person=str(row.person.public_id),
        name=row.name,
        id_masked=row.id_masked,
        department=row.department,
        post=row.post,
    )
