"""One case: checklist, evidence, money and history side by side, and what may be done with it now."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any, BinaryIO, cast
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from yunpei.casework import actions as casework
from yunpei.casework import queries
from yunpei.casework.queries.certificates import lines_on_revoked
from yunpei.casework.types import DECIDED, CaseDetail, CaseKind, LockCode, MismatchRow
from yunpei.common.clock import day_of
from yunpei.common.errors import Invalid, NotFound, Problem
from yunpei.common.language import Text
from yunpei.files import actions as files
from yunpei.files import queries as stored
from yunpei.files.types import PUBLISHABLE
from yunpei.funds import queries as funds
from yunpei.oversight import queries as oversight
from yunpei.people import queries as people
from yunpei.portals.bureau.forms import HourForm, PublishForm
from yunpei.portals.bureau.views.inbox import OFFICERS
from yunpei.portals.bureau.views.records import judgeable
from yunpei.portals.ui import labels
from yunpei.portals.ui.destroyed import or_destroyed
from yunpei.portals.ui.facts import FactForm
from yunpei.portals.ui.pages import act, actor, now, page
from yunpei.portals.ui.plans import listed_of
from yunpei.portals.ui.records import shown as records_shown
from yunpei.portals.ui.serving import as_pdf, served
from yunpei.portals.ui.templatetags.ui import say
from yunpei.training import queries as training
from yunpei.training.types import Accumulate, RosterLineFacts

PER_PAGE = 50
ASKED = 4  # corrections in one form; a fifth goes into the last one's words
Action = Callable[..., Any]
# Event of the state table → the action, what is said when it is done, whether it needs a written reason.
EVENTS: dict[str, tuple[Action, Any, bool]] = {
    "approve": (casework.filing_accept, gettext_lazy("备案通过，班级已建立，计划已锁定。"), False),
    "accept": (casework.claim_accept, gettext_lazy("已受理。"), False),
    "review_first": (casework.review_first, gettext_lazy("初审通过。复审须由另一人办理。"), False),
    "review_second": (casework.review_second, gettext_lazy("复审通过，可以公示。"), False),
    "publish": (casework.notice_publish, gettext_lazy("已公示。"), False),
    "approve_claim": (casework.claim_approve, gettext_lazy("已批准，资金已预留。"), False),
    "refuse": (casework.case_refuse, gettext_lazy("已作出不予通过的决定。"), True),
    "hold": (casework.case_hold, gettext_lazy("已暂停办理。"), True),
    "release": (casework.case_release, gettext_lazy("已恢复办理。"), True),
    "reopen": (casework.case_reopen, gettext_lazy("已重新受理。"), True),
    "hand_over": (casework.case_hand_over, gettext_lazy("已移送司法机关，案件停止办理。"), True),
    "given_back": (casework.case_given_back, gettext_lazy("已恢复办理。"), True),
    "decide_again": (casework.claim_decide_again, gettext_lazy("已按现有记录重新计算，审核从头开始。"), True),
    "return": (casework.case_return, gettext_lazy("已退回补正。"), True),
    "advance": (casework.advance_grant, gettext_lazy("预支已批准，资金已预留，等待拨付。"), False),
    "advance_cancel": (casework.advance_cancel, gettext_lazy("预支已撤销，资金已退回预算。"), True),
}


@page(*OFFICERS)
def case(request: HttpRequest, number: str) -> HttpResponse:
    """The case page."""
    by = actor(request)
    found = queries.case(number=number, by=by)
    claim = found.card.kind in DECIDED
    lines = queries.lines(number=number, by=by) if claim else []
    seen = by.has("officer_review", "officer_inspect")
    found_mismatches = queries.mismatches(number=number, by=by) if claim else []
    values = {
        "case": found,
        "firm": found.applicant.firm,
        "buttons": buttons(found),
        "who": people.account_names(step.account_id for step in found.steps if step.account_id),
        "today": day_of(now()),
        "listed": listed_of(found.plan, today=day_of(now())),
        "hour_form": HourForm(),
        "publish_form": PublishForm(),
        "parts": parts(found),
        "places": range(1, ASKED + 1),
        "lines": Paginator(lines, PER_PAGE).get_page(request.GET.get("page")),
        "roster": None if claim else _roster(request, found),
        "held": training.class_of(found.class_id) if found.class_id is not None else None,
        "advance": funds.advance_of(case=found.filing_number),
        "recoveries": funds.recoveries_of(case=number),
        "asks_back": "recover" in found.events,
        "judgeable": judgeable(found),
        **records_shown(found.class_id),
        "amendments": [] if claim else queries.amendments(number=number, by=by),
        "revisions": [] if claim else queries.revisions(number=number, by=by),
        "revoked": lines_on_revoked(number=number) if claim else [],
        "mismatches": found_mismatches,
        "same_codes": same_codes(found_mismatches),
        "money": funds.case_standings(cases=[number]).get(number) if claim else None,
        "notice": queries.notice_of_case(number) if claim else None,
        "refused": queries.refused_payments(by=by, number=number),
        "objections": queries.objections(case=number, by=by) if claim and seen else [],
        "oversight": oversight.case_oversight(number=number, by=by) if claim else None,
        "changed": queries.recheck(number=number, by=by, at=now()) if _to_approve(found) else [],
    }
    return render(request, "bureau/case.html", values)


def _roster(request: HttpRequest, found: CaseDetail) -> Page[RosterLineFacts]:
    """The roster of a filing, a page of it."""
    return Paginator(training.RosterPages(found.roster_id), PER_PAGE).get_page(request.GET.get("page"))


@require_POST
@page(*OFFICERS)
def event(request: HttpRequest, number: str, event: str) -> HttpResponse:
    """One button of a case."""
    by = actor(request)
    found = queries.case(number=number, by=by)
    approves = event in ("approve", "approve_unpublished") and found.card.kind in DECIDED
    name = "approve_claim" if approves else event
    if name not in EVENTS:
        raise NotFound
    action, done, reasoned = EVENTS[name]
    reason = request.POST.get("reason", "")
    given: dict[str, Any] = {"reason": reason} if reasoned else {}
    if name == "approve":
        given = hour_chosen(request)
    if event == "publish":
        return act(request, lambda: _publish(request, number), done=done, back=reverse("bureau:case", args=[number]))
    if event == "hand_over":
        given["authority"] = request.POST.get("authority", "")
    if event == "return":
        asked = zip(request.POST.getlist("field"), request.POST.getlist("words"), strict=False)
        given = {"items": [(field, words) for field, words in asked if words.strip()]}
    back = reverse("bureau:case", args=[number])
    return act(request, lambda: action(number=number, by=by, at=now(), **given), done=done, back=back)


@page(*OFFICERS)
def line(request: HttpRequest, number: str, line: str) -> HttpResponse:
    """Why this amount; and, while it is reviewed, what the officer may decide about this one line."""
    by = actor(request)
    found = queries.case(number=number, by=by)
    office = found.application.office if found.application and "review_first" in found.events else ()
    stated = found.application.stated.get(line, {}) if found.application else {}
    values = {
        "line": queries.line(number=number, line=line, by=by),
        "number": number,
        "found_form": FactForm(asked=office, initial=stated) if office else None,
        "deciding": "review_first" in found.events or "accept" in found.events,
    }
    small = bool(request.headers.get("HX-Request"))
    return render(request, "bureau/why.html" if small else "bureau/line.html", values)


@require_POST
@page(*OFFICERS)
def line_decide(request: HttpRequest, number: str, line: str) -> HttpResponse:
    """Allow a line at discretion, or refuse it; with a written reason either way."""
    by = actor(request)
    action = casework.line_allow if request.POST.get("decision") == "allow" else casework.line_refuse
    return act(
        request,
        lambda: action(number=number, line=line, reason=request.POST.get("reason", ""), by=by, at=now()),
        done=_("已记录。"),
        back=reverse("bureau:case", args=[number]),
    )


@require_POST
@page(*OFFICERS)
def line_found(request: HttpRequest, number: str, line: str) -> HttpResponse:
    """What the office's own systems say of a line; it is decided again with that."""
    by = actor(request)
    found = queries.case(number=number, by=by)
    if found.application is None:
        raise NotFound
    form = FactForm(request.POST, asked=found.application.office)
    form.is_valid()  # every field is text: the room judges it
    return act(
        request,
        lambda: casework.facts_found(number=number, line=line, facts=form.facts(), by=by, at=now()),
        done=_("已记录，并重新计算了此人。"),
        back=reverse("bureau:case", args=[number]),
    )


