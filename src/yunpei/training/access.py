"""Who may: a class belongs to its organisation; learners see the classes whose roster they are on."""

from __future__ import annotations

from yunpei.common.actor import Actor
from yunpei.common.errors import Forbidden, NotFound

ORGANISER = ("org_admin", "org_legal")
TEACHING = (*ORGANISER, "teacher")


def require_organisation(by: Actor, organisation_id: int, *roles: str) -> None:
    """The organisation's own people with one of the roles, or the program itself.

    Raises NotFound outside the organisation, Forbidden inside it without the role.
    """
    if by.is_system:
        return
    if by.organisation_id != organisation_id:
        raise NotFound
    if not by.has(*roles):
        raise Forbidden


def require_roster(by: Actor, organisation_id: int) -> None:
    """The organisation's administrators; or a reviewing officer, for what came in on paper: casework checks whose case that is.

    Raises NotFound, Forbidden.
    """
    if not by.has("officer_review"):
        require_organisation(by, organisation_id, "org_admin")


def require_self(by: Actor, person_id: int) -> None:
    """A learner for themselves, or the program. Raises NotFound for anyone else's."""
    if by.is_system:
        return
    if by.person_id is None or by.person_id != person_id:
        raise NotFound


def require_reviewer(by: Actor) -> None:
    """An officer who reviews filings, or the program; the region was checked with the filing. Raises Forbidden."""
    if not by.has("officer_review", "system"):
        raise Forbidden
