"""The organisation's own courses: drafted, filled with lessons and questions, published, retired."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from yunpei.catalogue import actions as catalogue
from yunpei.catalogue import queries
from yunpei.catalogue.states import COURSE
from yunpei.catalogue.types import CourseFacts, CourseKind, LessonFacts, LessonKind, QuestionKind
from yunpei.common.actor import Actor
from yunpei.common.errors import Invalid, NotFound, Problem
from yunpei.common.language import Text
from yunpei.files import actions as files
from yunpei.files import queries as stored
from yunpei.files.types import FileKind
from yunpei.portals.organisation.course_forms import CourseForm, LessonForm, QuestionForm
from yunpei.portals.organisation.views.home import ROLES
from yunpei.portals.ui import flash
from yunpei.portals.ui.pages import act, actor, now, page, tried
from yunpei.portals.ui.serving import served

KINDS = {FileKind.MP4: LessonKind.VIDEO, FileKind.PDF: LessonKind.DOCUMENT}
EVENTS: dict[str, tuple[Any, Any]] = {
    "publish": (catalogue.course_publish, gettext_lazy("课程已发布，可以用它备案开班；内容不再改动。")),
    "retire": (catalogue.course_retire, gettext_lazy("课程已停用，正在进行的班级不受影响。")),
}


@page(*ROLES)
def listing(request: HttpRequest) -> HttpResponse:
    """The organisation's courses by title."""
    found = queries.courses(provider_id=actor(request).organisation_id or 0)
    return render(request, "organisation/courses.html", {"courses": found})


@page(*ROLES)
def new(request: HttpRequest) -> HttpResponse:
    """Begin a draft."""
    by = actor(request)
    form = CourseForm(request.POST or None)
    made: list[int] = []
    if request.method == "POST" and tried(form, lambda given: made.append(_made(given, by))):
        flash.say(request, _("课程草稿已建立，接着添加课时和题目。"))
        return redirect("organisation:course", course_id=queries.course(made[0]).public_id)
    return render(request, "organisation/course_new.html", {"form": form, "projects": queries.projects()})


def _made(given: dict[str, Any], by: Actor) -> int:
    kind = CourseKind(given.pop("kind"))
    return catalogue.course_add(kind=kind, provider_id=by.organisation_id or 0, by=by, at=now(), **given)


@page(*ROLES)
def course(request: HttpRequest, course_id: UUID) -> HttpResponse:
    """Lessons and questions; a draft takes another lesson here."""
    by = actor(request)
    held = own(by, course_id) if request.method == "GET" else _draft(by, course_id)
    form = LessonForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and tried(form, lambda given: _lesson(held, given, by), {"seconds": "minutes"}):
        flash.say(request, _("课时“%(title)s”已添加。") % form.cleaned_data)
        return redirect("organisation:course", course_id=course_id)
    values = {
        "course": held,
        "lessons": queries.lessons(held.id),
        "questions": queries.questions(held.id),
        "form": form,
        "events": [row.event for row in COURSE.open_to(held.state, by.roles)],
    }
    return render(request, "organisation/course.html", values)


def _lesson(held: CourseFacts, given: dict[str, Any], by: Actor) -> None:
    upload, at = given["file"], now()
    kept = files.store(data=upload, name=upload.name, kinds=KINDS.keys(), by=by, at=at)
    film = None if kept.duration_ms is None else max(1, kept.duration_ms // 1000)
    if film is None and not given["minutes"]:
        said = Text("文档要填计划时长", "a document needs its planned length")
        raise Invalid([Problem("minutes", said)])
    catalogue.lesson_add(
        course_id=held.id,
        title=given["title"],
        kind=KINDS[kept.kind],
        seconds=given["minutes"] * 60 if given["minutes"] else film or 0,
        film_seconds=film,
        file_id=kept.public_id,
        by=by,
        at=at,
    )


@require_POST
@page(*ROLES)
def event(request: HttpRequest, course_id: UUID, event: str) -> HttpResponse:
    """Publish or retire."""
    by = actor(request)
    held = own(by, course_id)
    if event not in EVENTS:
        raise NotFound
    action, done = EVENTS[event]
    return act(request, lambda: action(course_id=held.id, by=by, at=now()), done=done, back=_address(held))


@page(*ROLES)
def lesson_file(request: HttpRequest, course_id: UUID, lesson_id: UUID) -> HttpResponseBase:
    """What was uploaded for a lesson, to look at it again."""
    by = actor(request)
    found = _lesson_of(own(by, course_id), lesson_id)
    if found.file_id is None:
        raise NotFound
    return served(request, str(stored.file_seen(found.file_id, by=by).public_id))


@require_POST
@page(*ROLES)
def lesson_remove(request: HttpRequest, course_id: UUID, lesson_id: UUID) -> HttpResponse:
    """Take a lesson out of a draft."""
    by = actor(request)
    held = own(by, course_id)
    found = _lesson_of(held, lesson_id)
    return act(
        request,
        lambda: catalogue.lesson_remove(lesson_id=found.id, by=by, at=now()),
        done=_("课时已移除。"),
        back=_address(held),
    )


@page(*ROLES)
def question_add(request: HttpRequest, course_id: UUID) -> HttpResponse:
    """Write another question; the form comes back empty for the next one."""
    by = actor(request)
    held = _draft(by, course_id)
    form = QuestionForm(request.POST or None, lessons=queries.lessons(held.id))
    names = {"options": "option_0", "answer": "right_0"}
    if request.method == "POST" and tried(form, lambda _given: _asked(held, form, by), names):
        flash.say(request, _("题目已添加，可以接着写下一题。"))
        return redirect("organisation:question_add", course_id=course_id)
    values = {"course": held, "form": form, "counted": len(queries.questions(held.id))}
    return render(request, "organisation/course_question.html", values)


def _asked(held: CourseFacts, form: QuestionForm, by: Actor) -> None:
    kind = QuestionKind(form.cleaned_data["kind"])
    catalogue.question_add(course_id=held.id, kind=kind, by=by, at=now(), **form.asked())


@require_POST
@page(*ROLES)
def question_remove(request: HttpRequest, course_id: UUID, question_id: UUID) -> HttpResponse:
    """Take a question out of a draft."""
    by = actor(request)
    held = own(by, course_id)
    found = next((one for one in queries.questions(held.id) if one.public_id == str(question_id)), None)
    if found is None:
        raise NotFound
    return act(
        request,
        lambda: catalogue.question_remove(question_id=found.id, by=by, at=now()),
        done=_("题目已移除。"),
        back=_address(held),
    )


def own(by: Actor, course_id: UUID) -> CourseFacts:
    """A course of the actor's organisation. Raises NotFound."""
    held = queries.course_by_public_id(str(course_id))
    if held.provider_id != by.organisation_id:
        raise NotFound
    return held


def _draft(by: Actor, course_id: UUID) -> CourseFacts:
    """As `own`, for a change: said before a long upload is kept. Raises NotFound, Conflict."""
    held = own(by, course_id)
    COURSE.row(held.state, "change")
    return held


def _lesson_of(held: CourseFacts, lesson_id: UUID) -> LessonFacts:
    found = queries.lesson_by_public_id(str(lesson_id))
    if found.course_id != held.id:
        raise NotFound
    return found


def _address(held: CourseFacts) -> str:
    return reverse("organisation:course", args=[held.public_id])
