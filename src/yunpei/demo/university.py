"""The online university of the demo's firm: public courses and one of its own, two departments, and a little study."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from yunpei.catalogue import queries as courses_known
from yunpei.catalogue.types import CourseKind
from yunpei.demo import invented, studying
from yunpei.demo.cases import Course, Story
from yunpei.demo.people import FOUNDED, Firm, moment
from yunpei.training import queries as classes
from yunpei.training.types import RosterRow
from yunpei.training.university import actions, queries

FITTERS, ELECTRICIANS = "装配车间", "电气班组"
DAILY_CHECK = 600  # seconds


def build(firm: Firm, fitters: Story, electricians: Story, *, courses: Sequence[Course]) -> None:
    """Open it: the first course is required. One department comes from a class, the other from a sheet."""
    by, at = firm.admin, moment("2020-05-30 09:00")
    own = studying.handbook(
        "设备日常点检",
        "设备点检",
        provider_id=firm.id,
        by=by,
        at=FOUNDED,
        kind=CourseKind.SAFETY,
        seconds=DAILY_CHECK,
        published_by=by,
    )
    required, *others = [one.id for one in courses]
    actions.course_pick(course_id=required, required=True, due_on=date(2020, 6, 30), by=by, at=at)
    for one in (*others, own):
        actions.course_pick(course_id=one, required=False, due_on=None, by=by, at=at)
    held = classes.class_of(fitters.class_id)
    actions.staff_from_class(class_id=held.public_id, department=FITTERS, by=by, at=at)
    rows = [
        RosterRow(row, invented.id_number(n), invented.name(n), "", "电工", ELECTRICIANS)
        for row, n in enumerate(electricians.people, 2)
    ]
    actions.staff_put(rows=rows, by=by, at=at)
    _study(firm, own, required)


def _study(firm: Firm, own: int, required: int) -> None:
    """Every second of the fitters has begun what is required; one electrician has read the firm's own handbook."""
    university = queries.university_of(firm.id)
    assert university is not None
    at = moment("2020-05-30 10:00")
    fitters = queries.staff(university.id, department=FITTERS)
    for n, one in enumerate(fitters[::2], 1):
        for lesson in courses_known.lessons(required)[: 2 * n]:
            at = studying.watch(university.public_id, one.person_id, lesson, at)
    [handbook] = courses_known.lessons(own)
    last = queries.staff(university.id, department=ELECTRICIANS)[-1]
    studying.watch(university.public_id, last.person_id, handbook, at)
