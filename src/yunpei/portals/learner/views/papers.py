"""Quizzes and exams: one paper page for both, which works without script."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from yunpei.catalogue.types import QuestionKind
from yunpei.common.clock import SHANGHAI, day_of
from yunpei.common.errors import Conflict, Invalid
from yunpei.learning import actions as learning
from yunpei.learning import queries
from yunpei.learning.exam_rules import rules_of
from yunpei.learning.types import RULES, AttemptPage, PaperKind
from yunpei.portals.learner.views.classes import lesson_of, person_of, seen
from yunpei.portals.ui import flash
from yunpei.portals.ui.pages import actor, now, page
from yunpei.portals.ui.templatetags.ui import say
from yunpei.training import queries as classes


@page("learner")
def exam(request: HttpRequest, class_id: UUID) -> HttpResponse:
    """What the exam is like, what still stands before it, and the button that begins it."""
    by = actor(request)
    held = seen(by, class_id)
    if request.method == "POST":
        return _begin(request, class_id, PaperKind.EXAM, None)
    rules, stands = rules_of(held.id, PaperKind.EXAM), queries.standing_in(held.id, person_id=person_of(by))
    values = {
        "held": held,
        "rules": rules,
        "minutes": int(rules.time.total_seconds() // 60),
        "wait_hours": int(rules.wait.total_seconds() // 3600),
        "standing": stands.exam,
        "practical": stands.practical,
        "blocks": queries.paper_blocks(held, person_of(by), PaperKind.EXAM, day_of(now())),
    }
    return render(request, "learner/exam.html", values)


@page("learner")
def quiz(request: HttpRequest, class_id: UUID, lesson_id: UUID) -> HttpResponse:
    """Begin, or go on with, the practice of a lesson; GET shows what it is."""
    held = seen(actor(request), class_id)
    lesson = lesson_of(held, lesson_id)
    if request.method == "POST":
        return _begin(request, class_id, PaperKind.QUIZ, lesson)
    blocks = queries.paper_blocks(held, person_of(actor(request)), PaperKind.QUIZ, day_of(now()))
    values = {"held": held, "lesson_id": lesson_id, "rules": RULES[PaperKind.QUIZ], "blocks": blocks}
    return render(request, "learner/quiz.html", values)


@page("learner")
def paper(request: HttpRequest, attempt_id: UUID) -> HttpResponse:
    """The questions while it is open, the result afterwards. Saving keeps the answers, handing in marks them."""
    by, at = actor(request), now()
    found = queries.attempt_page(str(attempt_id), person_id=person_of(by), at=at)
    if request.method == "POST":
        answers = _answers(request.POST, found)
        try:
            if "keep" in request.POST:  # by the page itself, at each answer
                learning.attempt_answer(attempt_id=found.id, answers=answers, by=by, at=at)
                return JsonResponse({"saved_at": at.astimezone(SHANGHAI).strftime("%H:%M:%S")})
            if "save" in request.POST:
                learning.attempt_answer(attempt_id=found.id, answers=answers, by=by, at=at)
                flash.say(request, _("答案已保存。"))
            else:
                learning.attempt_submit(attempt_id=found.id, answers=answers, by=by, at=at)
        except (Conflict, Invalid) as refused:
            if "keep" in request.POST:
                raise
            flash.say(request, say(refused.text), "bad")
        return redirect("learner:paper", attempt_id=attempt_id)
    held = classes.class_of(found.class_id)
    left = max(0, int((found.due_at - at).total_seconds()))
    values = {"found": found, "held": held, "exam": found.kind is PaperKind.EXAM, "left": left}
    return render(request, "learner/paper.html", values)


def _begin(request: HttpRequest, class_id: UUID, kind: PaperKind, lesson_id: int | None) -> HttpResponse:
    by = actor(request)
    held = seen(by, class_id)
    try:
        begun = learning.attempt_start(class_id=held.id, kind=kind, lesson_id=lesson_id, by=by, at=now())
    except Conflict as refused:
        flash.say(request, say(refused.text), "warn")
        return redirect("learner:class", class_id=class_id)
    return redirect("learner:paper", attempt_id=begun)


def _answers(given: QueryDict, found: AttemptPage) -> dict[int, list[int | str]]:
    """Question → places ticked, or the number as written; what is neither is left to the room to refuse.

    A box that stands empty is an answer too, where the page says that it shows the question.
    """
    shown = {int(one) for one in given.getlist("shown") if one.isdecimal()}
    answers: dict[int, list[int | str]] = {}
    for question in found.questions:
        written = given.getlist(f"q{question.id}")
        if question.kind is QuestionKind.NUMBER and written:
            answers[question.id] = [written[0]]
        elif written or question.id in shown:
            answers[question.id] = [int(place) for place in written if place.isdecimal()]
    return answers
