"""What anyone may ask of what is gone: the proof of a purge by its address, a request for erasure by its receipt code."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from yunpei.common.errors import NotFound
from yunpei.oversight.archives import queries
from yunpei.portals.public.forms import ReceiptForm
from yunpei.portals.ui.pages import now, page


@page()
def purge_proof(_request: HttpRequest, purge: UUID) -> HttpResponse:
    """What a purge took away, file by file; its digest is that of these lines."""
    found = queries.purge_proof(str(purge))
    told = {"digest": found.digest, "checkpoint": found.checkpoint, "cases": found.cases, "files": found.proof}
    return JsonResponse(told, json_dumps_params={"ensure_ascii": False})


@page()
def erasure_status(request: HttpRequest) -> HttpResponse:
    """How a request stands, for whoever has its code. By POST: codes do not belong in addresses."""
    form = ReceiptForm(request.POST or None)
    found = None
    if request.method == "POST" and form.is_valid():
        try:
            found = queries.erasure_by_code(form.cleaned_data["code"], at=now())
        except NotFound:
            form.add_error("code", _("没有这个回执码；请逐位检查"))
    return render(request, "public/erasure_status.html", {"form": form, "found": found})
