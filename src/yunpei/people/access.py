"""Who may: roles, region and organisation. Outside one's own it is not there (404); inside, without the right, 403."""

from __future__ import annotations

from yunpei.common.actor import Actor
from yunpei.common.errors import Forbidden, NotFound
from yunpei.common.regions import trunk
from yunpei.people.types import IN_ORGANISATION, OFFICE_ROLES, Role

# Offices that must be able to identify a person beyond doubt; finance sees masked forms only.
FULL_ID_ROLES = frozenset({Role.OFFICER_REVIEW, Role.OFFICER_PAY, Role.OFFICER_INSPECT})


def region_covers(region: str | None, other: str) -> bool:
    """Whether `other` is `region` or lies below it in GB/T 2260: 320000 covers 320200, which covers 320205.

    None, an actor's without an office, covers nothing.
    """
    return bool(region) and other.startswith(significant(region or ""))


def significant(region: str) -> str:
    """The digits that a region and all below it have in common: 32, 3202, 320205; none for the whole country."""
    return trunk(region)


def regions_overlap(one: str, other: str) -> bool:
    """Whether one of two regions lies in the other, or they are the same."""
    return region_covers(one, other) or region_covers(other, one)


def may(actor: Actor, *roles: Role) -> bool:
    """Whether the actor has one of the roles now, or is the program itself."""
    return actor.is_system or actor.has(*roles)


def need(actor: Actor, *roles: Role) -> None:
    """Go on with one of the roles. Raises Forbidden."""
    if not may(actor, *roles):
        raise Forbidden


def sees_organisation(actor: Actor, organisation_id: int, region: str) -> bool:
    """Its own people, offices whose region covers it, operations and the program itself."""
    if may(actor, Role.OPS):
        return True
    if actor.has(*OFFICE_ROLES):
        return region_covers(actor.region, region)
    return actor.organisation_id == organisation_id and actor.has(*IN_ORGANISATION)


def sees_person(actor: Actor, person_id: int) -> bool:
    """Oneself, any office, operations and the program.

    Learners have no region of their own; which cases bring a person before which office is known above, in casework,
    and checked there.
    """
    return may(actor, Role.OPS, *OFFICE_ROLES) or actor.person_id == person_id


def need_organisation(actor: Actor, organisation_id: int, region: str, *roles: Role) -> None:
    """Go on inside what the actor sees and with one of the roles. Raises NotFound outside, Forbidden without a role."""
    if not sees_organisation(actor, organisation_id, region):
        raise NotFound
    need(actor, *roles)
