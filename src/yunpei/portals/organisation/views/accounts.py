"""The accounts of people who are paid themselves: a table out, filled in, and back."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import cast

from django.core.files.uploadedfile import TemporaryUploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from yunpei.casework import actions as casework
from yunpei.casework import queries
from yunpei.common.errors import NotFound
from yunpei.common.sheets.write import write_xlsx
from yunpei.portals.organisation.forms import AccountsForm
from yunpei.portals.organisation.views.home import ROLES
from yunpei.portals.ui import flash
from yunpei.portals.ui.pages import actor, now, page, tried

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@page(*ROLES)
def accounts(request: HttpRequest, number: str) -> HttpResponse:
    """How many have an account, and the table to be filled in; a bad one is refused whole, with every bad row."""
    by = actor(request)
    given = queries.payees_given(number=number, by=by)
    if given is None:
        raise NotFound
    form, taken = AccountsForm(request.POST or None, request.FILES or None), list[int]()
    if request.method == "POST" and tried(form, lambda fields: taken.append(_take(request, number, fields["file"]))):
        flash.say(request, _("已收下 %(n)d 人的收款账户。") % {"n": taken[0]})
        return redirect("organisation:accounts", number=number)
    values = {"number": number, "given": given[0], "people": given[1], "form": form}
    return render(request, "organisation/accounts.html", values, status=422 if form.errors else 200)


def _take(request: HttpRequest, number: str, upload: object) -> int:
    place = Path(cast(TemporaryUploadedFile, upload).temporary_file_path())
    return casework.payees_read(number=number, path=place, by=actor(request), at=now())


@page(*ROLES)
def table(request: HttpRequest, number: str) -> HttpResponse:
    """The table to be filled in."""
    header, rows = queries.payee_table(number=number, by=actor(request))
    with tempfile.TemporaryDirectory(prefix="yunpei-accounts-") as folder:
        place = Path(folder) / "accounts.xlsx"
        write_xlsx(place, header, rows)
        answer = HttpResponse(place.read_bytes(), content_type=XLSX)
    answer["Content-Disposition"] = f'attachment; filename="{number}-accounts.xlsx"'
    return answer
