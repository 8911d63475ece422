"""Who may. What oversight knows is for the officers of the region: an inspector acts, a reviewer reads of a case in hand.

Nothing of a complaint is seen by those complained of, nor by an officer who is one of them.
"""

from __future__ import annotations

from dataclasses import dataclass

from yunpei.common.actor import Actor
from yunpei.common.errors import Forbidden, NotFound
from yunpei.common.language import Text
from yunpei.people.access import region_covers
from yunpei.people.types import Role

READERS = (Role.OFFICER_INSPECT, Role.OFFICER_REVIEW)


@dataclass(frozen=True, slots=True)
class Desk:
    """Where an inspector sits: region, office, and the account that signs."""

    region: str
    office: int
    account: int


def need_desk(by: Actor) -> Desk:
    """Go on as an inspector. Raises Forbidden."""
    if not by.has(Role.OFFICER_INSPECT) or by.region is None or by.account_id is None or by.office_id is None:
        raise Forbidden
    return Desk(by.region, by.office_id, by.account_id)


def need_inspector(by: Actor) -> str:
    """Go on as an inspector; their region. Raises Forbidden."""
    return need_desk(by).region


def need_region(by: Actor, region: str) -> None:
    """Go on as an inspector of the region or of one above. Raises NotFound outside, Forbidden without the right."""
    if not by.is_system and not region_covers(by.region, region):
        raise NotFound
    need_inspector(by)


def reads(by: Actor, region: str) -> bool:
    """Whether findings of the region's cases are for this officer's eyes."""
    return by.is_system or (by.has(*READERS) and region_covers(by.region, region))


def need_another(by: Actor, account: int | None, person: int | None, told: Text) -> None:
    """Go on as another person than that one, whatever accounts they have. Raises Forbidden."""
    if by.account_id == account or (person is not None and by.person_id == person):
        raise Forbidden(told)
