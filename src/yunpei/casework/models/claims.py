"""Lines of claims and applications with their frozen facts and decision, and the guard that is locked while anyone's lines are decided."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from yunpei.casework.types import LineState
from yunpei.common.identifiers_db import new_id

LIVE = [LineState.COUNTED.value, LineState.HELD.value]


class CaseLine(models.Model):
    """One person in the class of a claim, or one for whom an application asks.

    given: of an application, fact → [value, source], as the applicant or the office stated it before anything is frozen.
    facts and decision are frozen when the claim is submitted, by the pack's version and digest that the case is pinned to; no ID
    number is in them. reserved_fen: what counts against the person's caps for other claims, 0 once refused or removed.
    """

    public_id = models.UUIDField(default=new_id, unique=True, editable=False)
    case = models.ForeignKey("casework.Case", on_delete=models.PROTECT, related_name="lines")
    place = models.PositiveIntegerField()  # order on the roster or row of the table; the `row` of the fold
    roster_line = models.ForeignKey("training.RosterLine", on_delete=models.PROTECT, null=True, related_name="+")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")
    name = models.CharField(max_length=100)
    id_masked = models.CharField(max_length=18)
    state = models.CharField(max_length=10, choices=[(one.value, one.value) for one in LineState])
    why = models.TextField(blank=True, default="")  # of its state, where it is not simply counted
    given = models.JSONField(default=dict, blank=True)
    facts = models.JSONField(default=dict, blank=True)
    sources = models.JSONField(default=dict, blank=True)
    decision = models.JSONField(default=dict, blank=True)
    outcome = models.CharField(max_length=12, blank=True, default="")
    amount_fen = models.BigIntegerField(default=0)
    if_allowed_fen = models.BigIntegerField(default=0)
    reserved_fen = models.BigIntegerField(default=0)
    allowed_by = models.ForeignKey("people.Account", on_delete=models.PROTECT, null=True, related_name="+")
    allowed_reason = models.TextField(blank=True, default="")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(name="case_line_once", fields=["case", "roster_line"]),
            models.UniqueConstraint(
                name="case_line_person_once",
                fields=["roster_line"],
                condition=Q(state__in=LIVE, decided_at__isnull=False),
            ),
            models.CheckConstraint(
                name="case_line_money_not_negative",
                condition=Q(amount_fen__gte=0, if_allowed_fen__gte=0, reserved_fen__gte=0),
            ),
            models.CheckConstraint(
                name="case_line_reserves_while_live", condition=Q(state__in=LIVE) | Q(reserved_fen=0)
            ),
            models.CheckConstraint(
                name="case_line_allowed_with_reason",
                condition=Q(allowed_by__isnull=True, allowed_reason="")
                | (Q(allowed_by__isnull=False) & ~Q(allowed_reason="")),
            ),
        ]
        indexes: ClassVar = [models.Index(name="case_line_by_person", fields=["person", "state"])]

    def __str__(self) -> str:
        return str(self.public_id)


class EntitlementGuard(models.Model):
    """One row per person and programme, locked in a fixed order while their lines are decided.

    Two districts that decide the same person at once would both pay the last 100 yuan under a cap. A group of programmes
    that count together is one row for each of its members, so two groups that share a programme meet. There is no period in
    the key: "the same project never twice" looks beyond the year that a cap is for.
    """

    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    programme = models.CharField(max_length=100)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(name="guard_once", fields=["person", "programme"])]

    def __str__(self) -> str:
        return f"{self.person_id} {self.programme}"
