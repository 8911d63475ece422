"""Films that come in parts: begun, added to, ended. Each answer is what upload.js needs for the next step."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from yunpei.common.errors import Invalid, Refused
from yunpei.files import parts
from yunpei.files.types import FileKind
from yunpei.portals.organisation.views.home import ROLES
from yunpei.portals.ui.pages import actor, now, page
from yunpei.portals.ui.templatetags.ui import say

KINDS = (FileKind.MP4, FileKind.PDF)


@require_POST
@page(*ROLES)
def begin(request: HttpRequest) -> HttpResponse:
    """Say what is coming; the answer says how much of it is here."""
    size = request.POST.get("size", "")
    try:
        number = int(size) if size.isdecimal() and len(size) < 16 else 0
        name = request.POST.get("name", "")
        public_id, here = parts.partial_begin(name=name, size=number, kinds=KINDS, by=actor(request), at=now())
    except Refused as refused:
        return _refused(refused)
    return JsonResponse({"id": public_id, "here": here})


@require_POST
@page(*ROLES)
def part(request: HttpRequest, upload: UUID) -> HttpResponse:
    """Take the bytes that stand at `offset`."""
    offset = request.GET.get("offset", "")
    if not offset.isdecimal() or len(offset) > 15:
        return JsonResponse({"text": "offset"}, status=400)
    try:
        here = parts.partial_add(public_id=str(upload), offset=int(offset), data=request.body, by=actor(request))
    except Refused as refused:
        return _refused(refused)
    return JsonResponse({"here": here})


@require_POST
@page(*ROLES)
def end(request: HttpRequest, upload: UUID) -> HttpResponse:
    """Keep what is whole now; the answer names the file."""
    try:
        kept = parts.partial_end(public_id=str(upload), kinds=KINDS, by=actor(request), at=now())
    except Refused as refused:
        return _refused(refused)
    return JsonResponse({"file": kept.public_id})


def _refused(refused: Refused) -> JsonResponse:
    said = [say(one.text) for one in refused.problems] if isinstance(refused, Invalid) else [say(refused.text)]
    return JsonResponse({"text": _("；").join(said)}, status=refused.status)
