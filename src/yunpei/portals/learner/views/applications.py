"""A person applies for themselves: chosen, filled in, papers, signature, handed in, followed to its end."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from yunpei.casework import actions as casework
from yunpei.casework import queries
from yunpei.casework.types import CaseDetail, LineCard, OfferedProgramme
from yunpei.common.actor import Actor
from yunpei.common.clock import day_of
from yunpei.common.errors import NotFound
from yunpei.files import actions as files
from yunpei.files import queries as stored
from yunpei.files.types import DOCUMENTS
from yunpei.funds import queries as funds
from yunpei.oversight import queries as oversight
from yunpei.portals.ui import flash, regions
from yunpei.portals.ui.corrections import corrections_of
from yunpei.portals.ui.destroyed import or_destroyed
from yunpei.portals.ui.facts import FactForm
from yunpei.portals.ui.forms import PlainForm, Upload
from yunpei.portals.ui.pages import act, actor, now, page, tried
from yunpei.portals.ui.serving import as_pdf, served
from yunpei.training import queries as training

Action = Callable[..., Any]
EVENTS: dict[str, tuple[Action, Any]] = {
    "submit": (casework.application_submit, gettext_lazy("申请已提交，办理进展会发消息给您。")),
    "sign": (casework.undertaking_sign, gettext_lazy("承诺书已签署。")),
    "withdraw": (casework.case_withdraw, gettext_lazy("已撤回。")),
}


class RegionForm(PlainForm):
    """Where one applies."""

    region = forms.ChoiceField(label=gettext_lazy("在哪里申请"), help_text=gettext_lazy("由这里的人社部门受理"))

    def __init__(self, *args: Any, region: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", _("请选择")), *regions.places(region)]
        self.fields["region"].choices = choices  # type: ignore[attr-defined]


class AccountForm(PlainForm):
    """The person's own account, where money is paid."""

    bank = forms.CharField(label=gettext_lazy("社会保障卡开户银行"), max_length=200)
    account = forms.CharField(label=gettext_lazy("社会保障卡银行账号"), max_length=40)


class PaperForm(PlainForm):
    """A paper that the circular asks for."""

    file = Upload(label=gettext_lazy("文件"), accept=".pdf,.png,.jpg,.jpeg")


@page("learner")
def listing(request: HttpRequest) -> HttpResponse:
    """One's own applications, and what one may apply for."""
    by = actor(request)
    values = {"cases": queries.own_applications(by=by), "offered": queries.programmes_to_apply(by=by, personal=True)}
    return render(request, "learner/applications.html", values)


@page("learner")
def new(request: HttpRequest, circular: str, programme: str) -> HttpResponse:
    """Begin an application: the place decides which office takes it in."""
    by = actor(request)
    found = _offered(request, f"{circular}/{programme}")
    form = RegionForm(request.POST or None, region=found.region)
    made: list[str] = []
    if request.method == "POST" and tried(
        form,
        lambda given: made.append(casework.personal_draft(programme=found.programme, by=by, at=now(), **given)),
    ):
        return redirect("learner:application", number=made[0])
    return render(request, "learner/application_new.html", {"form": form, "offered": found})


def _offered(request: HttpRequest, programme: str) -> OfferedProgramme:
    for one in queries.programmes_to_apply(by=actor(request), personal=True):
        if one.programme == programme:
            return one
    raise NotFound


@page("learner")
def application(request: HttpRequest, number: str) -> HttpResponse:
    """The application: a form while it is the person's turn, afterwards how it stands."""
    by, found = actor(request), _own(request, number)
    assert found.application is not None
    line = _line(by, number)
    stated, recorded = found.application.stated.get(line.id, {}), found.application.recorded.get(line.id, ())
    asked = [one for one in found.application.asked if one.name not in {fact.name for fact in recorded}]
    form = FactForm(request.POST or None, asked=asked, initial=stated, corrections=corrections_of(found))
    if request.method == "POST" and tried(
        form, lambda _given: casework.application_fill(number=number, facts=form.facts(), by=by, at=now())
    ):
        flash.say(request, _("已保存。"))
        return redirect("learner:application", number=number)
    draft = "submit" in found.events
    values = {
        "case": found,
        "draft": draft,
        "line": queries.claim_preview(number=number, by=by, at=now())[0] if draft else line,
        "form": form,
        "account_form": AccountForm(),
        "problems": queries.plan_problems(number=number, by=by, at=now()) if draft else (),
        "corrections": corrections_of(found),
        "recorded": recorded,
        "recoveries": funds.recoveries_of(case=number),
        "holds": oversight.holds_of_case(number=number, by=by),
        "today": day_of(now()),
    }
    return render(request, "learner/application.html", values, status=422 if form.errors else 200)


