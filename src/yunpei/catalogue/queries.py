"""Reads of the catalogue. Each takes a fixed number of queries, whatever the number of rows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, cast
from uuid import UUID

from django.db.models import Count, IntegerField, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from yunpei.catalogue import gates, searching
from yunpei.catalogue.models import Course, Lesson, Opinion, Project, Question
from yunpei.catalogue.types import (
    GATES,
    CourseFacts,
    CourseKind,
    CourseState,
    Difficulty,
    Found,
    LessonFacts,
    LessonKind,
    OpinionFacts,
    QuestionFacts,
    QuestionKind,
    Verdict,
)
from yunpei.common.actor import Actor
from yunpei.common.errors import NotFound


def course(course_id: int) -> CourseFacts:
    """One course. Raises NotFound. 1 query."""
    return _one(_courses().filter(pk=course_id))


def course_by_public_id(public_id: str) -> CourseFacts:
    """The course that an address names. Raises NotFound. 1 query."""
    return _one(_courses().filter(public_id=_uuid(public_id)))


def courses(*, state: CourseState | None = None, provider_id: int | None = None) -> list[CourseFacts]:
    """Courses by title, of one state or one provider. 1 query."""
    found = _courses()
    if state is not None:
        found = found.filter(state=state)
    if provider_id is not None:
        found = found.filter(provider_id=provider_id)
    return [_course(row) for row in found.order_by("title", "id")]


def courses_by_id(ids: Iterable[int]) -> dict[int, CourseFacts]:
    """Many courses by id, those who are there. 1 query."""
    return {row.pk: _course(row) for row in _courses().filter(pk__in=list(ids))}


def courses_open_to(organisations: Iterable[int]) -> list[CourseFacts]:
    """Published courses by title that these organisations may begin to use: public ones, and their own. 1 query."""
    own = Q(public=True) | Q(provider__in=list(organisations))
    return [_course(row) for row in _courses().filter(own, state=CourseState.PUBLISHED).order_by("title", "id")]


def public_courses(lines: Iterable[str]) -> list[CourseFacts]:
    """Of these lines the versions in the public catalogue now, by title. 1 query."""
    found = _courses().filter(line__in=list(lines), public=True, state=CourseState.PUBLISHED)
    return [_course(row) for row in found.order_by("title", "id")]


def versions(line: str) -> list[CourseFacts]:
    """All versions of a course, the newest first. 1 query."""
    return [_course(row) for row in _courses().filter(line=_uuid(line)).order_by("-version")]


def opinions(course_id: int) -> list[OpinionFacts]:
    """What was said of a course at its gates, the last first. 1 query."""
    rows = Opinion.objects.filter(course_id=course_id).order_by("-id")
    return [
        OpinionFacts(row.round, CourseState(row.gate), Verdict(row.verdict), row.text, row.account_id, row.at)
        for row in rows
    ]


def at_gates(*, by: Actor) -> list[CourseFacts]:
    """Courses that wait for this actor's opinion, the oldest first. Queries: 1, and up to 2 a waiting course."""
    rows = _courses().filter(state__in=GATES).order_by("id")
    return [_course(row) for row in rows if gates.answers(by, row.provider_id, row.state)]


def in_catalogue(
    *, words: str = "", kind: str = "", topic: str = "", occupation: str = "", start: int = 0, limit: int = 20
) -> Found:
    """Public courses that have all the words, of a kind, a topic, an occupation or a group of them ("6-31"). 4 queries."""
    everything = searching.matching(Course.objects.filter(public=True, state=CourseState.PUBLISHED), words)
    if occupation:
        everything = everything.filter(occupation__startswith=occupation)
    per_kind = dict(everything.order_by().values_list("kind").annotate(Count("id")))
    found = everything.filter(kind=kind) if kind else everything
    per_topic = dict(found.order_by().values_list("topic").annotate(Count("id")))
    found = found.filter(topic=topic) if topic else found
    count = per_topic.get(topic, 0) if topic else per_kind.get(kind, 0) if kind else sum(per_kind.values())
    ids = list(found.order_by("title", "id").values_list("pk", flat=True)[start : start + limit])
    rows = {row.pk: _course(row) for row in _courses().filter(pk__in=ids)}
    return Found(tuple(rows[one] for one in ids), count, per_kind, per_topic)


