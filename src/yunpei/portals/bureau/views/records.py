"""Records of study elsewhere, looked at by an officer: their files, and a verdict for each person."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from yunpei.casework import actions as casework
from yunpei.casework.types import CaseDetail, CaseKind
from yunpei.learning.records.types import Verdict
from yunpei.portals.bureau.views.inbox import OFFICERS
from yunpei.portals.ui.pages import act, actor, now, page
from yunpei.portals.ui.serving import served


def judgeable(found: CaseDetail) -> bool:
    """Whether the case stands where records may be judged: a class that is running, or a claim under review."""
    return "review_first" in found.events or (
        found.card.kind is CaseKind.CLASS_FILING and found.card.state == "approved"
    )


@require_POST
@page(*OFFICERS)
def judge(request: HttpRequest, number: str, batch: UUID) -> HttpResponse:
    """Accept or reject what a batch states for the people who are ticked."""
    by, given = actor(request), request.POST
    lines = [int(one) for one in given.getlist("line") if one.isdecimal()]
    verdict = Verdict(given["verdict"]) if given.get("verdict") in ("accepted", "rejected") else Verdict.WAITING
    return act(
        request,
        lambda: casework.records_judge(
            number=number, batch=batch, lines=lines, verdict=verdict, reason=given.get("reason", ""), by=by, at=now()
        ),
        done=_("已记录。"),
        back=reverse("bureau:case", args=[number]) + f"#batch-{batch}",
    )


@page(*OFFICERS)
def file(request: HttpRequest, number: str, file_id: UUID) -> HttpResponseBase:
    """A file of a record; that it was opened is kept."""
    found = casework.record_file_open(number=number, file=file_id, by=actor(request), at=now())
    return served(request, found.public_id, download=True)
