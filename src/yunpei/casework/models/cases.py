"""A case: what it is about, where it stands, what happened to it, what was handed in with it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from yunpei.casework.states import OVER, STOPPED
from yunpei.casework.types import CaseKind, CaseState, SignedBy


class NumberSeries(models.Model):
    """The last number given in a series ("WX-2020"); its row is the lock that keeps two cases from sharing one."""

    stem = models.CharField(max_length=20, primary_key=True)
    last = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.stem}-{self.last:04d}"


class Case(models.Model):
    """One organisation's request under a programme, pinned to the pack's version and digest for life.

    filed_by, accepted_by, first_reviewer, second_reviewer, approved_by keep duties apart: see access.py.
    """

    number = models.CharField(max_length=32, unique=True)
    kind = models.CharField(max_length=12, choices=[(one.value, one.value) for one in CaseKind])
    programme = models.CharField(max_length=100)
    pack_version = models.DateField()
    pack_digest = models.CharField(max_length=64)
    fund = models.CharField(max_length=100)
    # Who applies: an organisation, or a person for themselves.
    organisation = models.ForeignKey("people.Organisation", on_delete=models.PROTECT, null=True, related_name="+")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")
    region = models.CharField(max_length=6)  # of the reviewing office once submitted, of the applicant before
    pay_region = models.CharField(max_length=6, blank=True, default="")
    review_office = models.ForeignKey("people.Office", on_delete=models.PROTECT, null=True, related_name="+")
    pay_office = models.ForeignKey("people.Office", on_delete=models.PROTECT, null=True, related_name="+")
    state = models.CharField(max_length=14, choices=[(one.value, one.value) for one in CaseState])
    held_from = models.CharField(max_length=14, blank=True, default="")
    # A claim's own: the filing that opened its class, and that class.
    filing = models.ForeignKey("casework.Case", on_delete=models.PROTECT, null=True, related_name="claims")
    training_class = models.ForeignKey("training.TrainingClass", on_delete=models.PROTECT, null=True, related_name="+")
    opened_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True)  # the first time: terms for claims run to this day
    filed_by = models.ForeignKey("people.Account", on_delete=models.PROTECT, null=True, related_name="+")
    accepted_by = models.ForeignKey("people.Account", on_delete=models.PROTECT, null=True, related_name="+")
    first_reviewer = models.ForeignKey("people.Account", on_delete=models.PROTECT, null=True, related_name="+")
    second_reviewer = models.ForeignKey("people.Account", on_delete=models.PROTECT, null=True, related_name="+")
    approved_by = models.ForeignKey("people.Account", on_delete=models.PROTECT, null=True, related_name="+")
    payee = models.JSONField(default=dict, blank=True)  # name, bank, account, kind: frozen with the submission

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="case_held_from_somewhere",
                condition=(Q(state__in=[one.value for one in STOPPED]) & ~Q(held_from=""))
                | (~Q(state__in=[one.value for one in STOPPED]) & Q(held_from="")),
            ),
            models.CheckConstraint(
                name="case_claim_has_class",
                condition=Q(kind=CaseKind.CLAIM.value, training_class__isnull=False, filing__isnull=False)
                | Q(kind=CaseKind.CLASS_FILING.value, filing__isnull=True)
                | Q(kind=CaseKind.APPLICATION.value, training_class__isnull=True, filing__isnull=True),
            ),
            # A person applies for themselves only; classes are organisations'.
            models.CheckConstraint(
                name="case_has_one_applicant",
                condition=Q(organisation__isnull=False, person__isnull=True)
                | Q(kind=CaseKind.APPLICATION.value, organisation__isnull=True, person__isnull=False),
            ),
            # The second reviewer is another person, whatever the code above thinks.
            models.CheckConstraint(
                name="case_two_reviewers",
                condition=Q(second_reviewer__isnull=True) | ~Q(second_reviewer=models.F("first_reviewer")),
            ),
            # A class is claimed once: another claim only after the one before was refused or withdrawn.
            models.UniqueConstraint(
                name="case_one_claim_per_class",
                fields=["training_class"],
                condition=Q(kind=CaseKind.CLAIM.value) & ~Q(state__in=[one.value for one in OVER]),
            ),
        ]
        indexes: ClassVar = [
            models.Index(name="case_by_region", fields=["region", "state"]),
            models.Index(name="case_by_organisation", fields=["organisation", "state"]),
            models.Index(name="case_by_person", fields=["person", "state"]),
        ]

    def __str__(self) -> str:
        return self.number


class CaseStep(models.Model):
    """One event of a case, as its time line shows it. Append-only, written with the change it tells of."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="steps")
    at = models.DateTimeField()
    event = models.CharField(max_length=32)
    source = models.CharField(max_length=14)
    target = models.CharField(max_length=14)
    by = models.ForeignKey("people.Account", on_delete=models.PROTECT, null=True, related_name="+")
    office = models.ForeignKey("people.Office", on_delete=models.PROTECT, null=True, related_name="+")
    reason = models.TextField(blank=True, default="")
    items = models.JSONField(default=list, blank=True)  # [[field, words], …] to be corrected

    def __str__(self) -> str:
        return f"{self.case_id} {self.event}"


class CaseDocument(models.Model):
    """A file handed in as one of the documents that the circular lists; `requirement` is that document's id in the pack."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="documents")
    requirement = models.CharField(max_length=40)
    file = models.UUIDField()  # public id of the stored file
    name = models.CharField(max_length=200)
    added_at = models.DateTimeField()
    added_by = models.ForeignKey("people.Account", on_delete=models.PROTECT, null=True, related_name="+")
    removed_at = models.DateTimeField(null=True)  # a file that was reviewed once is not lost by removing it

    class Meta:
        indexes: ClassVar = [models.Index(name="case_document_by_case", fields=["case", "requirement"])]

    def __str__(self) -> str:
        return self.name


class Undertaking(models.Model):
    """The signature under a case's undertaking (承诺书). It holds for the content it was given for, and for no other.

    digest: SHA-256 of what was signed; once the plan is changed it fits no more, and must be signed again.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="undertakings")
    way = models.CharField(max_length=8, choices=[(one.value, one.value) for one in SignedBy])
    digest = models.CharField(max_length=64)
    signed_name = models.CharField(max_length=100)
    signed_at = models.DateTimeField()
    by = models.ForeignKey("people.Account", on_delete=models.PROTECT, related_name="+")
    file = models.UUIDField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="undertaking_scan_has_file",
                condition=Q(way=SignedBy.SCAN.value, file__isnull=False)
                | Q(way=SignedBy.ACCOUNT.value, file__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.way}"