@require_POST
@page(*OFFICERS)
def mismatch_accept(request: HttpRequest, number: str, mismatch: int) -> HttpResponse:
    """Let a difference with the approved plan stand, with a written reason."""
    by, reason = actor(request), request.POST.get("reason", "")
    return act(
        request,
        lambda: casework.mismatch_accept(number=number, mismatch=mismatch, reason=reason, by=by, at=now()),
        done=_("已接受，复审人员会看到理由。"),
        back=reverse("bureau:case", args=[number]) + "#mismatches",
    )


@require_POST
@page(*OFFICERS)
def mismatches_accept(request: HttpRequest, number: str, code: str) -> HttpResponse:
    """Let all differences of one code that still stand be, with one written reason."""
    by, reason = actor(request), request.POST.get("reason", "")
    if code not in set(LockCode):
        raise NotFound
    return act(
        request,
        lambda: casework.mismatches_accept(number=number, code=LockCode(code), reason=reason, by=by, at=now()),
        done=_("已接受，复审人员会看到理由。"),
        back=reverse("bureau:case", args=[number]) + "#mismatches",
    )


@page(*OFFICERS)
def file(request: HttpRequest, number: str, file_id: UUID) -> HttpResponseBase:
    """A paper of a case in the officer's region."""
    by = actor(request)
    queries.case(number=number, by=by)

    def whole() -> HttpResponseBase:
        return served(request, str(stored.file_seen(file_id, by=by).public_id), download=True)

    return or_destroyed(request, number, str(file_id), whole)


