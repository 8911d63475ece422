"""A class's dossier as officers and the audit administrator see it alike: what it holds, the copies asked for, one of them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _

from yunpei.casework.actions.dossier import dossier_ask, dossier_hand_out
from yunpei.casework.queries.dossiers import dossier
from yunpei.files.copies import copy_piece
from yunpei.people import queries as people
from yunpei.portals.ui.pages import act, actor, now
from yunpei.portals.ui.serving import ranged


def dossier_page(request: HttpRequest, number: str, template: str, **more: Any) -> HttpResponse:
    """What the dossier of a case's class holds; a POST asks for a copy."""
    by = actor(request)
    if request.method == "POST":
        done = _("已开始生成；人数多时要几分钟，可以离开本页。")
        return act(request, lambda: dossier_ask(number=number, by=by, at=now()), done=done, back=request.path)
    found = dossier(number=number, by=by)
    who = people.account_names(one.asked_by for one in found.copies)
    return render(request, template, {"found": found, "number": number, "who": who, **more})


def dossier_file(request: HttpRequest, number: str, copy: UUID) -> HttpResponseBase:
    """One copy, for whoever may ask for one; each time leaves a trace."""
    sha256, size, name = dossier_hand_out(number=number, copy=str(copy), by=actor(request), at=now())
    return ranged(request, lambda wanted, if_range: copy_piece(sha256, size, name, wanted, if_range), download=True)
