"""A site gets its first operator, from the machine it runs on; every other right is granted on its pages."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from yunpei.common.actor import Actor
from yunpei.common.errors import Conflict, Forbidden
from yunpei.common.language import Text
from yunpei.people import checks, idnumbers
from yunpei.people.actions.memberships import membership_grant, operators
from yunpei.people.actions.persons import staff_register
from yunpei.people.models import Account
from yunpei.people.types import Role

_FOUNDED = Text(
    "本站已有运维账号；由其登录后在“运维”页面任命其他人员",
    "the site has an operator already, who appoints everyone else on the operations pages",
)


@transaction.atomic
def site_found(*, name: str, id_number: str, login: str, password: str, by: Actor, at: datetime) -> int:
    """Give a site that has no operator its first one; the answer is the account's id. The program itself may.

    Someone who registered under this login and ID number before keeps their account and password. Raises Forbidden, Invalid
    for everything that is wrong at once, Conflict where there is an operator, or as staff_register does.
    """
    if not by.is_system:
        raise Forbidden
    if operators().exists():
        raise Conflict(_FOUNDED)
    account_id = _registered(login, id_number) or staff_register(
        name=name, id_number=id_number, login=login, password=password, by=by, at=at
    )
    membership_grant(account_id=account_id, role=Role.OPS, by=by, at=at)
    return account_id


def _registered(login: str, id_number: str) -> int | None:
    known = Account.objects.filter(login=checks.login_clean(login), is_active=True).select_related("person").first()
    person = getattr(known, "person", None)
    if known is None or person is None or person.id_blind != idnumbers.blind(id_number):
        return None
    return known.pk
