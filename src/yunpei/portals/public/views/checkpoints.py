"""Published checkpoints: a page for people, the same for programs, and the proof that one continues another."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from yunpei.evidence.log import queries
from yunpei.evidence.types import CheckpointCard
from yunpei.portals.ui.pages import page

PER_PAGE = 50


@page()
def listing(request: HttpRequest) -> HttpResponse:
    """The newest checkpoints, and the public keys that they are signed with."""
    before = request.GET.get("before", "")
    shown = queries.checkpoints(before=int(before) if before.isdecimal() and len(before) < 10 else None, limit=PER_PAGE)
    older = shown[-1].number if shown and shown[-1].number > 1 else None
    keys = queries.public_keys().items()
    return render(request, "public/checkpoints.html", {"checkpoints": shown, "older": older, "keys": keys})


@page()
def checkpoint(request: HttpRequest, number: int) -> HttpResponse:  # noqa: ARG001 - as every view
    """One checkpoint for programs: what was signed, the signature, the time-stamp where there is one."""
    return JsonResponse(_shown(queries.checkpoint(number)))


@page()
def text(request: HttpRequest, number: int) -> HttpResponse:  # noqa: ARG001
    """The bytes that a time-stamp is over: the signed text, a line feed, the signature."""
    found = queries.checkpoint(number)
    answer = HttpResponse(f"{found.text}\n{found.signature}", content_type="text/plain; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="checkpoint-{number}.txt"'
    return answer


@page()
def consistency(request: HttpRequest, old: int, new: int) -> HttpResponse:  # noqa: ARG001
    """The proof that one checkpoint continues another (RFC 6962, 2.1.2), hashes in hex."""
    first, second = queries.checkpoint(old), queries.checkpoint(new)
    proof = queries.consistency(old, new)
    sides = {"old": _shown(first), "new": _shown(second)}
    return JsonResponse({**sides, "consistency": proof})


def _shown(found: CheckpointCard) -> dict[str, object]:
    return {
        "number": found.number,
        "size": found.size,
        "root": found.root,
        "text": found.text,
        "signature": found.signature,
        "time_stamp": {"token": found.token, "certificate_sha256": found.authority} if found.token else None,
    }
