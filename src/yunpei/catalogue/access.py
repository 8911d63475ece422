"""Who may work on a course: its provider's administrators and the site's operations."""

from __future__ import annotations

from yunpei.common.actor import Actor
from yunpei.common.errors import Forbidden, NotFound

ADMINS = ("org_admin", "org_legal")


def require_provider(by: Actor, provider_id: int) -> None:
    """Raises NotFound for another provider's course, Forbidden for a member without the right."""
    if by.has("ops", "system"):
        return
    if by.organisation_id != provider_id:
        raise NotFound
    if not by.has(*ADMINS):
        raise Forbidden
