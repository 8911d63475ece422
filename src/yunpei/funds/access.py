"""Who may move money. Rights are checked here; whether the money is there is `moving`'s question."""

from __future__ import annotations

from yunpei.common.actor import Actor
from yunpei.common.errors import Forbidden, NotFound
from yunpei.people.access import region_covers
from yunpei.people.types import Role


def finance(by: Actor, region: str) -> None:
    """A finance officer of the region or one above it grants budgets and gives money up. Raises NotFound outside, Forbidden."""
    _inside(by, region)
    if not by.has(Role.OFFICER_FINANCE):
        raise Forbidden


def payer(by: Actor, region: str) -> None:
    """A paying officer of the region sends lists to the bank, takes its answers and receipts. Raises NotFound, Forbidden."""
    _inside(by, region)
    if not by.has(Role.OFFICER_PAY):
        raise Forbidden


def reader(by: Actor, region: str) -> None:
    """Paying, finance and inspecting officers of the region or above read its books. Raises NotFound, Forbidden."""
    _inside(by, region)
    if not by.has(Role.OFFICER_PAY, Role.OFFICER_FINANCE, Role.OFFICER_INSPECT):
        raise Forbidden


def _inside(by: Actor, region: str) -> None:
    if by.region is None or not region_covers(by.region, region):
        raise NotFound
