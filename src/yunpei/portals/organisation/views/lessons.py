"""The lessons of a course: added, put right, moved, looked at, taken out."""

from __future__ import annotations

from typing import Any, BinaryIO, cast
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from yunpei.catalogue import actions as catalogue
from yunpei.catalogue import making, queries
from yunpei.catalogue.types import CourseFacts, LessonFacts, LessonKind
from yunpei.common.actor import Actor
from yunpei.common.errors import Invalid, NotFound, Problem
from yunpei.common.language import Text
from yunpei.files import actions as files
from yunpei.files import films
from yunpei.files import queries as stored
from yunpei.files.types import FileCard, FileKind, FilmCard
from yunpei.portals.organisation.course_forms import CaptionsForm, LessonChangeForm
from yunpei.portals.organisation.views.home import ROLES
from yunpei.portals.ui import flash
from yunpei.portals.ui.pages import act, actor, now, page, tried
from yunpei.portals.ui.serving import lesson_stream, pages_of, served

KINDS = {FileKind.MP4: LessonKind.VIDEO, FileKind.PDF: LessonKind.DOCUMENT}


def add(held: CourseFacts, given: dict[str, Any], by: Actor) -> None:
    """The lesson of the form on the course's page, its film on the way to being cut. Raises as the rooms do."""
    file, at = _handed_in(given, by), now()
    kind = KINDS[file.kind] if file else LessonKind(given["kind"] or LessonKind.VIDEO)
    film = max(1, file.duration_ms // 1000) if file and file.duration_ms else None
    problems = []
    if file is None and kind in (LessonKind.VIDEO, LessonKind.DOCUMENT):
        problems.append(Problem("file", Text("请选择视频或 PDF 文件", "choose the video or the PDF")))
    elif film is None and not given["minutes"]:
        problems.append(Problem("minutes", Text("文档要填计划时长", "a document needs its planned length")))
    if problems:
        raise Invalid(problems)
    catalogue.lesson_add(
        course_id=held.id,
        title=given["title"],
        chapter=given["chapter"],
        brief=given["brief"],
        kind=kind,
        seconds=given["minutes"] * 60 if given["minutes"] else film or 0,
        film_seconds=film,
        file_id=file.public_id if file else None,
        by=by,
        at=at,
    )
    if file is not None:
        films.film_ask(file, at=at)


def _handed_in(given: dict[str, Any], by: Actor) -> FileCard | None:
    """What came with the form, or in parts before it."""
    if given["stored"]:
        found = stored.file_seen(given["stored"], by=by)
        if found.kind not in KINDS or found.organisation_id != by.organisation_id:
            raise NotFound
        return found
    upload = given["file"]
    return files.store(data=upload, name=upload.name, kinds=KINDS.keys(), by=by, at=now()) if upload else None


def films_of(lessons: list[LessonFacts]) -> dict[str, FilmCard]:
    """How far the videos of these lessons are with being cut, by the lesson's id."""
    cards = {one.public_id: stored.file(one.file_id) for one in lessons if one.file_id and _there(one.file_id)}
    found = films.films([card.sha256 for card in cards.values()])
    return {lesson: found[card.sha256] for lesson, card in cards.items() if card.sha256 in found}


def _there(file_id: str) -> bool:
    try:
        stored.file(file_id)
    except NotFound:
        return False
    return True


@page(*ROLES)
def lesson(request: HttpRequest, course_id: UUID, lesson_id: UUID) -> HttpResponse:
    """One lesson as learners will see it; a draft's is put right here."""
    by = actor(request)
    held = own(by, course_id)
    found = lesson_of(held, lesson_id)
    start = {"title": found.title, "chapter": found.chapter, "brief": found.brief, "minutes": -(-found.seconds // 60)}
    form = LessonChangeForm(request.POST or None, initial=start)
    if request.method == "POST" and tried(form, lambda given: _changed(found, given, by), {"seconds": "minutes"}):
        flash.say(request, _("课时已保存。"))
        return redirect("organisation:course", course_id=course_id)
    values = {
        "course": held,
        "lesson": found,
        "form": form,
        "captions": CaptionsForm(),
        "film": films_of([found]).get(found.public_id),
        "pages": pages_of(found),
        "draft": held.state == "draft",
    }
    return render(request, "organisation/lesson.html", values)


def _changed(found: LessonFacts, given: dict[str, Any], by: Actor) -> None:
    minutes = given["minutes"]
    kept = found.seconds if minutes == -(-found.seconds // 60) else minutes * 60  # 90 s are shown as 2 minutes
    film = stored.file(found.file_id).duration_ms if found.file_id and _there(found.file_id) else None
    if film is not None and kept > max(1, film // 1000):
        said = Text("计划时长超过视频时长，没有人能学满", "longer than the video lasts: nobody could earn it")
        raise Invalid([Problem("minutes", said)])
    making.lesson_change(
        lesson_id=found.id,
        title=given["title"],
        chapter=given["chapter"],
        brief=given["brief"],
        seconds=kept,
        by=by,
        at=now(),
    )


@require_POST
@page(*ROLES)
def captions(request: HttpRequest, course_id: UUID, lesson_id: UUID) -> HttpResponse:
    """Put captions beside a draft's video; without a file they go."""
    by = actor(request)
    held = own(by, course_id)
    found = lesson_of(held, lesson_id)
    upload = request.FILES.get("captions")

    def put() -> None:
        kept = None
        if upload is not None:
            data = cast(BinaryIO, upload)
            kept = files.store(data=data, name=upload.name or "", kinds={FileKind.VTT}, by=by, at=now())
        making.lesson_captions(lesson_id=found.id, file_id=kept.public_id if kept else None, by=by, at=now())

    done = _("字幕已保存。") if upload else _("字幕已移除。")
    return act(request, put, done=done, back=reverse("organisation:lesson", args=[course_id, lesson_id]))


@require_POST
@page(*ROLES)
def move(request: HttpRequest, course_id: UUID, lesson_id: UUID, way: str) -> HttpResponse:
    """One place up or down."""
    by = actor(request)
    held = own(by, course_id)
    found = lesson_of(held, lesson_id)
    if way not in ("up", "down"):
        raise NotFound
    return act(
        request,
        lambda: making.lesson_move(lesson_id=found.id, up=way == "up", by=by, at=now()),
        done=_("顺序已调整。"),
        back=address(held),
    )


@require_POST
@page(*ROLES)
def remove(request: HttpRequest, course_id: UUID, lesson_id: UUID) -> HttpResponse:
    """Take a lesson out of a draft."""
    by = actor(request)
    held = own(by, course_id)
    found = lesson_of(held, lesson_id)
    return act(
        request,
        lambda: catalogue.lesson_remove(lesson_id=found.id, by=by, at=now()),
        done=_("课时已移除。"),
        back=address(held),
    )


@page(*ROLES)
def file(request: HttpRequest, course_id: UUID, lesson_id: UUID) -> HttpResponseBase:
    """What was uploaded for a lesson, to look at it again."""
    found = lesson_of(own(actor(request), course_id), lesson_id)
    if found.file_id is None:
        raise NotFound
    return served(request, found.file_id)


@page(*ROLES)
def stream(request: HttpRequest, course_id: UUID, lesson_id: UUID, name: str) -> HttpResponseBase:
    """The film of a lesson in the sizes it was cut to, and its captions."""
    return lesson_stream(request, lesson_of(own(actor(request), course_id), lesson_id), name)


def own(by: Actor, course_id: UUID) -> CourseFacts:
    """A course of the actor's organisation. Raises NotFound."""
    held = queries.course_by_public_id(str(course_id))
    if held.provider_id != by.organisation_id:
        raise NotFound
    return held


def lesson_of(held: CourseFacts, lesson_id: UUID) -> LessonFacts:
    """The lesson of an address, if it is of this course. Raises NotFound."""
    found = queries.lesson_by_public_id(str(lesson_id))
    if found.course_id != held.id:
        raise NotFound
    return found


def address(held: CourseFacts) -> str:
    """The course's own page."""
    return reverse("organisation:course", args=[held.public_id])
