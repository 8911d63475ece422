"""Who an account is, and in which part it acts."""

from __future__ import annotations

from django.contrib.auth.base_user import AbstractBaseUser
from django.db.models import Prefetch

from yunpei.common.actor import NOBODY, Actor
from yunpei.common.errors import NotFound
from yunpei.common.language import Text
from yunpei.people import checks
from yunpei.people.models import Account, Membership
from yunpei.people.types import STAFF_ROLES, Place, Role

SELF = "self"
OPS = "ops"


def actor_of(account_id: int, place: str | None = None) -> Actor:
    """The Actor of a signed-in account in the place it chose, or in the first it has; NOBODY for a stopped one.

    place: `public_id` of one of places_of; one that is no longer its own counts as none chosen. One account acts in one
    place at a time, so that an officer who also owns a firm never does both at once. Two queries.
    """
    account = _with_memberships(account_id)
    if account is None:
        return NOBODY
    places = _places(account)
    chosen = next((one for one in places if one.public_id == place), places[0])
    person = getattr(account, "person", None)
    return Actor(
        account_id=account.pk,
        person_id=person.pk if person else None,
        organisation_id=chosen.organisation_id,
        office_id=chosen.office_id,
        roles=frozenset(role.value for role in chosen.roles),
        region=chosen.region,
    )


def places_of(account_id: int) -> tuple[Place, ...]:
    """Where the account may act: offices, then organisations, operations, oneself. Empty for a stopped one. Two queries."""
    account = _with_memberships(account_id)
    return () if account is None else _places(account)


def _with_memberships(account_id: int) -> Account | None:
    current = Membership.objects.filter(ended_at__isnull=True).select_related("organisation", "office").order_by("id")
    found = Account.objects.filter(pk=account_id, is_active=True).select_related("person")
    return found.prefetch_related(Prefetch("memberships", current)).first()


def _places(account: Account) -> tuple[Place, ...]:
    learner = frozenset({Role.LEARNER}) if getattr(account, "person", None) else frozenset()
    offices: list[Place] = []
    firms: dict[int, Place] = {}
    operations: list[Place] = []
    for one in account.memberships.all():
        role = Role(one.role)
        if one.office is not None:
            offices.append(
                Place(
                    str(one.office.public_id),
                    one.office.name,
                    frozenset({role}),
                    None,
                    one.office.pk,
                    one.office.region,
                )
            )
        elif one.organisation is not None:
            firm = one.organisation
            before = firms[firm.pk].roles if firm.pk in firms else learner
            firms[firm.pk] = Place(str(firm.public_id), firm.name, before | {role}, firm.pk)
        else:
            operations.append(Place(OPS, str(_OPERATIONS), frozenset({Role.OPS})))
    return (*offices, *firms.values(), *operations, Place(SELF, str(_ONESELF), learner))


_OPERATIONS = Text("平台运维", "operations")
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
