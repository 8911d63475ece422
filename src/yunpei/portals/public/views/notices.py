"""Public notices, objections to them, and the same as open data."""

from __future__ import annotations

import csv
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from yunpei.casework import actions as casework
from yunpei.casework import queries
from yunpei.casework.types import NoticePage, OpenNotice
from yunpei.common.actor import Actor
from yunpei.common.clock import day_of
from yunpei.common.errors import NotFound
from yunpei.common.money import yuan
from yunpei.portals.public.forms import ObjectionForm, ReceiptForm
from yunpei.portals.ui.pages import actor, now, page, tried
from yunpei.portals.ui.serving import served

PER_PAGE = 20
MOST = 1000
MADE = "objection_code"  # the code goes with the redirect, so that a reload makes no second objection
COLUMNS = (
    "number",
    "published_on",
    "ends_on",
    "circular",
    "programme",
    "fund",
    "region",
    "enterprise",
    "project",
    "people",
    "amount_yuan",
    "state",
)
VISITOR = Actor(account_id=None, name="visitor")


@page()
def listing(request: HttpRequest) -> HttpResponse:
    """All notices, the newest first."""
    pages = Paginator(queries.notices(at=now(), limit=MOST), PER_PAGE)
    return render(request, "public/notices.html", {"notices": pages.get_page(request.GET.get("page"))})


@page()
def notice(request: HttpRequest, number: str) -> HttpResponse:
    """One notice: names with masked numbers while its term runs."""
    found = queries.notice(number=number, at=now())
    over = found.card.closed_at is not None or (found.card.ends_on is not None and found.card.ends_on < day_of(now()))
    return render(request, "public/notice.html", {"notice": found, "over": over})


@page()
def file(request: HttpRequest, number: str, place: int) -> HttpResponseBase:
    """An attachment of a notice whose term runs."""
    return served(request, queries.notice_file(number=number, place=place, at=now()), download=True)


@page()
def objection(request: HttpRequest, number: str) -> HttpResponse:
    """The form, and after it the receipt code, shown once."""
    if request.method == "GET" and (code := request.session.pop(MADE, None)):
        return render(request, "public/objection_made.html", {"code": _in_fours(code)})
    found = queries.notice(number=number, at=now())
    form = ObjectionForm(request.POST or None)
    form.fields["row"].choices = _rows(found)  # type: ignore[attr-defined]
    if request.method == "POST" and tried(form, lambda given: _object(request, number, given)):
        return redirect("objection", number=number)
    return render(request, "public/objection.html", {"notice": found, "form": form})


def _in_fours(code: str) -> str:
    """Sixteen signs as people copy them; asked about, hyphens do not matter."""
    return "-".join(code[place : place + 4] for place in range(0, len(code), 4))


def _object(request: HttpRequest, number: str, given: dict[str, Any]) -> None:
    by = actor(request)
    made = casework.objection_make(notice=number, by=by if by.account_id else VISITOR, at=now(), **given)
    request.session[MADE] = made


def _rows(found: NoticePage) -> list[tuple[str, str]]:
    whole = [("", _("整个公示"))]
    return whole + [(str(one.row), f"{one.row} · {one.name} · {one.id_masked}") for one in found.people]


@page()
def objection_status(request: HttpRequest) -> HttpResponse:
    """How an objection stands, for whoever has its code. By POST: codes do not belong in addresses."""
    form = ReceiptForm(request.POST or None)
    found = None
    if request.method == "POST" and form.is_valid():
        try:
            found = queries.objection_by_code(form.cleaned_data["code"])
        except NotFound:
            form.add_error("code", _("没有这个回执码；请逐位检查"))
    return render(request, "public/objection_status.html", {"form": form, "found": found})


def open_data(_request: HttpRequest) -> HttpResponse:
    """Everything ever published, at the level of the enterprise. UTF-8 with a mark, so that Excel shows Chinese."""
    answer = HttpResponse(content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="notices.csv"'
    answer.write("\ufeff")
    writer = csv.writer(answer)
    writer.writerow(COLUMNS)
    writer.writerows(_open_row(row) for row in queries.open_notices())
    return answer


def _open_row(row: OpenNotice) -> list[object]:
    return [
        row.number,
        row.published_on,
        row.ends_on or "",
        row.circular,
        row.programme,
        row.fund,
        row.region,
        harmless(row.enterprise),
        harmless(row.project),
        row.people,
        yuan(row.amount_fen),
        row.state,
    ]


def harmless(text: str) -> str:
    """A spreadsheet would run a text that begins like a formula."""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t") else text
