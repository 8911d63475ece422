"""Who an account is, and in which part it acts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple
from uuid import UUID

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import DEFAULT_DB_ALIAS
from django.db.models import BigIntegerField, FilteredRelation, Q

from yunpei.common.actor import NOBODY, Actor
from yunpei.common.errors import NotFound
from yunpei.common.language import Text
from yunpei.common.statements import Given, Statement
from yunpei.people import checks
from yunpei.people.models import Account, Membership
from yunpei.people.types import STAFF_ROLES, Place, Role

SELF = "self"


class _Right(NamedTuple):
    """An account that is not stopped, with one of its rights; without any, there is one with empty fields."""

    account_id: int
    password: str
    person_id: int | None
    role: str | None
    organisation_id: int | None
    organisation: UUID | None
    organisation_name: str
    office_id: int | None
    office: UUID | None
    office_name: str
    region: str


# Every page of a signed-in account begins with it.
_RIGHTS = Statement(
    lambda: (
        Account.objects.filter(pk=Given("account_id", BigIntegerField()), is_active=True)
        .annotate(held=FilteredRelation("memberships", condition=Q(memberships__ended_at=None)))
        .order_by("held__id")
        .values_list(
            "pk",
            "password",
            "person__pk",
            "held__role",
            "held__organisation__pk",
            "held__organisation__public_id",
            "held__organisation__name",
            "held__office__pk",
            "held__office__public_id",
            "held__office__name",
            "held__office__region",
        )
    )
)


def session_user(account_id: int) -> Account | None:
    """The account of a session, None for a stopped one. It carries its rights, for `actor_of_user`. One query."""
    rights = _rights(account_id)
    if not rights:
        return None
    first = rights[0]
    account = Account.from_db(DEFAULT_DB_ALIAS, ["id", "password"], [first.account_id, first.password])
    account.rights = rights  # type: ignore[attr-defined]
    return account


def actor_of_user(user: Any, place: str | None = None) -> Actor:
    """As `actor_of`, of an account that `session_user` has just read. No query."""
    return _actor(user.rights, place)


def actor_of(account_id: int, place: str | None = None) -> Actor:
    """The Actor of a signed-in account in the place it chose, or in the first it has; NOBODY for a stopped one.

    place: `public_id` of one of places_of; one that is no longer its own counts as none chosen. One account acts in one
    place at a time, so that an officer who also owns a firm never does both at once. One query.
    """
    return _actor(_rights(account_id), place)


def places_of(account_id: int) -> tuple[Place, ...]:
    """Where the account may act: offices, then organisations, operations, oneself. Empty for a stopped one. One query."""
    rights = _rights(account_id)
    return _places(rights) if rights else ()


def _rights(account_id: int) -> list[_Right]:
    return [_Right(*row) for row in _RIGHTS.rows(account_id=account_id)]


def _actor(rights: Sequence[_Right], place: str | None) -> Actor:
    if not rights:
        return NOBODY
    places = _places(rights)
    chosen = next((one for one in places if one.public_id == place), places[0])
    return Actor(
        account_id=rights[0].account_id,
        person_id=rights[0].person_id,
        organisation_id=chosen.organisation_id,
        office_id=chosen.office_id,
        roles=frozenset(role.value for role in chosen.roles),
        region=chosen.region,
    )


def _places(rights: Sequence[_Right]) -> tuple[Place, ...]:
    learner = frozenset({Role.LEARNER}) if rights[0].person_id else frozenset()
    offices: list[Place] = []
    firms: dict[int, Place] = {}
    operations: list[Place] = []
    for one in rights:
        if one.role is None:
            continue
        role = Role(one.role)
        if one.office_id is not None:
            offices.append(Place(str(one.office), one.office_name, frozenset({role}), None, one.office_id, one.region))
        elif one.organisation_id is not None:
            firm = one.organisation_id
            before = firms[firm].roles if firm in firms else learner
            firms[firm] = Place(str(one.organisation), one.organisation_name, before | {role}, firm)
        else:
            operations.append(Place(str(role), str(_ADMINISTRATION[role]), frozenset({role})))
    return (*offices, *firms.values(), *operations, Place(SELF, str(_ONESELF), learner))


_ADMINISTRATION = {
    Role.OPS: Text("平台运维", "operations"),
    Role.SECURITY: Text("安全管理", "security"),
    Role.AUDIT: Text("审计", "audit"),
}
_ONESELF = Text("我自己", "myself")


def is_staff(account_id: int) -> bool:
    """Whether the account has a right in an office or in operations, and so needs a second factor. One query."""
    roles = [role.value for role in STAFF_ROLES]
    return Membership.objects.filter(account_id=account_id, role__in=roles, ended_at__isnull=True).exists()


def account_of_login(login: str) -> int | None:
    """The account of a login name, for "forgot the password"; the page must answer the same for None."""
    return Account.objects.filter(login=checks.login_clean(login), is_active=True).values_list("pk", flat=True).first()


def session_account(account_id: int) -> AbstractBaseUser:
    """What `django.contrib.auth.login` wants, once sign_in or code_check said IN. Raises Account.DoesNotExist."""
    return Account.objects.get(pk=account_id, is_active=True)


def account_name(account_id: int) -> str:
    """What an account's owner is called, for histories and signatures. Raises NotFound."""
    row = Account.objects.filter(pk=account_id).select_related("person").first()
    if row is None:
        raise NotFound
    return real_name(row)


def account_names(ids: Iterable[int]) -> Mapping[int, str]:
    """What many accounts' owners are called; accounts that are not there are left out. 1 query."""
    rows = Account.objects.filter(pk__in=set(ids)).select_related("person")
    return {row.pk: real_name(row) for row in rows}


def account_address(account_id: int) -> str:
    """The phone number or mail address that an account's messages go to. Raises NotFound; also for a stopped one."""
    login = Account.objects.filter(pk=account_id, is_active=True).values_list("login", flat=True).first()
    if login is None:
        raise NotFound
    return login


def real_name(account: Account) -> str:
    """The name of the person behind an account; empty where there is none."""
    person = getattr(account, "person", None)
    return person.name if person else ""
