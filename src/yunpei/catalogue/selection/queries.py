"""Calls, platforms and batches as each may see them; the list of any day, which is the one source of who is listed."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from datetime import date
from urllib.parse import urlsplit

from django.db.models import Q, QuerySet

from yunpei.catalogue.selection import cards
from yunpei.catalogue.selection.access import call_of, need_office, need_own, platform_of, reviewer_of
from yunpei.catalogue.selection.cards import batch_card, call_card, platform_card
from yunpei.catalogue.selection.models import (
    CallReviewer,
    Platform,
    PlatformBatch,
    PlatformCall,
    PlatformObjection,
    PlatformReview,
)
from yunpei.catalogue.selection.types import (
    BatchCard,
    CallCard,
    CallState,
    ListedWhile,
    ObjectionCard,
    ObjectionState,
    PlatformCard,
    PlatformDetail,
    PlatformState,
)
from yunpei.common.actor import Actor
from yunpei.common.errors import NotFound
from yunpei.common.regions import trunk
from yunpei.policy.cells import norm_project

PUBLIC = (*cards.ONCE_LISTED, PlatformState.NOTICED)
REVIEWERS_NEEDED = 2


def calls(*, region: str = "") -> list[CallCard]:
    """Every call, of a region and all below it, the latest first. 2 queries."""
    rows = PlatformCall.objects.filter(region__startswith=trunk(region) if region else "")
    return [call_card(row) for row in rows.prefetch_related("criteria").order_by("-id")]


def call(public_id: str) -> CallCard:
    """A call, which everyone may read. Raises NotFound. 2 queries."""
    return call_card(call_of(public_id))


def open_calls(*, on: date) -> list[CallCard]:
    """Calls that one may hand in under on a day, those that close first on top. 2 queries."""
    rows = PlatformCall.objects.filter(state=CallState.OPEN, closes_on__gte=on)
    return [call_card(row) for row in rows.prefetch_related("criteria").order_by("closes_on", "id")]


def listed(*, on: date, region: str = "") -> list[PlatformCard]:
    """The platforms listed on a day, of a region and all below it, by batch and name. 1 query."""
    return [platform_card(row) for row in _listed(on, region).order_by("call__region", "batch__number", "name")]


def listed_channels(channels: Sequence[tuple[str, str]], *, on: date) -> Mapping[int, PlatformCard]:
    """Which of these channels (name, link) are listed platforms on a day, by name or by the site of the link.

    By their place among the channels; those that are not are left out. 1 query.
    """
    rows = list(_listed(on, "")) if channels else []
    found = {}
    for place, (name, link) in enumerate(channels):
        if (first := next((row for row in rows if _is(row, name, link)), None)) is not None:
            found[place] = platform_card(first)
    return found


def listed_while(channels: Sequence[tuple[str, str, date, date]]) -> Mapping[int, ListedWhile]:
    """As listed_channels, each between two days of its own (name, link, first, last), both included.

    Those that were listed on none of their days are left out. 1 query.
    """
    if not channels:
        return {}
    since, until = min(first for *_, first, _ in channels), max(last for *_, last in channels)
    rows = list(_platforms().filter(Q(left=None) | Q(left__gt=since), listed_on__lte=until).order_by("listed_on", "id"))
    found = {}
    for place, (name, link, first, last) in enumerate(channels):
        same = [row for row in rows if _is(row, name, link) and _on_some(row, first, last)]
        if same:
            found[place] = ListedWhile(platform_card(same[-1]), _on_all(same, first, last))
    return found


def batches(*, region: str = "") -> list[BatchCard]:
    """Published batches with the platforms of each, the latest first. 2 queries."""
    rows = PlatformBatch.objects.filter(region__startswith=trunk(region) if region else "")
    rows = rows.prefetch_related("platforms__call", "platforms__batch")
    return [batch_card(row) for row in rows.order_by("-published_on", "-id")]


def public_platform(public_id: str) -> PlatformDetail:
    """A platform in notice or once listed, for anyone. Raises NotFound. 1 query."""
    row = platform_of(public_id)
    if row.state not in PUBLIC:
        raise NotFound
    return cards.detail(row)


def code_digest(code: str) -> str:
    """The digest under which an objection is kept and found, however its receipt code is typed."""
    return hashlib.sha256(code.replace("-", "").replace(" ", "").upper().encode()).hexdigest()


def objection_by_code(code: str) -> ObjectionCard:
    """How an objection stands, for whoever has its receipt code. Raises NotFound. 1 query."""
    rows = PlatformObjection.objects.select_related("platform__call", "platform__batch")
    found = rows.filter(code_digest=code_digest(code)).first()
    if found is None:
        raise NotFound
    return cards.objection_card(found)


def own_platforms(*, by: Actor) -> list[PlatformCard]:
    """What the organisation handed in, the latest first. 1 query."""
    rows = _platforms().filter(organisation_id=by.organisation_id or 0)
    return [platform_card(row) for row in rows.order_by("-id")]


def own_platform(public_id: str, *, by: Actor) -> PlatformDetail:
    """One of the organisation's own platforms, and what may be done with it. Raises NotFound, Forbidden. 1 query."""
    row = platform_of(public_id)
    need_own(by, row.organisation_id)
    return cards.detail(row, by)