def projects() -> list[str]:
    """Names of the training projects, sorted. 1 query."""
    return list(Project.objects.order_by("name").values_list("name", flat=True))


def lessons(course_id: int) -> list[LessonFacts]:
    """The lessons of a course in their order; none for a course that is not there. 1 query."""
    return [_lesson(row) for row in _lessons().filter(course_id=course_id).order_by("position")]


def lessons_by_course(course_ids: Iterable[int]) -> dict[int, list[LessonFacts]]:
    """Course → its lessons in their order. 1 query."""
    found: dict[int, list[LessonFacts]] = {}
    for row in _lessons().filter(course_id__in=list(course_ids)).order_by("course_id", "position"):
        lesson = _lesson(row)
        found.setdefault(lesson.course_id, []).append(lesson)
    return found


def lesson_by_public_id(public_id: str) -> LessonFacts:
    """The lesson that an address or a receipt names. Raises NotFound. 1 query."""
    row = _lessons().filter(public_id=_uuid(public_id)).first()
    if row is None:
        raise NotFound
    return _lesson(row)


def questions(course_id: int, *, lesson_id: int | None = None) -> list[QuestionFacts]:
    """The bank with its answers: all of the course, or those of one lesson. Never for a learner's page. 1 query."""
    found = Question.objects.filter(course_id=course_id)
    if lesson_id is not None:
        found = found.filter(lesson_id=lesson_id)
    return [_question(row) for row in found.order_by("id")]


def question_counts(course_id: int) -> dict[int | None, int]:
    """How many questions each lesson has (None: those of the exam alone). 1 query."""
    found = Question.objects.filter(course_id=course_id).order_by().values_list("lesson_id").annotate(Count("id"))
    return {cast("int | None", lesson_id): cast("int", count) for lesson_id, count in found}


def _courses() -> QuerySet[Course]:
    per_course = Lesson.objects.filter(course=OuterRef("pk")).order_by().values("course")
    return Course.objects.select_related("project").annotate(
        lesson_count=Coalesce(Subquery(per_course.annotate(n=Count("id")).values("n"), output_field=IntegerField()), 0),
        all_seconds=Coalesce(
            Subquery(per_course.annotate(n=Sum("seconds")).values("n"), output_field=IntegerField()), 0
        ),
    )


def _one(found: QuerySet[Course]) -> CourseFacts:
    row = found.first()
    if row is None:
        raise NotFound
    return _course(row)


def _course(row: Course) -> CourseFacts:
    return CourseFacts(
        id=row.pk,
        public_id=str(row.public_id),
        title=row.title,
        kind=CourseKind(row.kind),
        project=row.project.name,
        provider_id=row.provider_id,
        state=CourseState(row.state),
        lessons=row.lesson_count,  # type: ignore[attr-defined]  # annotated above
        seconds=row.all_seconds,  # type: ignore[attr-defined]
        line=str(row.line),
        version=row.version,
        public=row.public,
        topic=row.topic,
        occupation=row.occupation,
        occupation_name=row.occupation_name,
        about=row.about,
        round=row.round,
    )


def _lessons() -> QuerySet[Lesson, Any]:
    asked = Question.objects.filter(lesson=OuterRef("pk")).order_by().values("lesson")
    questions = Coalesce(Subquery(asked.annotate(n=Count("id")).values("n")), 0)
    return Lesson.objects.values_list(
        "pk",
        "public_id",
        "course_id",
        "position",
        "title",
        "kind",
        "seconds",
        "file",
        questions,
        "chapter",
        "brief",
        "captions",
    )


def _lesson(row: Sequence[Any]) -> LessonFacts:
    pk, public_id, course_id, position, title, kind, seconds, file, questions, chapter, brief, captions = row
    return LessonFacts(
        pk,
        str(public_id),
        course_id,
        position,
        title,
        LessonKind(kind),
        seconds,
        str(file) if file else None,
        questions,
        chapter,
        brief,
        str(captions) if captions else None,
    )


def _question(row: Question) -> QuestionFacts:
    return QuestionFacts(
        id=row.pk,
        public_id=str(row.public_id),
        lesson_id=row.lesson_id,
        kind=QuestionKind(row.kind),
        text=row.text,
        options=tuple(row.options),
        answer=frozenset(row.answer),
        number=row.number,
        within=row.within,
        points=row.points,
        chapter=row.chapter,
        difficulty=Difficulty(row.difficulty),
    )


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise NotFound from None