@require_POST
@page("learner")
def class_named(request: HttpRequest, number: str) -> HttpResponse:
    """Say which class of ours one applies for, or none; its hours and certificate come from our own records."""
    by, named = actor(request), request.POST.get("class", "")
    _own(request, number)
    held = training.class_by_public_id(named).id if named else None
    return act(
        request,
        lambda: casework.application_class(number=number, class_id=held, by=by, at=now()),
        done=_("已按平台记录填入。") if named else _("已改为自行填写。"),
        back=_address(number),
    )


@require_POST
@page("learner")
def account(request: HttpRequest, number: str) -> HttpResponse:
    """Say into which account to pay."""
    by = actor(request)
    _own(request, number)
    line = _line(by, number).id
    given = (request.POST.get("bank", ""), request.POST.get("account", ""))
    return act(
        request,
        lambda: casework.payees_put(number=number, accounts={line: given}, by=by, at=now()),
        done=_("收款账户已保存。"),
        back=f"{_address(number)}#account",
    )


@require_POST
@page("learner")
def event(request: HttpRequest, number: str, event: str) -> HttpResponse:
    """One button of the application."""
    by = actor(request)
    _own(request, number)
    if event not in EVENTS:
        raise NotFound
    action, done = EVENTS[event]
    return act(request, lambda: action(number=number, by=by, at=now()), done=done, back=_address(number))


@require_POST
@page("learner")
def document_add(request: HttpRequest, number: str, requirement: str) -> HttpResponse:
    """Hand in a paper."""
    _own(request, number)
    form = PaperForm(request.POST, request.FILES)
    if not form.is_valid():
        flash.say(request, _("请先选择文件。"), "warn")
        return redirect("learner:application", number=number)
    upload = form.cleaned_data["file"]
    return act(
        request,
        lambda: _keep(request, number, requirement, upload),
        done=_("已上传：%(name)s") % {"name": upload.name},
        back=f"{_address(number)}#documents",
    )


def _keep(request: HttpRequest, number: str, requirement: str, upload: Any) -> None:
    by, at = actor(request), now()
    kept = files.store(data=upload, name=upload.name, kinds=DOCUMENTS, by=by, at=at)
    casework.document_add(
        number=number, requirement=requirement, file=str(kept.public_id), name=kept.name, by=by, at=at
    )


@page("learner")
def file(request: HttpRequest, number: str, file_id: UUID) -> HttpResponseBase:
    """A paper of one's own."""
    _own(request, number)

    def whole() -> HttpResponseBase:
        return served(request, str(stored.file_seen(file_id, by=actor(request)).public_id), download=True)

    return or_destroyed(request, number, str(file_id), whole)


@page("learner")
def paper(request: HttpRequest, number: str) -> HttpResponse:
    """What the person signs, filled in."""
    _own(request, number)
    return as_pdf(queries.paper_pdf(number=number, by=actor(request)), f"{number}.pdf")


@page("learner")
def letter(request: HttpRequest, number: str) -> HttpResponseBase:
    """The signed decision letter."""
    _own(request, number)
    wanted = request.GET.get("letter", "")
    return served(request, queries.letter_file(number=number, by=actor(request), letter=wanted), download=True)


@page("learner")
def why(request: HttpRequest, number: str) -> HttpResponse:
    """Why this outcome: each condition with its clause."""
    by = actor(request)
    _own(request, number)
    line = _line(by, number).id
    values = {"line": queries.line(number=number, line=line, by=by), "number": number}
    return render(request, "learner/application_why.html", values)


def _own(request: HttpRequest, number: str) -> CaseDetail:
    """The person's own application, and nobody else's, whatever else the reader may see."""
    by = actor(request)
    found = queries.case(number=number, by=by)
    if found.applicant.person is None or found.applicant.person.id != by.person_id:
        raise NotFound
    return found


def _line(by: Actor, number: str) -> LineCard:
    """The one line of a personal application."""
    return queries.lines(number=number, by=by)[0]


def _address(number: str) -> str:
    return reverse("learner:application", args=[number])
