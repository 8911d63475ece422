"""Calls for online platforms, what was handed in, who reviewed it, the batches, objections and monthly reports."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from yunpei.catalogue.selection.types import CallState, ObjectionState, PlatformState, SealedBy
from yunpei.common.identifiers_db import new_id

TERMED = (PlatformState.LISTED, PlatformState.LEFT, PlatformState.STRUCK, PlatformState.APPEALED, PlatformState.REMOVED)
OFF = (PlatformState.LEFT, PlatformState.STRUCK, PlatformState.APPEALED, PlatformState.REMOVED)


def _values(states: tuple[PlatformState, ...]) -> list[str]:
    return [one.value for one in states]


class PlatformCall(models.Model):
    """A call for platforms (征集) of a region, as it was published; nothing in it changes but its state."""

    public_id = models.UUIDField(default=new_id, unique=True, editable=False)
    region = models.CharField(max_length=6)
    title = models.CharField(max_length=200)
    asks = models.TextField()
    contact = models.CharField(max_length=200)
    closes_on = models.DateField()
    state = models.CharField(max_length=10, choices=[(one.value, one.value) for one in CallState])
    reason = models.TextField(blank=True, default="")
    published_at = models.DateTimeField()
    published_by = models.ForeignKey("people.Account", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(name="call_asks", condition=~Q(title="") & ~Q(asks=""))]


class CallCriterion(models.Model):
    """One criterion of a call with its weight of 100."""

    call = models.ForeignKey("catalogue.PlatformCall", on_delete=models.PROTECT, related_name="criteria")
    position = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=100)
    weight = models.PositiveSmallIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(name="criterion_once", fields=["call", "name"]),
            models.CheckConstraint(name="criterion_weighs", condition=Q(weight__gte=1, weight__lte=100)),
        ]


class PlatformBatch(models.Model):
    """A batch (第一批, 第二批) of the list, numbered per region, with the last day of its public notice."""

    region = models.CharField(max_length=6)
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    published_on = models.DateField()
    until = models.DateField()
    published_by = models.ForeignKey("people.Account", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(name="platform_batch_once", fields=["region", "number"]),
            models.CheckConstraint(name="platform_batch_has_term", condition=Q(until__gt=F("published_on"))),
        ]


class Platform(models.Model):
    """A platform that an organisation handed in under a call. left: the first day on which it is listed no more.

    digest: of the content that was sealed; a later change makes it fit no more.
    """

    public_id = models.UUIDField(default=new_id, unique=True, editable=False)
    call = models.ForeignKey("catalogue.PlatformCall", on_delete=models.PROTECT, related_name="platforms")
    organisation = models.ForeignKey("people.Organisation", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=[(one.value, one.value) for one in PlatformState])
    name = models.CharField(max_length=100, blank=True)
    address = models.CharField(max_length=200, blank=True)
    about = models.TextField(blank=True)
    facts = models.TextField(blank=True)
    contact = models.CharField(max_length=200, blank=True)
    users = models.PositiveBigIntegerField(default=0)
    kinds = models.JSONField(default=dict)  # course kind → number of courses
    occupations = models.JSONField(default=list)  # [[code, name, courses], …]
    sealed = models.CharField(max_length=7, blank=True, choices=[(one.value, one.value) for one in SealedBy])
    sealed_at = models.DateTimeField(null=True)
    sealed_name = models.CharField(max_length=100, blank=True)
    sealed_by = models.ForeignKey("people.Account", on_delete=models.PROTECT, null=True, related_name="+")
    digest = models.CharField(max_length=64, blank=True)
    file = models.UUIDField(null=True)  # public id of the sealed PDF
    submitted_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey("people.Account", on_delete=models.PROTECT, null=True, related_name="+")
    reason = models.TextField(blank=True)  # of the last decision
    said = models.TextField(blank=True)  # the organisation's appeal
    appeal_by = models.DateField(null=True)
    batch = models.ForeignKey("catalogue.PlatformBatch", on_delete=models.PROTECT, null=True, related_name="platforms")
    listed_on = models.DateField(null=True)
    left = models.DateField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                name="platform_once_a_call",
                fields=["call", "organisation", "name"],
                condition=~Q(state__in=["draft", "lapsed"]),
            ),
            models.CheckConstraint(
                name="platform_scan_has_file",
                condition=Q(sealed="scan", file__isnull=False) | (~Q(sealed="scan") & Q(file__isnull=True)),
            ),
            models.CheckConstraint(
                name="platform_listed_since",
                condition=Q(state__in=_values(TERMED), listed_on__isnull=False, batch__isnull=False)
                | (~Q(state__in=_values(TERMED)) & Q(listed_on__isnull=True)),
            ),
            models.CheckConstraint(
                name="platform_left_when_off",
                condition=Q(state__in=_values(OFF), left__isnull=False)
                | (~Q(state__in=_values(OFF)) & Q(left__isnull=True)),
            ),
            models.CheckConstraint(name="platform_dates", condition=Q(left__isnull=True) | Q(left__gte=F("listed_on"))),
        ]
        indexes: ClassVar = [models.Index(name="platform_by_day", fields=["listed_on", "left"])]


class CallReviewer(models.Model):
    """Who reviews the platforms of a call; released with a reason where they cannot go on."""

    call = models.ForeignKey("catalogue.PlatformCall", on_delete=models.PROTECT, related_name="reviewers")
    account = models.ForeignKey("people.Account", on_delete=models.PROTECT, related_name="+")
    named_at = models.DateTimeField()
    released_at = models.DateTimeField(null=True)
    release_reason = models.TextField(blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(name="reviewer_once_a_call", fields=["call", "account"]),
            models.CheckConstraint(
                name="reviewer_released_with_reason",
                condition=Q(released_at__isnull=True, release_reason="")
                | (Q(released_at__isnull=False) & ~Q(release_reason="")),
            ),
        ]


class PlatformReview(models.Model):
    """One reviewer's opinion of one platform, or why they are left out of it. Nothing here changes once handed in."""

    platform = models.ForeignKey("catalogue.Platform", on_delete=models.PROTECT, related_name="reviews")
    reviewer = models.ForeignKey("catalogue.CallReviewer", on_delete=models.PROTECT, related_name="reviews")
    conflict = models.CharField(max_length=500, blank=True)
    opinion = models.TextField(blank=True)
    handed_in_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(name="review_once", fields=["platform", "reviewer"]),
            models.CheckConstraint(
                name="review_or_conflict",
                condition=(Q(conflict="") & ~Q(opinion="")) | (~Q(conflict="") & Q(opinion="")),
            ),
        ]


