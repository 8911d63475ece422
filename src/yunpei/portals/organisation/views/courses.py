"""The organisation's own courses: drafted, filled with lessons and questions, published, retired."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from yunpei.catalogue import actions as catalogue
from yunpei.catalogue import gates, making, queries
from yunpei.catalogue.states import COURSE
from yunpei.catalogue.topics import TOPICS
from yunpei.catalogue.types import CourseFacts, CourseKind, QuestionKind
from yunpei.common.actor import Actor
from yunpei.common.errors import NotFound
from yunpei.files.types import FilmState
from yunpei.portals.organisation.course_forms import CourseForm, DescribeForm, LessonForm, QuestionForm
from yunpei.portals.organisation.views import lessons
from yunpei.portals.organisation.views.home import ROLES
from yunpei.portals.organisation.views.lessons import address, own
from yunpei.portals.ui import flash
from yunpei.portals.ui.pages import act, actor, now, page, tried

EVENTS: dict[str, tuple[Any, Any]] = {
    "publish": (catalogue.course_publish, gettext_lazy("课程已发布，可以用它备案开班；内容不再改动。")),
    "submit": (gates.course_submit, gettext_lazy("课程已提交，先由平台把关。")),
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
    if request.method == "POST" and tried(form, lambda given: lessons.add(held, given, by), {"seconds": "minutes"}):
        flash.say(request, _("课时“%(title)s”已添加。") % form.cleaned_data)
        return redirect("organisation:course", course_id=course_id)
    values = {
        **_listed(held, by),
        "topic": TOPICS.get(held.topic),
        "versions": queries.versions(held.line),
        "opinions": queries.opinions(held.id),
        "questions": queries.questions(held.id),
        "form": form,
    }
    return render(request, "organisation/course.html", values)


def _listed(held: CourseFacts, by: Actor) -> dict[str, Any]:
    """What the list of lessons shows."""
    found = queries.lessons(held.id)
    cut = lessons.films_of(found)
    return {
        "course": held,
        "lessons": found,
        "films": cut,
        "cutting": any(one.state in (FilmState.WAITING, FilmState.CUTTING) for one in cut.values()),
        "events": [row.event for row in COURSE.open_to(held.state, by.roles)],
    }


@require_POST
@page(*ROLES)
def event(request: HttpRequest, course_id: UUID, event: str) -> HttpResponse:
    """Publish or retire."""
    by = actor(request)
    held = own(by, course_id)
    if event not in EVENTS:
        raise NotFound
    action, done = EVENTS[event]
    return act(request, lambda: action(course_id=held.id, by=by, at=now()), done=done, back=address(held))


@page(*ROLES)
def films(request: HttpRequest, course_id: UUID) -> HttpResponse:
    """The list of lessons alone, asked for again while films are being cut."""
    by = actor(request)
    return render(request, "organisation/course_lessons.html", _listed(own(by, course_id), by))


@page(*ROLES)
def describe(request: HttpRequest, course_id: UUID) -> HttpResponse:
    """What a draft is called and where it stands in the catalogue."""
    by = actor(request)
    held = own(by, course_id) if request.method == "GET" else _draft(by, course_id)
    start = {name: getattr(held, name) for name in ("title", "topic", "occupation", "occupation_name", "about")}
    form = DescribeForm(request.POST or None, initial=start, kind=held.kind)
    if request.method == "POST" and tried(
        form, lambda given: making.course_describe(course_id=held.id, by=by, at=now(), **given)
    ):
        flash.say(request, _("课程信息已保存。"))
        return redirect("organisation:course", course_id=course_id)
    return render(request, "organisation/course_describe.html", {"course": held, "form": form})


@require_POST
@page(*ROLES)
def version(request: HttpRequest, course_id: UUID) -> HttpResponse:
    """Begin the next version of a published course."""
    by = actor(request)
    held = own(by, course_id)
    made: list[int] = []
    answer = act(
        request,
        lambda: made.append(making.course_version(course_id=held.id, by=by, at=now())),
        done=_("新版本草稿已建立；已备案的班级仍使用原来的版本。"),
        back=address(held),
    )
    return redirect("organisation:course", course_id=queries.course(made[0]).public_id) if made else answer


@require_POST
@page(*ROLES)
def delete(request: HttpRequest, course_id: UUID) -> HttpResponse:
    """Throw a draft away."""
    by = actor(request)
    held = own(by, course_id)
    return act(
        request,
        lambda: making.course_delete(course_id=held.id, by=by, at=now()),
        done=_("草稿已删除。"),
        back=reverse("organisation:courses"),
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
        back=address(held),
    )


def _draft(by: Actor, course_id: UUID) -> CourseFacts:
    """As `own`, for a change: said before a long upload is kept. Raises NotFound, Conflict."""
    held = own(by, course_id)
    COURSE.row(held.state, "change")
    return held
