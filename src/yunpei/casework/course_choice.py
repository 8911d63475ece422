"""Which courses a class may be filed with: public ones, the organisation's own, those of the training body it delegates to."""

from __future__ import annotations

from collections.abc import Iterator

from yunpei.catalogue import queries as catalogue
from yunpei.catalogue.types import CourseFacts, CourseState
from yunpei.common.errors import NotFound, Problem
from yunpei.common.language import Text
from yunpei.people import queries as people


def course_choices(*, organisation_id: int, delegate: str) -> list[CourseFacts]:
    """The published courses that an organisation may file with, by title. delegate: as its plan names it. 2 queries."""
    return catalogue.courses_open_to(_teaching(organisation_id, delegate))


def course_problems(course_id: int | None, *, organisation_id: int, delegate: str) -> Iterator[Problem]:
    """Why a plan may not name this course; nothing where it may, or names none. 2 queries."""
    if course_id is None:
        return
    try:
        course = catalogue.course(course_id)
    except NotFound:
        yield Problem("course_id", Text("没有这门课程", "no such course"))
        return
    if not course.open_to(_teaching(organisation_id, delegate)):
        told = Text(
            "这门课程不在公开目录，也不是本单位或受委托培训机构的课程；请另选课程，或填写受委托培训机构的登记名称",
            "not a public course, nor one of your own or of the training body you delegate to; choose another, or name that body "
            "as it is registered",
        )
        yield Problem("course_id", told)
    elif course.state is not CourseState.PUBLISHED:
        yield Problem("course_id", Text("课程未发布或已停用", "the course is not published, or retired"))


def _teaching(organisation_id: int, delegate: str) -> set[int]:
    """Whose courses a plan may name beside public ones: the organisation's, and its delegate's once that is registered."""
    return {organisation_id, *people.institutions_named(delegate)}
