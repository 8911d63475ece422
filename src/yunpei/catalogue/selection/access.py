"""Who may: the offices of a call's region, the organisation that handed a platform in, those named to review it."""

from __future__ import annotations

from typing import TypeVar
from uuid import UUID

from django.db.models import QuerySet

from yunpei.catalogue.access import ADMINS
from yunpei.catalogue.selection.models import CallReviewer, Platform, PlatformCall
from yunpei.catalogue.states import REVIEWER
from yunpei.common.actor import Actor
from yunpei.common.errors import Forbidden, NotFound
from yunpei.people import access as people_access
from yunpei.people import queries as people

Row = TypeVar("Row", Platform, PlatformCall)


def need_office(by: Actor, region: str) -> int:
    """Go on as a reviewing officer whose region covers this one; the account. Raises NotFound, Forbidden."""
    if not people_access.region_covers(by.region, region):
        raise NotFound
    if not by.has(*REVIEWER) or by.account_id is None:
        raise Forbidden
    return by.account_id


def need_own(by: Actor, organisation_id: int) -> int:
    """Go on as an administrator of the organisation; the account. Raises NotFound, Forbidden."""
    if by.organisation_id != organisation_id:
        raise NotFound
    if not by.has(*ADMINS) or by.account_id is None:
        raise Forbidden
    return by.account_id


def call_of(public_id: str, *, lock: bool = False) -> PlatformCall:
    """A call by the id in an address. Raises NotFound."""
    return _one(PlatformCall.objects.select_for_update() if lock else PlatformCall.objects.all(), public_id)


def platform_of(public_id: str, *, lock: bool = False) -> Platform:
    """A platform by the id in an address, with its call and batch. Raises NotFound."""
    rows = Platform.objects.select_related("call", "batch")
    return _one(rows.select_for_update(of=("self",)) if lock else rows, public_id)


def reviewer_of(by: Actor, call_id: int) -> CallReviewer:
    """The actor's own seat among the reviewers of a call. Raises NotFound."""
    if by.account_id is None or by.office_id is not None:
        raise NotFound
    found = CallReviewer.objects.filter(call_id=call_id, account_id=by.account_id, released_at=None).first()
    if found is None:
        raise NotFound
    return found


def belongs(account_id: int, organisation_id: int) -> bool:
    """Whether the person behind an account acts, or ever acted, for an organisation, with whatever account."""
    members = people.members_of(organisation_id=organisation_id, by=Actor.system("catalogue"))
    accounts = {one.account_id for one in members}
    if account_id in accounts:
        return True
    own = people.person_of_account(account_id)
    others = (people.person_of_account(one) for one in accounts)
    return own is not None and own.id in {one.id for one in others if one is not None}


def _one(rows: QuerySet[Row], public_id: str) -> Row:
    try:
        found = rows.filter(public_id=UUID(str(public_id))).first()
    except ValueError:
        found = None
    if found is None:
        raise NotFound
    return found
