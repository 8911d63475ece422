"""Certificates, one's own data, one's own receipts."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from yunpei.casework.queries.dossiers import dossier_of_person
from yunpei.credentials import queries as credentials
from yunpei.evidence import queries as evidence
from yunpei.people import queries as people
from yunpei.portals.learner.views.classes import person_of, seen
from yunpei.portals.ui.pages import actor, page
from yunpei.portals.ui.qr import picture
from yunpei.training import queries as classes


@page("learner")
def certificates(request: HttpRequest) -> HttpResponse:
    """One's certificates, each with a code that anyone can scan."""
    found = credentials.certificates_of_person(person_of(actor(request)))
    rows = [(one, picture(request.build_absolute_uri(reverse("certificate", args=[one.number])))) for one in found]
    return render(request, "learner/certificates.html", {"rows": rows})


@page("learner")
def me(request: HttpRequest) -> HttpResponse:
    """What the platform knows of me, and my receipts."""
    by = actor(request)
    values = {
        "person": people.person(person_of(by)),
        "classes": classes.classes_of_person(person_of(by)),
    }
    return render(request, "learner/me.html", values)


@page("learner")
def dossier(request: HttpRequest, class_id: UUID) -> HttpResponse:
    """What the dossier of a class holds of me."""
    by = actor(request)
    found = dossier_of_person(class_id=seen(by, class_id).id, by=by)
    return render(request, "learner/dossier.html", {"found": found})


@page("learner")
def receipts(request: HttpRequest, class_id: UUID) -> HttpResponse:
    """Every signed receipt of one's own study in a class, one a line, to keep."""
    by = actor(request)
    held = seen(by, class_id)
    person = people.person(person_of(by))
    text = "\n".join(evidence.receipts(person.public_id, held.public_id))
    answer = HttpResponse(text + "\n", content_type="text/plain; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="receipts-{held.number}.txt"'
    return answer
