"""Who sees a complaint: inspectors of its region, unless they are with the organisation that it is about."""

from __future__ import annotations

from yunpei.common.actor import Actor
from yunpei.common.errors import NotFound
from yunpei.oversight import access
from yunpei.oversight.models import Complaint
from yunpei.people import queries as people


def need_complaint(by: Actor, row: Complaint | None) -> None:
    """Go on with a complaint that the actor may see. Raises NotFound, Forbidden."""
    access.need_inspector(by)
    if row is None or row.organisation_id in own_organisations(by):
        raise NotFound
    access.need_region(by, row.region)


def own_organisations(by: Actor) -> set[int]:
    """The organisations for which the account may act, in whatever place it acts now. 1 query."""
    if by.account_id is None:
        return set()
    return {one.organisation_id for one in people.places_of(by.account_id) if one.organisation_id is not None}
