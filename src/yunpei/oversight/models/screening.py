"""Registers that cases are held against, and what the rules found."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from yunpei.oversight.types import RegisterKind, Severity


class Register(models.Model):
    """A register as a bureau handed it in: as of a day, for its region. A later one of its kind and region takes its place."""

    kind = models.CharField(max_length=10, choices=[(one.value, one.value) for one in RegisterKind])
    region = models.CharField(max_length=6)
    as_of = models.DateField()
    rows = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)  # of the file; the file itself is not kept
    uploaded_at = models.DateTimeField()
    uploaded_by = models.ForeignKey("people.Account", on_delete=models.PROTECT, related_name="+")
    office = models.ForeignKey("people.Office", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(name="register_file_once", fields=["kind", "region", "as_of", "sha256"]),
        ]
        indexes: ClassVar = [models.Index(name="register_by_kind", fields=["kind", "region", "-as_of"])]

    def __str__(self) -> str:
        return f"{self.kind} {self.region} {self.as_of}"


class RegisterRow(models.Model):
    """One row: found by the blind index of its person or by its employer, and read with the site's keys alone."""

    register = models.ForeignKey(Register, on_delete=models.CASCADE, related_name="entries")
    person_blind = models.CharField(max_length=64)
    employer = models.CharField(max_length=64, blank=True, default="")  # of the register of the insured, blind too
    sealed = models.TextField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(name="register_person_is_blind", condition=Q(person_blind__regex=r"^[0-9a-f]{64}$")),
        ]
        indexes: ClassVar = [
            models.Index(name="register_row_by_person", fields=["register", "person_blind"]),
            models.Index(name="register_row_by_employer", fields=["register", "employer"]),
        ]

    def __str__(self) -> str:
        return f"{self.register_id}"


class Screening(models.Model):
    """That a case was screened: with which rules, registers and lines. A case where one of these changed is screened again."""

    case = models.CharField(max_length=32, unique=True)
    at = models.DateTimeField()
    rules_digest = models.CharField(max_length=64)
    registers = models.BigIntegerField()  # id of the newest register then
    lines_digest = models.CharField(max_length=64)
    left_out = models.JSONField(default=list)  # rules that lacked their data

    class Meta:
        indexes: ClassVar = [models.Index(name="screening_by_time", fields=["at"])]

    def __str__(self) -> str:
        return self.case


class Finding(models.Model):
    """What a rule found of a case: which sentence tells it, and its figures. Kept when it stands no more: it may have held money.

    digest: of rule, class, person and sentence; what was released once does not hold again while it is the same.
    """

    case = models.CharField(max_length=32)
    line = models.UUIDField(null=True)  # of casework; None: of the class as a whole
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")
    class_number = models.CharField(max_length=64, blank=True, default="")
    rule = models.CharField(max_length=40)
    severity = models.CharField(max_length=4, choices=[(one.value, one.value) for one in Severity])
    says = models.CharField(max_length=40, blank=True, default="")  # see screening/sentences.py
    figures = models.JSONField(default=list)
    evidence = models.TextField(blank=True, default="")  # the whole sentence, of findings older than `says`
    score = models.FloatField()
    digest = models.CharField(max_length=64)
    rules_digest = models.CharField(max_length=64)  # of the rules as they were
    found_at = models.DateTimeField()
    gone_at = models.DateTimeField(null=True)  # a later screening did not find it any more

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(name="finding_once", fields=["case", "digest"]),
            models.CheckConstraint(name="finding_says_something", condition=~Q(says="") | ~Q(evidence="")),
            models.CheckConstraint(
                name="finding_person_has_line",
                condition=Q(line__isnull=True, person__isnull=True) | Q(line__isnull=False, person__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case} {self.rule}"
