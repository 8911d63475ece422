"""What is done to courses. Keyword only; each runs in one transaction and leaves one audit row."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from yunpei.catalogue import gates, making
from yunpei.catalogue.access import require_provider
from yunpei.catalogue.bank import GivenQuestion, Graded, question_problems
from yunpei.catalogue.models import Course, Lesson, Project, Question
from yunpei.catalogue.states import COURSE
from yunpei.catalogue.types import CourseKind, LessonKind, QuestionKind
from yunpei.common import audit
from yunpei.common.actor import Actor
from yunpei.common.errors import Conflict, Forbidden, Invalid, NotFound, Problem
from yunpei.common.language import Text
from yunpei.people import queries as people
from yunpei.people.types import OrganisationKind
from yunpei.policy.cells import norm_project


@transaction.atomic
def project_add(*, name: str, by: Actor, at: datetime) -> int:
    """Add a training project by name and return its id; the id of the one that is there if the name is known.

    Operations and administrators of organisations. Raises Forbidden, Invalid.
    """
    if not by.has("ops", "system", "org_admin", "org_legal"):
        raise Forbidden
    kept = " ".join(name.split())
    if not kept or len(kept) > 200:
        raise Invalid(
            [_problem("name", "请填写培训项目名称，不超过200字", "name the project, in at most 200 characters")]
        )
    row, made = Project.objects.get_or_create(normal=norm_project(kept), defaults={"name": kept})
    if made:
        audit.record(by=by, at=at, verb="project_add", subject_type="project", subject_id=row.pk, detail={"name": kept})
    return row.pk


@transaction.atomic
def course_add(*, title: str, kind: CourseKind, project: str, provider_id: int, by: Actor, at: datetime) -> int:
    """Begin a draft course of a provider (an organisation's id) and return its id.

    The provider's administrators, operations. A project that is not known yet is added. Raises NotFound, Forbidden, Invalid.
    """
    require_provider(by, provider_id)
    title = " ".join(title.split())
    if not title or len(title) > 200:
        raise Invalid(
            [_problem("title", "请填写课程名称，不超过200字", "give the course a title of at most 200 characters")]
        )
    project_id = project_add(name=project, by=by, at=at)
    row = Course.objects.create(title=title, kind=kind, project_id=project_id, provider_id=provider_id, created_at=at)
    _record(row, "course_add", by, at, {"title": title, "project": project_id})
    return row.pk


@transaction.atomic
def lesson_add(
    *,
    course_id: int,
    title: str,
    kind: LessonKind,
    seconds: int,
    file_id: str | None,
    by: Actor,
    at: datetime,
    film_seconds: int | None = None,
    chapter: str = "",
    brief: str = "",
) -> int:
    """Add a lesson at the end of a draft course and return its id.

    seconds: planned length, the most that earns credit. file_id: public id of the stored video or document, which may
    come later with `lesson_file`. brief: what is to be done, of a quiz or a practical task. film_seconds: how long the
    video lasts, where that is known: nobody could earn more. Raises NotFound, Forbidden, Conflict for a course that is no
    draft, Invalid.
    """
    course = making.draft(course_id, by)
    title, chapter = " ".join(title.split()), " ".join(chapter.split())
    problems = making.lesson_problems(title, chapter, brief, seconds, kind)
    if film_seconds is not None and seconds > film_seconds:
        problems.append(
            _problem(
                "seconds",
                f"计划时长超过视频时长（{film_seconds}秒），没有人能学满；请改短，或换一段视频",
                f"the video lasts {film_seconds} seconds, nobody could earn more: plan less, or take a longer one",
            )
        )
    file = _file(file_id, problems)
    if problems:
        raise Invalid(problems)
    last = Lesson.objects.filter(course=course).aggregate(last=Max("position"))["last"] or 0
    row = Lesson.objects.create(
        course=course,
        position=last + 1,
        title=title,
        kind=kind,
        seconds=seconds,
        file=file,
        chapter=chapter,
        brief=brief.strip(),
    )
    _record(course, "lesson_add", by, at, {"lesson": str(row.public_id), "title": title, "seconds": seconds})
    return row.pk


@transaction.atomic
def lesson_file(*, lesson_id: int, file_id: str, by: Actor, at: datetime) -> None:
    """Put a stored file into a lesson of a draft course. Raises NotFound, Forbidden, Conflict, Invalid."""
    lesson = Lesson.objects.filter(pk=lesson_id).first()
    if lesson is None:
        raise NotFound
    course = making.draft(lesson.course_id, by)
    problems: list[Problem] = []
    lesson.file = _file(file_id, problems)
    if problems:
        raise Invalid(problems)
    lesson.save(update_fields=["file"])
    _record(course, "lesson_file", by, at, {"lesson": str(lesson.public_id), "file": file_id})


@transaction.atomic
def lesson_remove(*, lesson_id: int, by: Actor, at: datetime) -> None:
    """Take a lesson out of a draft course; those after it move up, its questions stay in the exam.

    Raises NotFound, Forbidden, Conflict for a course that is no draft.
    """
    lesson = Lesson.objects.filter(pk=lesson_id).first()
    if lesson is None:
        raise NotFound
    course = making.draft(lesson.course_id, by)
    detail = {"lesson": str(lesson.public_id), "title": lesson.title, "position": lesson.position}
    Question.objects.filter(lesson=lesson).update(lesson=None)
    lesson.delete()
    for later in Lesson.objects.filter(course=course, position__gt=detail["position"]).order_by("position"):
        later.position -= 1  # one by one, each into the place that has just become free
        later.save(update_fields=["position"])
    _record(course, "lesson_remove", by, at, detail)


@transaction.atomic
def question_remove(*, question_id: int, by: Actor, at: datetime) -> None:
    """Take a question out of a draft course's bank. Raises NotFound, Forbidden, Conflict for a course that is no draft."""
    question = Question.objects.filter(pk=question_id).first()
    if question is None:
        raise NotFound
    course = making.draft(question.course_id, by)
    question.delete()
    _record(course, "question_remove", by, at, {"question": str(question.public_id)})


@transaction.atomic
def question_add(
    *,
    course_id: int,
    kind: QuestionKind,
    text: str,
    options: Sequence[str],
    answer: Sequence[int],
    by: Actor,
    at: datetime,
    lesson_id: int | None = None,
    more: Graded | None = None,
) -> int:
    """Add a question to a draft course's bank and return its id.

    options: as they are shown, in any order (every paper shuffles them). answer: indexes of the right ones, from 0.
    lesson_id: the lesson whose quiz asks it. more: points, chapter, difficulty, the number asked for. Raises NotFound,
    Forbidden, Conflict, Invalid.
    """
    course = making.draft(course_id, by)
    if lesson_id is not None and not Lesson.objects.filter(pk=lesson_id, course=course).exists():
        raise NotFound
    kept = [" ".join(option.split()) for option in options]
    given = GivenQuestion(kind, text.strip(), tuple(kept), tuple(sorted(set(answer))), more or Graded())
    if problems := question_problems(given):
        raise Invalid(problems)
    row = Question.objects.create(course=course, lesson_id=lesson_id, **given.columns())
    _record(course, "question_add", by, at, {"question": str(row.public_id)})
    return row.pk


@transaction.atomic
def course_publish(*, course_id: int, by: Actor, at: datetime) -> None:
    """Publish a draft for the provider's own staff: classes may be filed with it and nothing in it changes any more.

    The provider's administrators, operations. Training bodies teach others, so their courses pass the gates instead; what the
    program itself brings in has passed them elsewhere, and is public. Raises NotFound, Forbidden, Conflict; Invalid with everything
    that lacks.
    """
    course = _locked(course_id, by)
    target = COURSE.next(course.state, "publish", by=by)
    if not by.is_system and people.organisation(course.provider_id).kind is OrganisationKind.INSTITUTION:
        raise Conflict(
            Text(
                "培训机构的课程须经四道把关后发布，请提交审核",
                "a training body's course passes the four gates: hand it in",
            )
        )
    if problems := making.publish_problems(course):
        raise Invalid(problems)
    course.state, course.published_at = target, at
    if by.is_system:
        gates.made_public(course, by, at)
    else:
        making.earlier_replaced(course, by, at)
    course.save()
    _record(course, "course_publish", by, at, {})


@transaction.atomic
def course_retire(*, course_id: int, by: Actor, at: datetime) -> None:
    """Take a course from the catalogue: no new class is filed with it, running ones go on. Raises as `course_publish`."""
    course = _locked(course_id, by)
    course.state, course.retired_at = COURSE.next(course.state, "retire", by=by), at
    course.save(update_fields=["state", "retired_at"])
    _record(course, "course_retire", by, at, {})


def _locked(course_id: int, by: Actor) -> Course:
    course = Course.objects.select_for_update().filter(pk=course_id).first()
    if course is None:
        raise NotFound
    require_provider(by, course.provider_id)
    return course


def _file(file_id: str | None, problems: list[Problem]) -> UUID | None:
    try:
        return UUID(file_id) if file_id else None
    except ValueError:
        problems.append(_problem("file_id", "文件编号不正确", "no such file"))
        return None


def _record(course: Course, verb: str, by: Actor, at: datetime, detail: dict[str, object]) -> None:
    audit.record(by=by, at=at, verb=verb, subject_type="course", subject_id=course.public_id, detail=detail)


def _problem(field: str, zh: str, en: str) -> Problem:
    return Problem(field, Text(zh, en))
