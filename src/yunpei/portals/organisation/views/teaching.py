"""Teaching a class: how its exam is sat, grades of the practical part, learners' questions."""

from __future__ import annotations

from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from yunpei.common.errors import NotFound
from yunpei.learning import enquiries as room
from yunpei.learning import practical
from yunpei.learning.exam_rules import bank_parts, exam_rules_set, rules_of
from yunpei.learning.types import PaperKind, Scale
from yunpei.portals.organisation.teaching_forms import ExamForm, filled
from yunpei.portals.organisation.views.classes import own
from yunpei.portals.organisation.views.home import TEACHING
from yunpei.portals.ui import flash
from yunpei.portals.ui.pages import act, actor, now, page, tried
from yunpei.training import queries as classes

PER_PAGE = 50


@page(*TEACHING)
def exam(request: HttpRequest, class_id: UUID) -> HttpResponse:
    """How the exam is sat, and everyone's grades where it has a practical part."""
    by = actor(request)
    held = own(by, class_id)
    rules, parts = rules_of(held.id, PaperKind.EXAM), bank_parts(held.course_id)
    form = ExamForm(request.POST or None, parts=parts, initial=filled(rules, parts))
    if request.method == "POST" and tried(
        form, lambda _given: exam_rules_set(class_id=held.id, rules=form.rules(), by=by, at=now())
    ):
        flash.say(request, _("考试办法已保存。"))
        return redirect("organisation:exam", class_id=class_id)
    lines = Paginator(classes.RosterPages(held.roster_id), PER_PAGE).get_page(request.GET.get("page"))
    grades, stands = practical.grades_of(held.id), practical.practical_standings(held.id, rules)
    nobody = practical.not_graded(rules)
    values = {
        "held": held,
        "rules": rules,
        "form": form,
        "lines": lines,
        "rows": [(one, grades.get(one.person_id, ()), stands.get(one.person_id, nobody)) for one in lines],
    }
    return render(request, "organisation/exam.html", values, status=422 if form.errors else 200)


@require_POST
@page(*TEACHING)
def grade(request: HttpRequest, class_id: UUID, event: str) -> HttpResponse:
    """Give a practical grade, or void one."""
    by, given = actor(request), request.POST
    held = own(by, class_id)
    if event not in ("give", "void"):
        raise NotFound

    def give() -> None:
        level, points = given.get("level", ""), given.get("points", "")
        practical.practical_grade(
            class_id=held.id,
            line_id=_number(given.get("line", "")),
            scale=Scale.LEVELS if level else Scale.POINTS,
            given=level or points,
            remark=given.get("remark", ""),
            by=by,
            at=now(),
        )

    def void() -> None:
        grade_id, reason = _number(given.get("grade", "")), given.get("reason", "")
        practical.practical_void(class_id=held.id, grade_id=grade_id, reason=reason, by=by, at=now())

    action, done = (give, _("评分已保存。")) if event == "give" else (void, _("评分已作废。"))
    return act(request, action, done=done, back=reverse("organisation:exam", args=[class_id]))


@page(*TEACHING)
def enquiries(request: HttpRequest, class_id: UUID) -> HttpResponse:
    """Learners' questions, those without an answer first, and how soon the others were answered."""
    held = own(actor(request), class_id)
    found = room.enquiries(held.id)
    waiting = [one for one in reversed(found) if one.answered_at is None and one.hidden_at is None]
    rest = [one for one in found if one.answered_at is not None or one.hidden_at is not None]
    values = {
        "held": held,
        "found": Paginator([*waiting, *rest], PER_PAGE).get_page(request.GET.get("page")),
        "times": room.answer_times(found),
        "names": {one.person_id: one.name for one in classes.roster_lines(held.roster_id)},
    }
    return render(request, "organisation/enquiries.html", values)


@require_POST
@page(*TEACHING)
def enquiry_event(request: HttpRequest, class_id: UUID, enquiry: UUID, event: str) -> HttpResponse:
    """Answer a question, or hide it from the others."""
    by, text = actor(request), request.POST.get("text", "")
    held = own(by, class_id)
    back = reverse("organisation:enquiries", args=[class_id])
    if event == "answer":
        return act(
            request,
            lambda: room.enquiry_answer(class_id=held.id, enquiry=enquiry, text=text, by=by, at=now()),
            done=_("已答复。"),
            back=back,
        )
    if event == "hide":
        return act(
            request,
            lambda: room.enquiry_hide(class_id=held.id, enquiry=enquiry, reason=text, by=by, at=now()),
            done=_("已隐藏，提问的学员看得到原因。"),
            back=back,
        )
    raise NotFound


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 18 else 0
