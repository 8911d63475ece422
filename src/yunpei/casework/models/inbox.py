"""What the officers' inbox is read from: one row for each place that sees a case, who has it in hand, and kept filters."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from yunpei.casework.models.cases import Case
from yunpei.casework.types import Clock, Desk


class InboxRow(models.Model):
    """A case as the offices of one place find it; written by `desks.place` alone, from the case and its steps.

    place: the digits of GB/T 2260 that a region and all below it share (32, 3202, 320211; none for the country). A case has a
    row for each place above its offices, so that every list is one stretch of one index, whoever reads it.
    due_key: due_on, or a day after all others where there is none, so that an index sorts by it.
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="inbox_rows")
    place = models.CharField(max_length=6, blank=True)
    kind = models.CharField(max_length=12)
    programme = models.CharField(max_length=100)
    state = models.CharField(max_length=14)
    desk = models.CharField(max_length=8, blank=True, choices=[(one.value, one.value) for one in Desk])
    who = models.CharField(max_length=200)  # the applicant's name
    assigned_to = models.ForeignKey("people.Account", on_delete=models.PROTECT, null=True, related_name="+")
    clock = models.CharField(max_length=8, choices=[(one.value, one.value) for one in Clock])
    due_on = models.DateField(null=True)
    due_key = models.DateField()
    stopped_at = models.DateField(null=True)  # given back on this day: the clock stands since then
    days_left = models.IntegerField(null=True)  # when it was stopped

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(name="inbox_row_once", fields=["place", "case"])]
        indexes: ClassVar = [
            models.Index(name="inbox_by_due", fields=["place", "due_key", "case"]),
            models.Index(name="inbox_by_desk", fields=["place", "desk", "due_key", "case"]),
            models.Index(name="inbox_by_state", fields=["place", "state", "due_key", "case"]),
            models.Index(name="inbox_by_kind", fields=["place", "kind", "due_key", "case"]),
            models.Index(name="inbox_by_clock", fields=["place", "clock", "due_key", "case"]),
            models.Index(name="inbox_by_officer", fields=["place", "assigned_to", "due_key", "case"]),
            models.Index(name="inbox_by_programme", fields=["place", "programme", "due_key", "case"]),
            models.Index(name="inbox_by_applicant", fields=["place", "who", "due_key", "case"]),
            # Whether few rows fit several conditions is asked of these.
            models.Index(
                name="inbox_by_all", fields=["place", "desk", "state", "kind", "clock", "programme", "due_key"]
            ),
            models.Index(
                name="inbox_by_hand",
                fields=["place", "assigned_to", "desk", "state", "kind", "programme", "clock", "due_key"],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.place} {self.case_id}"


class NameTail(models.Model):
    """An applicant's name from each of its signs on, so that any part of a name is found as the beginning of a tail."""

    tail = models.CharField(max_length=20, db_index=True)  # small letters
    who = models.CharField(max_length=200, db_index=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(name="name_tail_once", fields=["tail", "who"])]

    def __str__(self) -> str:
        return self.tail


class Assignment(models.Model):
    """Who has a case in hand at its office now; who had it before is in the audit rows."""

    case = models.OneToOneField(Case, on_delete=models.CASCADE, primary_key=True, related_name="assignment")
    account = models.ForeignKey("people.Account", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.case_id} {self.account_id}"


class SavedFilter(models.Model):
    """A filter of the inbox that an officer kept under a name; `query` is the page's own address after the question mark."""

    account = models.ForeignKey("people.Account", on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=40)
    query = models.CharField(max_length=1000, blank=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(name="saved_filter_once", fields=["account", "name"])]

    def __str__(self) -> str:
        return self.name
