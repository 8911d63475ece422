"""Registration: people by real name, organisations by licence."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from yunpei.files import actions as files
from yunpei.files.types import DOCUMENTS
from yunpei.people import actions as people
from yunpei.people import queries
from yunpei.people.types import OrganisationKind
from yunpei.portals.public.forms import OrganisationForm, RegisterForm
from yunpei.portals.public.views.account import PLACE, begin_code
from yunpei.portals.ui import flash, regions
from yunpei.portals.ui.pages import actor, now, page, tried


@page()
@sensitive_post_parameters("password", "id_number")
def register(request: HttpRequest) -> HttpResponse:
    """A person, once; a code to the phone confirms it."""
    form = RegisterForm(request.POST or None)
    made: list[int] = []
    if request.method == "POST" and tried(form, lambda given: made.append(people.person_register(**given, at=now()))):
        return begin_code(request, made[0], "")
    return render(request, "public/register.html", {"form": form})


@page("learner", "org_admin", "org_legal")
def organisation(request: HttpRequest) -> HttpResponse:
    """An organisation; whoever registers it administers it first."""
    form = OrganisationForm(request.POST or None, request.FILES or None)
    places = regions.districts(regions.offered(regions.on_hand()))
    form.fields["region"].choices = regions.grouped(places)  # type: ignore[attr-defined]
    made: list[int] = []
    if request.method == "POST" and tried(
        form, lambda given: made.append(_register(request, given)), {"file": "licence"}
    ):
        request.session[PLACE] = queries.organisation(made[0]).public_id
        flash.say(request, _("单位已登记。审核人员核对营业执照后即可申领补贴。"))
        return redirect("organisation:home")
    return render(request, "public/organisation.html", {"form": form})


def _register(request: HttpRequest, given: dict[str, Any]) -> int:
    by, at = actor(request), now()
    licence = given.pop("licence", None)
    kind = OrganisationKind(given.pop("kind"))
    stored = ""
    if licence is not None:
        stored = files.store(data=licence, name=licence.name, kinds=DOCUMENTS, by=by, at=at).public_id
    return people.organisation_register(kind=kind, licence=stored, by=by, at=at, **given)
