"""Reviews as each may see them: one's own tasks, how far the others are, and the ranking once all are in."""

from __future__ import annotations

from collections import defaultdict

from yunpei.catalogue.selection import ranking
from yunpei.catalogue.selection.access import call_of, need_office, platform_of, reviewer_of
from yunpei.catalogue.selection.cards import REVIEWED, call_card, detail, platform_card
from yunpei.catalogue.selection.models import CallReviewer, Platform, PlatformReview
from yunpei.catalogue.selection.queries import reviewed
from yunpei.catalogue.selection.types import (
    CallCard,
    Placed,
    PlatformDetail,
    PlatformState,
    ReviewerCard,
    ReviewFacts,
    Task,
)
from yunpei.common.actor import Actor
from yunpei.common.errors import NotFound


def tasks(*, by: Actor) -> list[Task]:
    """Platforms that wait for one's marks. 3 queries."""
    if by.account_id is None or by.office_id is not None:
        return []
    seats = dict(CallReviewer.objects.filter(account_id=by.account_id, released_at=None).values_list("call_id", "id"))
    done = PlatformReview.objects.filter(reviewer_id__in=seats.values()).values("platform_id")
    rows = Platform.objects.filter(call_id__in=seats, state=PlatformState.IN_REVIEW).exclude(pk__in=done)
    found = rows.select_related("call", "batch").prefetch_related("call__criteria").order_by("id")
    return [Task(platform_card(row), call_card(row.call)) for row in found]


def task(public_id: str, *, by: Actor) -> tuple[PlatformDetail, CallCard]:
    """One platform to be marked, with its call. Raises NotFound for who is not to mark it, or has. 4 queries."""
    row = platform_of(public_id)
    seat = reviewer_of(by, row.call_id)
    over = PlatformReview.objects.filter(platform=row, reviewer=seat).exists()
    if over or row.state != PlatformState.IN_REVIEW:
        raise NotFound
    return detail(row), call_card(row.call)


def reviewers(public_id: str, *, by: Actor) -> list[ReviewerCard]:
    """Who reviews a call and how far they are, without what they said. Raises NotFound, Forbidden. 4 queries."""
    row = call_of(public_id)
    need_office(by, row.region)
    every = Platform.objects.filter(call=row, state__in=REVIEWED).count()
    said: dict[int, list[bool]] = defaultdict(list)
    rows = PlatformReview.objects.filter(reviewer__call=row).values_list("reviewer_id", "conflict")
    for seat, conflict in rows:
        said[seat].append(bool(conflict))
    return [
        ReviewerCard(
            one.pk,
            one.account_id,
            len(said[one.pk]) - sum(said[one.pk]),
            sum(said[one.pk]),
            0 if one.released_at else every - len(said[one.pk]),
            one.release_reason,
        )
        for one in CallReviewer.objects.filter(call=row).order_by("id")
    ]


def ranked(public_id: str, *, by: Actor) -> list[Placed]:
    """The ranking of a call with how it comes about, the best first; empty until every review is in.

    Raises NotFound, Forbidden. 9 queries.
    """
    row = call_of(public_id)
    need_office(by, row.region)
    if not reviewed(row):
        return []
    criteria = call_card(row).criteria
    marks: dict[int, list[dict[int, int]]] = defaultdict(list)
    reviews = PlatformReview.objects.filter(platform__call=row, reviewer__released_at=None, conflict="")
    for one in reviews.prefetch_related("marks").order_by("id"):
        marks[one.platform_id].append({mark.criterion_id: mark.points for mark in one.marks.all()})
    held = Platform.objects.filter(call=row, state__in=REVIEWED).select_related("call", "batch")
    means = {one: ranking.means(criteria, marks[one.pk]) for one in held.order_by("id")}
    points = [ranking.points(criteria, mean) for mean in means.values()]
    rows = zip(ranking.places(points), points, means.items(), strict=True)
    found = [Placed(place, platform_card(one), sum_, mean, len(marks[one.pk])) for place, sum_, (one, mean) in rows]
    return sorted(found, key=lambda one: one.place)


def reviews_of(public_id: str, *, by: Actor) -> list[ReviewFacts]:
    """What the reviewers said of a platform, for the office; nothing until every review of its call is in.

    Raises NotFound, Forbidden. 6 queries.
    """
    row = platform_of(public_id)
    need_office(by, row.call.region)
    if not reviewed(row.call):
        return []
    rows = PlatformReview.objects.filter(platform=row, reviewer__released_at=None).select_related("reviewer")
    return [
        ReviewFacts(
            one.reviewer_id,
            one.reviewer.account_id,
            one.conflict,
            one.opinion,
            one.handed_in_at,
            {mark.criterion_id: mark.points for mark in one.marks.all()},
        )
        for one in rows.prefetch_related("marks").order_by("reviewer_id")
    ]
