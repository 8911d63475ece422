"""What a provider does to a draft beyond adding to it: put right, reorder, throw away; and the next version of a published one."""

from __future__ import annotations

import re
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from yunpei.catalogue.access import require_provider
from yunpei.catalogue.models import Course, Lesson, Opinion, Question
from yunpei.catalogue.states import COURSE
from yunpei.catalogue.topics import TOPICS
from yunpei.catalogue.types import CourseState, LessonKind
from yunpei.common import audit
from yunpei.common.actor import Actor
from yunpei.common.errors import Conflict, Invalid, NotFound, Problem
from yunpei.common.identifiers_db import new_id
from yunpei.common.language import Text

OCCUPATION = re.compile(r"[1-8]-\d{2}-\d{2}-\d{2}", re.ASCII)
LONGEST_ABOUT = 4000
LONGEST_LESSON = 6 * 3600  # seconds: the study clock takes no longer one, its receipts have to stay small


@transaction.atomic
def course_describe(
    *,
    course_id: int,
    title: str,
    topic: str,
    occupation: str,
    occupation_name: str,
    about: str,
    by: Actor,
    at: datetime,
) -> None:
    """Put right what a draft is called and where it stands in the catalogue; "" = not said yet.

    occupation: code of 国家职业分类大典, 6-31-01-03. Raises NotFound, Forbidden, Conflict, Invalid.
    """
    course = draft(course_id, by)
    given = {
        "title": " ".join(title.split()),
        "topic": topic,
        "occupation": occupation.strip(),
        "occupation_name": " ".join(occupation_name.split()),
        "about": about.strip(),
    }
    problems = []
    if not given["title"] or len(given["title"]) > 200:
        problems.append(
            _problem("title", "请填写课程名称，不超过200字", "give the course a title of up to 200 characters")
        )
    if topic and (topic not in TOPICS or TOPICS[topic].kind != course.kind):
        problems.append(_problem("topic", "细分类目不属于本课程的类别", "the sub-item belongs to another kind"))
    if given["occupation"] and not OCCUPATION.fullmatch(given["occupation"]):
        problems.append(
            _problem("occupation", "职业编码应为 6-31-01-03 这样的格式", "an occupation's code looks like 6-31-01-03")
        )
    if len(given["occupation_name"]) > 60:
        problems.append(_problem("occupation_name", "职业名称不超过60字", "an occupation has up to 60 characters"))
    if len(given["about"]) > LONGEST_ABOUT:
        problems.append(_problem("about", "简介不超过4000字", "say it in up to 4000 characters"))
    if problems:
        raise Invalid(problems)
    for name, value in given.items():
        setattr(course, name, value)
    course.save(update_fields=list(given))
    _record(course, "course_describe", by, at, {"title": given["title"], "topic": topic})


@transaction.atomic
def lesson_change(
    *, lesson_id: int, title: str, chapter: str, brief: str, seconds: int, by: Actor, at: datetime
) -> None:
    """Put right a lesson of a draft: its name, chapter, what is to be done, its planned length.

    Raises NotFound, Forbidden, Conflict, Invalid.
    """
    lesson, course = _lesson(lesson_id, by)
    title, chapter = " ".join(title.split()), " ".join(chapter.split())
    problems = lesson_problems(title, chapter, brief, seconds, LessonKind(lesson.kind))
    if problems:
        raise Invalid(problems)
    lesson.title, lesson.chapter, lesson.brief, lesson.seconds = title, chapter, brief.strip(), seconds
    lesson.save(update_fields=["title", "chapter", "brief", "seconds"])
    _record(course, "lesson_change", by, at, {"lesson": str(lesson.public_id), "title": title, "seconds": seconds})


@transaction.atomic
def lesson_captions(*, lesson_id: int, file_id: str | None, by: Actor, at: datetime) -> None:
    """Put a stored WebVTT file beside a draft's video, None takes it away. Raises NotFound, Forbidden, Conflict, Invalid."""
    lesson, course = _lesson(lesson_id, by)
    if lesson.kind != LessonKind.VIDEO:
        raise Invalid([_problem("captions", "只有视频课时可以加字幕", "only a video has captions")])
    lesson.captions = UUID(file_id) if file_id else None
    lesson.save(update_fields=["captions"])
    _record(course, "lesson_captions", by, at, {"lesson": str(lesson.public_id), "file": file_id})


@transaction.atomic
def lesson_move(*, lesson_id: int, up: bool, by: Actor, at: datetime) -> None:
    """Let a lesson of a draft change places with its neighbour; at the end of the list nothing happens.

    Raises NotFound, Forbidden, Conflict.
    """
    lesson, course = _lesson(lesson_id, by)
    there = lesson.position - 1 if up else lesson.position + 1
    other = Lesson.objects.filter(course=course, position=there).first()
    if other is None:
        return
    here, last = lesson.position, Lesson.objects.filter(course=course).aggregate(last=Max("position"))["last"]
    for row, position in ((lesson, last + 1), (other, here), (lesson, there)):  # one place is never taken twice
        row.position = position
        row.save(update_fields=["position"])
    _record(course, "lesson_move", by, at, {"lesson": str(lesson.public_id), "to": there})


@transaction.atomic
def course_delete(*, course_id: int, by: Actor, at: datetime) -> None:
    """Throw a draft away that was never handed in. Raises NotFound, Forbidden, Conflict."""
    course = draft(course_id, by)
    if Opinion.objects.filter(course=course).exists():
        raise Conflict(
            Text("已经审核过的课程不能删除，可以继续修改", "a course that was judged stays; go on changing it")
        )
    Question.objects.filter(course=course).delete()
    Lesson.objects.filter(course=course).delete()
    _record(course, "course_delete", by, at, {"title": course.title, "version": course.version})
    course.delete()


