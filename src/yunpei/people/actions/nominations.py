"""Who administers security and the audit: operations propose, one who holds either role confirms, so that nobody decides alone."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from yunpei.common import audit
from yunpei.common.actor import Actor
from yunpei.common.errors import Conflict, Forbidden, Invalid, NotFound, Problem
from yunpei.common.language import Text
from yunpei.people import access
from yunpei.people.actions.memberships import grant, membership_grant, need_appointable, seconded_before
from yunpei.people.actions.persons import once_more
from yunpei.people.models import Account, Nomination
from yunpei.people.states import NOMINATION
from yunpei.people.types import SECONDED, NominationState, Role

_OWN = Text("不能确认自己的任命，也不能确认自己提出的任命", "nobody confirms a nomination of or by themselves")


@once_more
def nomination_make(*, account_id: int, role: Role, by: Actor, at: datetime) -> bool:
    """Propose someone as security or audit administrator. Operations may, never themselves.

    True: it took effect at once, since the site never had one of either who could confirm. Raises NotFound, Forbidden, Invalid
    for another role, Conflict as membership_grant, or where one is proposed already.
    """
    access.need(by, Role.OPS)
    if role not in SECONDED:
        raise Invalid([Problem("role", Text("此角色不需要确认", "this role needs nobody to confirm it"))])
    if not seconded_before():
        membership_grant(account_id=account_id, role=role, by=by, at=at)
        return True
    if account_id == by.account_id or by.account_id is None:
        raise Forbidden(_OWN)
    account = Account.objects.select_for_update().filter(pk=account_id).first()
    need_appointable(account, role)
    if Nomination.objects.filter(account=account, state=NominationState.PROPOSED).exists():
        raise Conflict(Text("该账号已有待确认的任命", "a nomination of this account waits already"))
    row = Nomination.objects.create(
        account_id=account_id, role=role, state=NOMINATION.start, proposed_at=at, proposed_by_id=by.account_id
    )
    _note(row, "nomination_make", by, at)
    return False


@transaction.atomic
def nomination_decide(*, nomination: str | UUID, event: str, by: Actor, at: datetime) -> None:
    """Confirm a nomination, which takes effect then, or decline it. A security or audit administrator.

    Raises Forbidden, also for one's own; NotFound; Conflict where it is decided, or the account may not hold the role any more.
    """
    access.need(by, *SECONDED)
    row = Nomination.objects.select_for_update().filter(public_id=nomination).first()
    if row is None:
        raise NotFound
    target = NOMINATION.next(row.state, event, by=by)
    if by.account_id in (None, row.account_id, row.proposed_by_id):
        raise Forbidden(_OWN)
    if target == NominationState.CONFIRMED:
        account = Account.objects.select_for_update().get(pk=row.account_id)
        grant(account, Role(row.role), by=by, at=at)
    row.state, row.decided_at, row.decided_by_id = target, at, by.account_id
    row.save(update_fields=["state", "decided_at", "decided_by"])
    _note(row, f"nomination_{event}", by, at)


def _note(row: Nomination, verb: str, by: Actor, at: datetime) -> None:
    detail = {"account": row.account_id, "role": row.role}
    audit.record(by=by, at=at, verb=verb, subject_type="nomination", subject_id=row.public_id, detail=detail)
