"""Who holds which right anywhere on the site: for operations alone, who appoint."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from yunpei.common.actor import Actor
from yunpei.common.errors import NotFound
from yunpei.people import access, checks
from yunpei.people.models import Account, Membership, Office
from yunpei.people.queries.accounts import real_name
from yunpei.people.types import AccountCard, OfficeCard, OfficeKind, Role, RoleCard


def accounts(*, by: Actor, text: str = "", limit: int = 50) -> Sequence[AccountCard]:
    """Accounts whose login or owner's name has the text in it, the newest first. Raises Forbidden. 1 query."""
    access.need(by, Role.OPS)
    found = Account.objects.select_related("person").order_by("-id")
    if wanted := text.strip():
        found = found.filter(Q(login__contains=checks.login_clean(wanted)) | Q(person__name__contains=wanted))
    return [_account(row) for row in found[:limit]]


def account_seen(public_id: str | UUID, *, by: Actor) -> AccountCard:
    """The account that an address of operations names. Raises NotFound, Forbidden. 1 query."""
    access.need(by, Role.OPS)
    row = Account.objects.filter(public_id=_uuid(public_id)).select_related("person").first()
    if row is None:
        raise NotFound
    return _account(row)


def roles_held(
    *,
    by: Actor,
    text: str = "",
    roles: Collection[Role] = (),
    office_id: int | None = None,
    account_id: int | None = None,
    ended: bool = False,
    limit: int = 1000,
) -> Sequence[RoleCard]:
    """Rights, current ones or with `ended` all, the latest first; narrowed by whatever is given. Raises Forbidden. 1 query.

    text: in the login, the person's name, or that of the office or organisation.
    """
    access.need(by, Role.OPS)
    found = Membership.objects.order_by("-id")
    if not ended:
        found = found.filter(ended_at__isnull=True)
    if roles:
        found = found.filter(role__in=[one.value for one in roles])
    if office_id is not None:
        found = found.filter(office_id=office_id)
    if account_id is not None:
        found = found.filter(account_id=account_id)
    return [_role(row) for row in _about(found, text.strip())[:limit]]


def officers_of(office_id: int) -> Sequence[int]:
    """Accounts of those who work in an office now, in the order of their appointment. 1 query."""
    found = Membership.objects.filter(office_id=office_id, ended_at__isnull=True, account__is_active=True)
    found = found.order_by("id")
    return list(dict.fromkeys(found.values_list("account_id", flat=True)))


def _about(found: QuerySet[Membership], text: str) -> QuerySet[Membership]:
    if text:
        names = ("account__person__name", "office__name", "organisation__name")
        wanted = Q(account__login__contains=checks.login_clean(text))
        for name in names:
            wanted |= Q(**{f"{name}__contains": text})
        found = found.filter(wanted)
    return found.select_related("account__person", "office", "organisation", "granted_by__person")


def office_seen(public_id: str | UUID, *, by: Actor) -> OfficeCard:
    """The office that an address of operations names. Raises NotFound, Forbidden. 1 query."""
    access.need(by, Role.OPS)
    row = Office.objects.filter(public_id=_uuid(public_id)).first()
    if row is None:
        raise NotFound
    return OfficeCard(row.pk, str(row.public_id), row.name, row.region, OfficeKind(row.kind))


def office_members(*, by: Actor) -> Mapping[int, int]:
    """How many people work in each office now; offices without any are left out. Raises Forbidden. 1 query."""
    access.need(by, Role.OPS)
    counted = Membership.objects.filter(office__isnull=False, ended_at__isnull=True, account__is_active=True)
    return dict(counted.order_by().values_list("office_id").annotate(Count("id")))


def _account(row: Account) -> AccountCard:
    person = getattr(row, "person", None)
    return AccountCard(
        id=row.pk,
        public_id=str(row.public_id),
        login=row.login,
        name=real_name(row),
        id_masked=person.id_masked if person else "",
        active=row.is_active,
        stopped_why=row.stopped_why,
        confirmed_at=row.confirmed_at,
        created_at=row.created_at,
    )


def _role(row: Membership) -> RoleCard:
    place = row.office or row.organisation
    return RoleCard(
        id=row.pk,
        role=Role(row.role),
        account=_account(row.account),
        place=place.name if place else "",
        region=place.region if place else "",
        office=str(row.office.public_id) if row.office else None,
        granted_at=row.granted_at,
        granted_by=real_name(row.granted_by) if row.granted_by else "",
        ended_at=row.ended_at,
    )


def _uuid(text: str | UUID) -> UUID:
    try:
        return UUID(str(text))
    except ValueError:
        raise NotFound from None