def call_platforms(public_id: str, *, by: Actor) -> list[PlatformCard]:
    """What was handed in under a call, for the offices of its region; drafts are nobody's but their owner's.

    Raises NotFound, Forbidden. 2 queries.
    """
    row = call_of(public_id)
    need_office(by, row.region)
    rows = _platforms().filter(call=row).exclude(state=PlatformState.DRAFT)
    return [platform_card(one) for one in rows.order_by("id")]


def office_platform(public_id: str, *, by: Actor) -> PlatformDetail:
    """A platform for the offices of its call's region. Raises NotFound, Forbidden. 1 query."""
    row = platform_of(public_id)
    need_office(by, row.call.region)
    if row.state == PlatformState.DRAFT:
        raise NotFound
    return cards.detail(row, by)


def accepted(*, by: Actor) -> list[PlatformCard]:
    """Platforms of the region that wait for a batch. 1 query."""
    rows = _platforms().filter(state=PlatformState.ACCEPTED, call__region=by.region or "")
    return [platform_card(row) for row in rows.order_by("name")]


def objections(*, by: Actor) -> list[ObjectionCard]:
    """Objections that wait for an answer, of the actor's region. 1 query."""
    rows = PlatformObjection.objects.filter(
        state=ObjectionState.OPEN, platform__call__region__startswith=trunk(by.region or "")
    )
    found = rows.select_related("platform__call", "platform__batch").order_by("id")
    return [cards.objection_card(row) for row in found] if by.region else []


def reviewed(row: PlatformCall) -> bool:
    """Whether every review of a call is in: each platform by everyone who counts, and by enough of them. 3 queries."""
    seats = set(CallReviewer.objects.filter(call=row, released_at=None).values_list("id", flat=True))
    under = Platform.objects.filter(call=row, submitted_at__isnull=False, state__in=cards.REVIEWED)
    ids = list(under.values_list("id", flat=True))
    done: dict[int, list[bool]] = {one: [] for one in ids}
    reviews = PlatformReview.objects.filter(platform_id__in=ids, reviewer_id__in=seats)
    for platform, conflict in reviews.values_list("platform_id", "conflict"):
        done[platform].append(not conflict)
    return bool(ids) and all(len(one) == len(seats) and sum(one) >= REVIEWERS_NEEDED for one in done.values())


def sealed_file(public_id: str, *, by: Actor) -> str:
    """The public id of the sealed PDF, for its organisation, the offices of the call's region and its reviewers.

    Raises NotFound, Forbidden. 2 queries.
    """
    row = platform_of(public_id)
    if by.organisation_id is not None:
        need_own(by, row.organisation_id)
    elif by.office_id is not None:
        need_office(by, row.call.region)
    else:
        seat = reviewer_of(by, row.call_id)
        if PlatformReview.objects.filter(platform=row, reviewer=seat).exclude(conflict="").exists():
            raise NotFound
    if row.file is None:
        raise NotFound
    return str(row.file)


def _platforms() -> QuerySet[Platform]:
    return Platform.objects.select_related("call", "batch")


def _listed(on: date, region: str) -> QuerySet[Platform]:
    rows = _platforms().filter(Q(left=None) | Q(left__gt=on), listed_on__lte=on)
    return rows.filter(call__region__startswith=trunk(region)) if region else rows


def _is(row: Platform, name: str, link: str) -> bool:
    return norm_project(row.name) == norm_project(name) or _same_site(row.address, link)


def _on_some(row: Platform, first: date, last: date) -> bool:
    assert row.listed_on is not None
    return row.listed_on <= last and (row.left is None or row.left > first) and row.left != row.listed_on


def _on_all(rows: Sequence[Platform], first: date, last: date) -> bool:
    """Whether there is no gap. rows: by the day they were listed."""
    day = first  # the first that is not known to be listed
    for row in rows:
        assert row.listed_on is not None
        if row.listed_on <= day:
            day = max(day, row.left or date.max)
    return day > last


def _same_site(address: str, link: str) -> bool:
    one, other = _host(address), _host(link)
    return bool(one) and (other == one or other.endswith(f".{one}"))


def _host(link: str) -> str:
    return (urlsplit(link.strip()).hostname or "").removeprefix("www.")
