"""Who administers security and the audit: operations propose, one who holds either role confirms, so that nobody decides alone."""

from __future__ import annotations

from collections.abc import Iterable
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
from yunpei.people.models import Account, Membership, Nomination
from yunpei.people.states import NOMINATION
from yunpei.people.telling import tell
from yunpei.people.types import SECONDED, NominationState, Role

_ROLES: dict[str, Text] = {
    Role.SECURITY: Text("安全管理员", "security administrator"),
    Role.AUDIT: Text("审计管理员", "audit administrator"),
}
_TELLS: dict[str, Text] = {
    NominationState.PROPOSED: Text(
        "等待您或另一位安全、审计管理员确认", "waits for you or another who holds either role"
    ),
    NominationState.CONFIRMED: Text("已确认，即日生效", "was confirmed and holds from today on"),
    NominationState.DECLINED: Text("已否决", "was declined"),
}
_OWN_TELLS: dict[str, Text] = {
    NominationState.CONFIRMED: Text("任命已确认，即日生效", "it is confirmed and holds from today on"),
    NominationState.DECLINED: Text("任命未获确认", "it was not confirmed"),
}
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
    holders = Membership.objects.filter(role__in=SECONDED, ended_at=None)
    _tell(holders.values_list("account_id", flat=True), row, at)
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
    _tell([row.proposed_by_id], row, at)
    own, role = _OWN_TELLS[target], _ROLES[row.role]
    tell(
        [row.account_id], Text(f"您被提名为{role.zh}，{own.zh}。", f"You were proposed as {role.en}; {own.en}."), at=at
    )


def _tell(accounts: Iterable[int], row: Nomination, at: datetime) -> None:
    """The administrators; who is proposed stands on their page alone."""
    words, role = _TELLS[row.state], _ROLES[row.role]
    text = Text(f"{role.zh}的一项任命{words.zh}。", f"A nomination as {role.en} {words.en}.")
    tell(accounts, text, at=at, link="/ops/nominations/")


def _note(row: Nomination, verb: str, by: Actor, at: datetime) -> None:
    detail = {"account": row.account_id, "role": row.role}
    audit.record(by=by, at=at, verb=verb, subject_type="nomination", subject_id=row.public_id, detail=detail)
