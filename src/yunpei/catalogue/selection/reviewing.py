"""Reviewers say where they are in conflict, mark every criterion and write why; none sees another's before all are in."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import IntegrityError, transaction

from yunpei.catalogue.selection.access import belongs, platform_of, reviewer_of
from yunpei.catalogue.selection.calls import OWN
from yunpei.catalogue.selection.models import CallReviewer, Platform, PlatformMark, PlatformReview
from yunpei.catalogue.selection.types import PlatformState
from yunpei.common import audit
from yunpei.common.actor import Actor
from yunpei.common.errors import Conflict, Invalid, NotFound, Problem
from yunpei.common.language import Text

LONGEST = 2000


@transaction.atomic
def conflict_declare(*, platform: str, reason: str, by: Actor, at: datetime) -> None:
    """Say that one has an interest in a platform: one is left out of it for good. Raises NotFound, Conflict, Invalid."""
    row, seat = _mine(platform, by)
    if not 1 <= len(reason.strip()) <= 500:
        told = Text("请说明回避原因，不超过500字", "say why, in up to 500 characters")
        raise Invalid([Problem("conflict", told)])
    _kept(PlatformReview(platform=row, reviewer=seat, conflict=reason.strip(), handed_in_at=at))
    _record(row, "platform_conflict", by, at, {"conflict": reason.strip()})


@transaction.atomic
def review_hand_in(*, platform: str, marks: Mapping[int, int], opinion: str, by: Actor, at: datetime) -> None:
    """Hand in one's marks (criterion → 0–100) and the opinion; once. Who belongs to the organisation is left out.

    Raises NotFound, Conflict, Invalid with all that is wrong.
    """
    row, seat = _mine(platform, by)
    assert by.account_id is not None
    if belongs(by.account_id, row.organisation_id):
        _kept(PlatformReview(platform=row, reviewer=seat, conflict=OWN, handed_in_at=at))
        _record(row, "platform_conflict", by, at, {"conflict": OWN})
        return
    criteria = list(row.call.criteria.order_by("position"))
    problems = [
        Problem(f"mark_{one.pk}", Text(f"“{one.name}”请打0至100的整数分", f"{one.name}: a whole number from 0 to 100"))
        for one in criteria
        if not 0 <= marks.get(one.pk, -1) <= 100
    ]
    if not 1 <= len(opinion.strip()) <= LONGEST:
        told = Text(f"请填写意见，不超过{LONGEST}字", f"write the opinion, up to {LONGEST} characters")
        problems.append(Problem("opinion", told))
    if problems:
        raise Invalid(problems)
    made = _kept(PlatformReview(platform=row, reviewer=seat, opinion=opinion.strip(), handed_in_at=at))
    PlatformMark.objects.bulk_create(PlatformMark(review=made, criterion=one, points=marks[one.pk]) for one in criteria)
    _record(row, "platform_mark", by, at, {"marks": {one.name: marks[one.pk] for one in criteria}})


def _mine(platform: str, by: Actor) -> tuple[Platform, CallReviewer]:
    row = platform_of(platform, lock=True)
    seat = reviewer_of(by, row.call_id)
    if row.state != PlatformState.IN_REVIEW:
        raise NotFound
    return row, seat


def _kept(made: PlatformReview) -> PlatformReview:
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError:
        raise Conflict(Text("您对这个平台已经办理过", "you have done so for this platform already")) from None
    return made


def _record(row: Platform, verb: str, by: Actor, at: datetime, detail: dict[str, object]) -> None:
    audit.record(by=by, at=at, verb=verb, subject_type="platform", subject_id=row.public_id, detail=detail)
