"""Who keeps zones: reviewing officers those of their own region and below."""

from __future__ import annotations

from uuid import UUID

from yunpei.catalogue.states import REVIEWER
from yunpei.catalogue.zones.models import Zone
from yunpei.common.actor import Actor
from yunpei.common.errors import Forbidden, NotFound
from yunpei.people import access as people_access


def need_keeper(by: Actor, region: str) -> None:
    """Go on as one who keeps the zones of this region. Raises NotFound, Forbidden."""
    if not people_access.region_covers(by.region, region):
        raise NotFound
    if not by.has(*REVIEWER):
        raise Forbidden


def home_region(by: Actor) -> str:
    """The region of the zones that the actor sets up. Raises Forbidden."""
    if not by.region or not by.has(*REVIEWER):
        raise Forbidden
    return by.region


def zone_of(public_id: str, *, lock: bool = False) -> Zone:
    """A zone by the id in an address. Raises NotFound. 1 query."""
    rows = Zone.objects.select_for_update() if lock else Zone.objects.all()
    try:
        found = rows.filter(public_id=UUID(str(public_id))).first()
    except ValueError:
        found = None
    if found is None:
        raise NotFound
    return found