@transaction.atomic
def course_version(*, course_id: int, by: Actor, at: datetime) -> int:
    """Begin the next version of a published course as a draft with all that is in it; its id.

    Classes stay with the version they were filed with. One draft at a time. Raises NotFound, Forbidden, Conflict.
    """
    old = _locked(course_id)
    require_provider(by, old.provider_id)
    if old.state not in (CourseState.PUBLISHED, CourseState.RETIRED):
        raise Conflict(Text("只有已发布的课程才能建立新版本", "only a published course has a next version"))
    versions = Course.objects.filter(line=old.line)
    if versions.exclude(state__in=[CourseState.PUBLISHED, CourseState.RETIRED]).exists():
        raise Conflict(Text("已有一个正在修改的版本，请在那里继续", "there is a version in work already; go on there"))
    last = versions.aggregate(last=Max("version"))["last"]
    new = Course.objects.create(**{name: getattr(old, name) for name in _CARRIED}, version=last + 1, created_at=at)
    _copied(old, new)
    _record(new, "course_version", by, at, {"of": str(old.public_id), "version": new.version})
    return new.pk


_CARRIED = ("line", "title", "kind", "project_id", "provider_id", "topic", "occupation", "occupation_name", "about")


def _copied(old: Course, new: Course) -> None:
    """Lessons and questions as they are, under ids of their own: the study clock must not take one for the other."""
    lessons: dict[int | None, Lesson | None] = {None: None}
    for lesson in Lesson.objects.filter(course=old).order_by("position"):
        before = lesson.pk
        lesson.pk, lesson.public_id, lesson.course = None, new_id(), new
        lesson.save(force_insert=True)
        lessons[before] = lesson
    for question in Question.objects.filter(course=old).order_by("pk"):
        question.pk, question.public_id, question.course = None, new_id(), new
        question.lesson = lessons[question.lesson_id]
        question.save(force_insert=True)


def earlier_replaced(course: Course, by: Actor, at: datetime) -> None:
    """The versions before a course that has just been published begin no new classes."""
    for old in Course.objects.select_for_update().filter(line=course.line, state=CourseState.PUBLISHED):
        if old.pk == course.pk:
            continue
        old.state, old.retired_at = COURSE.row(old.state, "replace").target, at
        old.save(update_fields=["state", "retired_at"])
        _record(old, "course_replace", by, at, {"by": str(course.public_id), "version": course.version})


def lesson_problems(title: str, chapter: str, brief: str, seconds: int, kind: LessonKind) -> list[Problem]:
    """What is wrong with what a lesson is to say of itself."""
    problems = []
    if not title or len(title) > 200:
        problems.append(
            _problem("title", "请填写课时名称，不超过200字", "give the lesson a title of at most 200 characters")
        )
    if len(chapter) > 100:
        problems.append(_problem("chapter", "章名不超过100字", "a chapter's name has up to 100 characters"))
    if len(brief) > LONGEST_ABOUT:
        problems.append(_problem("brief", "说明不超过4000字", "say it in up to 4000 characters"))
    if kind in (LessonKind.QUIZ, LessonKind.PRACTICAL) and not brief.strip():
        problems.append(_problem("brief", "请写明要做什么", "say what is to be done"))
    if not 0 < seconds <= LONGEST_LESSON:
        problems.append(_problem("seconds", "时长应在1秒到6小时之间", "a lesson lasts from one second to six hours"))
    return problems


def publish_problems(course: Course) -> list[Problem]:
    """All that a draft lacks before anyone else may see it."""
    rows = list(Lesson.objects.filter(course=course).order_by("position"))
    problems = []
    if not rows:
        problems.append(_problem("lessons", "课程还没有课时内容", "the course has no lessons yet"))
    problems += [
        _problem(f"lesson {row.position}", f"“{row.title}”没有上传视频", f"“{row.title}” has no video")
        for row in rows
        if row.kind == LessonKind.VIDEO and row.file is None
    ]
    asked = set(Question.objects.filter(course=course).values_list("lesson_id", flat=True))
    problems += [
        _problem(f"lesson {row.position}", f"“{row.title}”还没有练习题", f"“{row.title}” has no question yet")
        for row in rows
        if row.kind == LessonKind.QUIZ and row.pk not in asked
    ]
    if not asked:
        problems.append(
            _problem("questions", "题库还没有题目，无法考试", "the bank has no question, so there can be no exam")
        )
    return problems


def draft(course_id: int, by: Actor) -> Course:
    """A course to be changed, locked. Raises NotFound, Forbidden, Conflict for one that is no draft."""
    course = _locked(course_id)
    require_provider(by, course.provider_id)
    COURSE.next(course.state, "change", by=by)
    return course


def _locked(course_id: int) -> Course:
    course = Course.objects.select_for_update().filter(pk=course_id).first()
    if course is None:
        raise NotFound
    return course


def _lesson(lesson_id: int, by: Actor) -> tuple[Lesson, Course]:
    lesson = Lesson.objects.filter(pk=lesson_id).first()
    if lesson is None:
        raise NotFound
    return lesson, draft(lesson.course_id, by)


def _record(course: Course, verb: str, by: Actor, at: datetime, detail: dict[str, object]) -> None:
    audit.record(by=by, at=at, verb=verb, subject_type="course", subject_id=course.public_id, detail=detail)


def _problem(field: str, zh: str, en: str) -> Problem:
    return Problem(field, Text(zh, en))