@page(*OFFICERS)
def paper(request: HttpRequest, number: str) -> HttpResponse:
    """What the legal representative signed, as it stands now."""
    return as_pdf(queries.paper_pdf(number=number, by=actor(request)), f"{number}.pdf")


@page(*OFFICERS)
def letter(request: HttpRequest, number: str) -> HttpResponseBase:
    """The signed decision letter."""
    wanted = request.GET.get("letter", "")
    return served(request, queries.letter_file(number=number, by=actor(request), letter=wanted), download=True)


def _publish(request: HttpRequest, number: str) -> None:
    """Publish with the files that were picked. They are kept even where they stop it: what was tried can be looked at."""
    by, at = actor(request), now()
    kept = [
        files.store(data=cast(BinaryIO, one), name=one.name or "", kinds=PUBLISHABLE, by=by, at=at)
        for one in request.FILES.getlist("attachments")
    ]
    looked = bool(request.POST.get("looked"))
    casework.notice_publish(number=number, files=[one.public_id for one in kept], looked=looked, by=by, at=at)


def hour_chosen(request: HttpRequest) -> dict[str, Any]:
    """The bureau's choice of a class hour, for one filing or a batch; what is no number is left to be refused with a sentence."""
    form = HourForm(request.POST)
    if not form.is_valid():
        said = [str(one) for rows in form.errors.values() for one in rows]
        raise Invalid([Problem("hour_seconds", Text(one, one)) for one in said])
    minutes, accumulate = form.cleaned_data["minutes"], form.cleaned_data["accumulate"]
    return {
        "hour_seconds": minutes * 60 if minutes else None,
        "accumulate": Accumulate(accumulate) if accumulate else None,
    }


def buttons(found: CaseDetail) -> list[tuple[str, bool]]:
    """Events that have a button here, and whether each wants a reason. All ways out of a hold are one button, so are all ways back."""
    known = [one for one in found.events if one in EVENTS or one == "approve_unpublished"]
    for name in ("release", "given_back"):
        if any(one.startswith(f"{name}_to_") for one in found.events):
            known.append(name)
    return [(one, one in EVENTS and EVENTS[one][2]) for one in known]


def same_codes(rows: Sequence[MismatchRow]) -> list[tuple[MismatchRow, int]]:
    """Codes of which several differences stand, each with the first of them and how many: one decision may be for all."""
    standing = [one for one in rows if one.standing]
    counts = Counter(one.found.code for one in standing)
    firsts = {one.found.code: one for one in reversed(standing)}
    return [(firsts[code], counts[code]) for code in sorted(counts) if counts[code] > 1]


def parts(found: CaseDetail) -> list[tuple[str, Any]]:
    """What a correction may be about: fields of the plan, the roster or lines, the undertaking, each document."""
    filing = found.card.kind is CaseKind.CLASS_FILING
    words: dict[str, Any] = dict(labels.WORDS["plan_field"]) if filing else {}
    if found.application is not None:
        words |= {one.name: say(one.text) for one in found.application.asked}
    named = [name for name in labels.WORDS["case_part"] if name != ("lines" if filing else "roster")]
    papers = [(row.id, say(row.text)) for row in found.documents if row.id not in named]
    return [*words.items(), *((name, labels.word("case_part", name)) for name in named), *papers]


def _to_approve(found: CaseDetail) -> bool:
    return found.card.kind in DECIDED and not {"approve", "approve_unpublished"}.isdisjoint(found.events)
