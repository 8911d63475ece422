"""Rows of the selection as other rooms see them."""

from __future__ import annotations

from yunpei.catalogue.selection.handing_in import content_digest
from yunpei.catalogue.selection.models import TERMED, Platform, PlatformBatch, PlatformCall, PlatformObjection
from yunpei.catalogue.selection.types import (
    BatchCard,
    CallCard,
    CallState,
    Criterion,
    ObjectionCard,
    ObjectionState,
    Occupation,
    PlatformCard,
    PlatformDetail,
    PlatformGiven,
    PlatformState,
    SealedBy,
)
from yunpei.catalogue.states import PLATFORM
from yunpei.common.actor import Actor

ONCE_LISTED = TERMED
REVIEWED = (*TERMED, PlatformState.IN_REVIEW, PlatformState.ACCEPTED, PlatformState.NOTICED, PlatformState.REFUSED)


def call_card(row: PlatformCall) -> CallCard:
    """A call with its criteria in their order."""
    criteria = sorted(row.criteria.all(), key=lambda one: one.position)
    return CallCard(
        str(row.public_id),
        row.region,
        row.title,
        row.asks,
        row.contact,
        row.closes_on,
        CallState(row.state),
        row.published_at,
        tuple(Criterion(one.pk, one.name, one.weight) for one in criteria),
        row.reason,
    )


def platform_card(row: Platform) -> PlatformCard:
    """A platform in a list; its call and batch are read with it."""
    return PlatformCard(
        str(row.public_id),
        str(row.call.public_id),
        row.organisation_id,
        row.call.region,
        row.name,
        row.address,
        PlatformState(row.state),
        len(row.occupations),
        sum(row.kinds.values()),
        row.users,
        row.batch.number if row.batch else 0,
        row.listed_on,
        row.left,
    )


def detail(row: Platform, by: Actor | None = None) -> PlatformDetail:
    """All of a platform; with `by` what its table lets them do."""
    given = PlatformGiven(
        row.name,
        row.address,
        row.about,
        row.facts,
        row.contact,
        row.users,
        dict(row.kinds),
        tuple(Occupation(*one) for one in row.occupations),
    )
    holds = row.sealed if row.state != PlatformState.DRAFT or row.digest == content_digest(row) else ""
    events = tuple(one.event for one in PLATFORM.open_to(row.state, by.roles)) if by else ()
    return PlatformDetail(
        platform_card(row),
        given,
        SealedBy(holds) if holds else None,
        row.sealed_at if holds else None,
        row.sealed_name if holds else "",
        str(row.file or "") if holds else "",
        row.submitted_at,
        row.reason,
        row.said,
        row.appeal_by,
        events,
    )


def batch_card(row: PlatformBatch) -> BatchCard:
    """A batch with its platforms by name."""
    held = sorted(row.platforms.all(), key=lambda one: one.name)
    cards = tuple(platform_card(one) for one in held)
    return BatchCard(row.pk, row.region, row.number, row.title, row.published_on, row.until, cards)


def objection_card(row: PlatformObjection) -> ObjectionCard:
    """An objection with what it is about."""
    about = platform_card(row.platform)
    return ObjectionCard(row.pk, about, row.text, ObjectionState(row.state), row.made_at, row.answer)
