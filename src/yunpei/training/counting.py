"""Classes and the people who signed in to them, counted for the figures of the site."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, F
from django.db.models.functions import TruncMonth

from yunpei.common.counted import Counted, counted, month_of
from yunpei.training.models import SignIn, TrainingClass
from yunpei.training.types import ClassState


@dataclass(frozen=True, slots=True)
class ClassPlace:
    """A class as sums need it: its public id, and where its organisation is."""

    public_id: str
    region: str
    programme: str
    kind: str


def classes_begun() -> list[Counted]:
    """Classes by the month they begin; cancelled ones left out. 1 query."""
    rows = (
        TrainingClass.objects.exclude(state=ClassState.CANCELLED)
        .annotate(month=TruncMonth("starts_on"), region=F("organisation__region"), kind=F("organisation__kind"))
        .values("month", "region", "programme", "kind")
        .annotate(value=Count("id"))
        .order_by("month", "region", "programme", "kind")
    )
    return counted(rows)


def signed_in() -> list[Counted]:
    """People who signed in to a class, by month and group: each once a class. 2 queries."""
    held, signed = "line__roster__training_class__", SignIn.objects.all()
    rows = (
        signed.annotate(
            month=month_of(signed, "at"),
            region=F(f"{held}organisation__region"),
            kind=F(f"{held}organisation__kind"),
            programme=F(f"{held}programme"),
            groups=F("line__person__groups"),
        )
        .values("month", "region", "programme", "kind", "groups")
        .annotate(value=Count("id"))
        .order_by("month", "region", "programme", "kind")
    )
    return counted(rows)


def class_places() -> list[ClassPlace]:
    """Every class that was not cancelled, by id. 1 query."""
    rows = (
        TrainingClass.objects.exclude(state=ClassState.CANCELLED)
        .order_by("id")
        .values_list("public_id", "organisation__region", "programme", "organisation__kind")
    )
    return [ClassPlace(str(public), region, programme, kind) for public, region, programme, kind in rows]
