"""Asking the teachers of a class, and saying afterwards how it was."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from yunpei.catalogue import queries as catalogue
from yunpei.learning import enquiries as room
from yunpei.learning import evaluating
from yunpei.portals.learner.views.classes import person_of, seen
from yunpei.portals.ui import flash
from yunpei.portals.ui.forms import LongText, PlainForm
from yunpei.portals.ui.labels import WORDS
from yunpei.portals.ui.pages import actor, now, page, tried

STARS = [(n, "★" * n) for n in range(5, 0, -1)]


class AskForm(PlainForm):
    """A question, and the lesson that it is about."""

    lesson = forms.ChoiceField(label=_lazy("关于哪一课"), required=False)
    text = LongText(label=_lazy("问题"), max_length=room.LONGEST)


class EvaluationForm(PlainForm):
    """One to five stars for each."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        for name in evaluating.ASKED:
            self.fields[name] = forms.TypedChoiceField(
                label=str(WORDS["evaluated"][name]), choices=STARS, coerce=int, widget=forms.RadioSelect
            )


@page("learner")
def enquiries(request: HttpRequest, class_id: UUID) -> HttpResponse:
    """One's own questions and those of the class, with their answers; the form for another."""
    by = actor(request)
    held = seen(by, class_id)
    form = AskForm(request.POST or None)
    lessons = catalogue.lessons(held.course_id)
    form.fields["lesson"].choices = [("", _("不限")), *((one.public_id, one.title) for one in lessons)]  # type: ignore[attr-defined]
    if request.method == "POST" and tried(
        form, lambda given: room.enquiry_ask(class_id=held.id, by=by, at=now(), **given)
    ):
        flash.say(request, _("问题已提交，老师答复后在这里看。"))
        return redirect("learner:enquiries", class_id=class_id)
    values = {"held": held, "form": form, "found": room.enquiries(held.id, person_id=person_of(by))}
    return render(request, "learner/enquiries.html", values, status=422 if form.errors else 200)


@page("learner")
def evaluation(request: HttpRequest, class_id: UUID) -> HttpResponse:
    """The form after the class, once."""
    by = actor(request)
    held = seen(by, class_id)
    form = EvaluationForm(request.POST or None)
    if request.method == "POST" and tried(
        form, lambda given: evaluating.evaluation_give(class_id=held.id, stars=given, by=by, at=now())
    ):
        flash.say(request, _("谢谢您的评价。"))
        return redirect("learner:class", class_id=class_id)
    blocked = evaluating.evaluation_blocked(held, person_id=person_of(by), at=now())
    values = {"held": held, "form": form, "blocked": blocked}
    return render(request, "learner/evaluation.html", values, status=422 if form.errors else 200)
