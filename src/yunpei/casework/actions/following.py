"""Cases follow their people: who leaves hands back what they had, and who is renamed is found by the new name. The program's own."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from yunpei.casework import desks
from yunpei.casework.models import Assignment, Case, InboxRow, NameTail
from yunpei.common import audit
from yunpei.common.actor import Actor
from yunpei.people import queries as people

PROGRAM = Actor.system("casework")
PIECE = 200


def assignments_back(*, account_id: int, at: datetime) -> int:
    """Give the cases of an officer back to the pool of their office, where the officer belongs to it no more; how many."""
    given, after = 0, 0
    while keys := _after(Case.objects.filter(assignment__account_id=account_id).values_list("pk", flat=True), after):
        with transaction.atomic():
            cases = list(Case.objects.select_for_update().filter(pk__in=keys).order_by("pk"))
            gone = [case for case in cases if not _stays(account_id, case)]
            Assignment.objects.filter(case__in=gone, account_id=account_id).delete()
            desks.place(gone)
            entries = [("case_hand_back", case.number, {"from": account_id}) for case in gone]
            audit.record_all(by=PROGRAM, at=at, subject_type="case", entries=entries)
        given, after = given + len(gone), keys[-1]
    return given


def organisation_renamed(*, organisation_id: int, before: str) -> None:
    """Show an organisation's cases under its new name in the inbox. What was written to it keeps the old one."""
    after = 0
    while keys := _after(Case.objects.filter(organisation_id=organisation_id).values_list("pk", flat=True), after):
        with transaction.atomic():
            desks.place(list(Case.objects.select_for_update().filter(pk__in=keys).order_by("pk")))
        after = keys[-1]
    if not InboxRow.objects.filter(who=before).exists():
        NameTail.objects.filter(who=before).delete()  # nothing is found by it any more


def _after(keys: QuerySet[Case, int], after: int) -> list[int]:
    return list(keys.filter(pk__gt=after).order_by("pk")[:PIECE])


def _stays(account_id: int, case: Case) -> bool:
    offices = (case.review_office_id, case.pay_office_id)
    return any(office is not None and account_id in people.officers_of(office) for office in offices)
