"""Who may work on a course: its provider's administrators and the site's operations."""

from __future__ import annotations

from yunpei.catalogue.models import Expert
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


def seated(by: Actor) -> bool:
    """Whether the actor holds a seat in the expert committee, in the name of no office or organisation. 1 query."""
    if by.account_id is None or by.office_id is not None:
        return False
    return Expert.objects.filter(account_id=by.account_id, until=None).exists()
