"""The roster of a filing: read, every bad row shown beside its reason, taken over whole or not at all."""

from __future__ import annotations

import tempfile
from datetime import date
from pathlib import Path
from typing import cast

from django.core.files.uploadedfile import TemporaryUploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from yunpei.casework import actions as casework
from yunpei.casework import queries
from yunpei.casework.types import CaseDetail
from yunpei.common.clock import day_of
from yunpei.common.sheets.model import UnreadableFile
from yunpei.files import actions as files
from yunpei.files.types import FileKind
from yunpei.portals.organisation.forms import RosterForm
from yunpei.portals.organisation.views.home import ROLES
from yunpei.portals.ui import flash
from yunpei.portals.ui.pages import actor, now, page, tried
from yunpei.portals.ui.templatetags.ui import say
from yunpei.training import actions as training
from yunpei.training import roster as rosters
from yunpei.training import rosters as checking
from yunpei.training.roster_marked import write_marked
from yunpei.training.types import RosterRow


@page(*ROLES)
def roster(request: HttpRequest, number: str) -> HttpResponse:
    """Upload; a sound table goes to the filing, a bad one comes back with its faults marked."""
    found = queries.case(number=number, by=actor(request))
    form = RosterForm(request.POST or None, request.FILES or None)
    read = None
    if request.method == "POST" and form.is_valid():
        upload = cast(TemporaryUploadedFile, form.cleaned_data["file"])
        try:
            read = rosters.read(Path(upload.temporary_file_path()), first_day=_first_day(found))
        except UnreadableFile as error:
            form.add_error("file", say(error.text))
        else:
            checking.check_names(read)
            if not read.bad and tried(form, lambda _given: _take(request, found, read.rows)):
                flash.say(request, _("花名册已收下，共 %(n)d 人。") % {"n": len(read.rows)})
                return redirect("organisation:filing", number=number)
    values = {"case": found, "form": form, "read": read, "marked": _marked(request, read, number) if read else ""}
    return render(request, "organisation/roster.html", values, status=422 if read or form.errors else 200)


def _first_day(found: CaseDetail) -> date:
    return found.plan.starts_on or day_of(now())


def _take(request: HttpRequest, found: CaseDetail, rows: list[RosterRow]) -> None:
    by, at = actor(request), now()
    made = training.roster_put(
        organisation_id=found.card.organisation_id or 0, rows=rows, first_day=_first_day(found), by=by, at=at
    )
    casework.roster_attach(number=found.card.number, roster_id=made, by=by, at=at)


def _marked(request: HttpRequest, read: rosters.RosterRead, number: str) -> str:
    """The same table with its faults coloured, kept as the organisation's own file; its public id."""
    if not read.bad:
        return ""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "marked.xlsx"
        write_marked(place, read)
        name = f"{number}-{_('花名册-已标错')}.xlsx"
        kept = files.store(data=place.read_bytes(), name=name, kinds={FileKind.XLSX}, by=actor(request), at=now())
    return str(kept.public_id)
