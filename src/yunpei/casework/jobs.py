"""What the calendar does by itself: notices close after their term, paid claims are filed away. Each run may be repeated."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from yunpei.casework import actions, desks
from yunpei.casework.actions import claim_close, dossier, notice_close
from yunpei.casework.actions.roster import JOB as ROSTER_TAKE
from yunpei.casework.due import OPEN
from yunpei.casework.letters import MAKE
from yunpei.casework.models import Case, PublicNotice
from yunpei.casework.queries.dossiers import JOB as DOSSIER_MAKE
from yunpei.casework.types import DECIDED, CaseState
from yunpei.common.actor import Actor
from yunpei.common.errors import Conflict
from yunpei.common.jobs import job

CALENDAR = Actor.system("calendar")
LOOKED_AT = timedelta(days=90)
PIECE = 200


@job("casework.notices_close", every=timedelta(minutes=10))
def notices_close(*, at: datetime) -> None:
    """Close every notice whose term is over; one that waits for an officer, or for a calendar, is left alone."""
    waiting = PublicNotice.objects.filter(closed_at__isnull=True, voided_at__isnull=True).order_by("id")
    for number in list(waiting.values_list("number", flat=True)):
        try:
            notice_close(number=number, by=CALENDAR, at=at)
        except Conflict:
            continue  # not over yet, objected to as a whole, or its end is not known


@job("casework.claims_close", every=timedelta(hours=1))
def claims_close(*, at: datetime) -> None:
    """File away the cases that were paid in full long enough ago for the applicant to have looked at their account."""
    paid = Case.objects.filter(kind__in=DECIDED, state=CaseState.PAID, changed_at__lte=at - LOOKED_AT).order_by("id")
    for number in list(paid.values_list("number", flat=True)):
        try:
            claim_close(number=number, by=CALENDAR, at=at)
        except Conflict:
            continue  # money of it has to come back first


@job(MAKE)
def letter_make(*, number: str, at: datetime) -> None:
    """Make and sign the paper of a decision letter."""
    actions.letter_make(number=number, at=at)


@job(ROSTER_TAKE, apart=True)
def roster_take(*, upload: str, at: datetime) -> None:
    """Check a large roster and take it over, in transactions of its own: the check alone takes a while."""
    actions.roster_take(upload=upload, at=at)


@job(DOSSIER_MAKE, tries=2, apart=True)
def dossier_make(*, copy: str, at: datetime) -> None:
    """Write a class's dossier that was asked for."""
    dossier.dossier_make(copy=copy, at=at)


@job("casework.dossiers_drop", every=timedelta(days=1))
def dossiers_drop(*, at: datetime) -> None:
    """Let go of dossiers that were kept long enough."""
    dossier.dossiers_drop(at=at)


@job("casework.assignments_back")
def assignments_back(*, account_id: int, at: datetime) -> None:
    """Give back to the pool what an officer who left had in hand."""
    actions.assignments_back(account_id=account_id, at=at)


@job("casework.organisation_renamed")
def organisation_renamed(*, organisation_id: int, before: str, at: datetime) -> None:  # noqa: ARG001 - as every handler
    """Show the cases of an organisation under its new name."""
    actions.organisation_renamed(organisation_id=organisation_id, before=before)


@job("casework.due_count_again")
def due_count_again(*, at: datetime) -> None:  # noqa: ARG001 - every handler is given the time
    """Count every running time limit again: the calendar changed, or a figure that a limit is made of."""
    after = 0
    while True:
        some = Case.objects.filter(pk__gt=after, kind__in=DECIDED, state__in=OPEN).order_by("pk")[:PIECE]
        with transaction.atomic():
            cases = list(some.select_for_update())
            desks.place(cases)
        if not cases:
            return
        after = cases[-1].pk