class PlatformMark(models.Model):
    """The marks for one criterion, 0–100."""

    review = models.ForeignKey("catalogue.PlatformReview", on_delete=models.PROTECT, related_name="marks")
    criterion = models.ForeignKey("catalogue.CallCriterion", on_delete=models.PROTECT, related_name="+")
    points = models.PositiveSmallIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(name="mark_once", fields=["review", "criterion"]),
            models.CheckConstraint(name="mark_of_hundred", condition=Q(points__lte=100)),
        ]


class PlatformObjection(models.Model):
    """An objection to a platform in public notice. Found again by its receipt code, of which a digest is kept."""

    platform = models.ForeignKey("catalogue.Platform", on_delete=models.PROTECT, related_name="objections")
    code_digest = models.CharField(max_length=64, unique=True)
    text = models.TextField()
    state = models.CharField(max_length=10, choices=[(one.value, one.value) for one in ObjectionState])
    made_at = models.DateTimeField()
    answer = models.TextField(blank=True)
    answered_by = models.ForeignKey("people.Account", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="platform_objection_answered",
                condition=Q(state="open", answer="") | (~Q(state="open") & ~Q(answer="")),
            ),
        ]


class PlatformReport(models.Model):
    """What a platform reported of a month. A correction is another row; the one before keeps when it was replaced."""

    platform = models.ForeignKey("catalogue.Platform", on_delete=models.PROTECT, related_name="reports")
    month = models.DateField()
    registrations = models.PositiveBigIntegerField()
    courses = models.PositiveIntegerField()
    occupations = models.JSONField(default=list)  # codes
    reported_at = models.DateTimeField()
    reported_by = models.ForeignKey("people.Account", on_delete=models.PROTECT, related_name="+")
    replaced_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                name="platform_report_once", fields=["platform", "month"], condition=Q(replaced_at__isnull=True)
            ),
            models.CheckConstraint(name="platform_report_of_a_month", condition=Q(month__day=1)),
        ]
