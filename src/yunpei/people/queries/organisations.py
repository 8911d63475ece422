"""Organisations, offices and who acts in them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from django.db.models import QuerySet

from yunpei.common.actor import Actor
from yunpei.common.errors import NotFound
from yunpei.common.identifiers import credit_code_clean
from yunpei.people import access
from yunpei.people.models import Membership, Office, Organisation
from yunpei.people.queries.accounts import real_name
from yunpei.people.types import (
    OFFICE_ROLES,
    ORG_ROLES,
    MembershipCard,
    OfficeCard,
    OfficeKind,
    OrganisationCard,
    OrganisationKind,
    OrganisationSize,
    Role,
)

_PLAIN = (
    "public_id credit_code name region legal_representative contact_name contact_phone address bank_name bank_account "
    "licence industry business_scope headcount revenue_fen assets_fen figures_on registered_at confirmed_at"
).split()


def _card(row: Organisation) -> OrganisationCard:
    plain = {name: getattr(row, name) for name in _PLAIN}
    plain["public_id"] = str(row.public_id)
    return OrganisationCard(id=row.pk, kind=OrganisationKind(row.kind), size=OrganisationSize(row.size), **plain)


def organisations(ids: Iterable[int]) -> Mapping[int, OrganisationCard]:
    """Many organisations by id, those who are there. One query. The caller has judged who may."""
    return {row.pk: _card(row) for row in Organisation.objects.filter(pk__in=list(ids))}


def organisation(organisation_id: int) -> OrganisationCard:
    """One organisation by id. The caller has judged who may. Raises NotFound."""
    found = organisations([organisation_id]).get(organisation_id)
    if found is None:
        raise NotFound
    return found


def organisation_of_code(credit_code: str) -> OrganisationCard | None:
    """The organisation of a credit code. The code is public knowledge; the caller judges what may be shown."""
    row = Organisation.objects.filter(credit_code=credit_code_clean(credit_code)).first()
    return _card(row) if row else None


def institutions_named(name: str) -> list[int]:
    """Ids of the training bodies registered under a name; none for an empty one. The caller judges what may be shown."""
    wanted = " ".join(name.split())
    found = Organisation.objects.filter(name=wanted, kind=OrganisationKind.INSTITUTION) if wanted else ()
    return [row.pk for row in found]


def organisation_seen(public_id: str | UUID, *, by: Actor) -> OrganisationCard:
    """An organisation by the id in an address: its own people, offices whose region covers it, operations.

    Raises NotFound for all others.
    """
    try:
        row = Organisation.objects.filter(public_id=UUID(str(public_id))).first()
    except ValueError:
        row = None
    if row is None or not access.sees_organisation(by, row.pk, row.region):
        raise NotFound
    return _card(row)


def organisations_seen(*, by: Actor, confirmed: bool | None = None) -> Sequence[OrganisationCard]:
    """All that the actor sees, by name. confirmed: only those that an officer has, or has not, held against the licence."""
    found = Organisation.objects.order_by("name", "id")
    if confirmed is not None:
        found = found.filter(confirmed_at__isnull=not confirmed)
    return [_card(row) for row in _within(found, by)]


def _within(found: QuerySet[Organisation], by: Actor) -> QuerySet[Organisation]:
    if access.may(by, Role.OPS):
        return found
    if by.has(*OFFICE_ROLES) and by.region:
        return found.filter(region__startswith=access.significant(by.region))
    return found.filter(pk=by.organisation_id or 0)


def members_of(*, organisation_id: int, by: Actor) -> Sequence[MembershipCard]:
    """Who acts, and who acted, for an organisation; its own people, offices of its region, operations.

    Raises NotFound for all others.
    """
    card = organisation(organisation_id)
    if not access.sees_organisation(by, card.id, card.region):
        raise NotFound
    rows = Membership.objects.filter(organisation_id=organisation_id).select_related("account__person").order_by("id")
    return [
        MembershipCard(
            id=row.pk,
            account_id=row.account_id,
            person_name=real_name(row.account),
            role=Role(row.role),
            organisation_id=row.organisation_id,
            office_id=row.office_id,
            granted_at=row.granted_at,
            ended_at=row.ended_at,
        )
        for row in rows
    ]


def acting_for(organisation_id: int) -> list[int]:
    """Accounts that act for an organisation now: whom to tell of what concerns it. 1 query."""
    rows = Membership.objects.filter(organisation_id=organisation_id, role__in=ORG_ROLES, ended_at=None)
    return sorted(set(rows.values_list("account_id", flat=True)))


def offices(*, region: str | None = None, kind: OfficeKind | None = None) -> Sequence[OfficeCard]:
    """Offices, which are public knowledge; `region` exactly, not those below it."""
    found = Office.objects.order_by("region", "kind", "name")
    if region is not None:
        found = found.filter(region=region)
    if kind is not None:
        found = found.filter(kind=kind)
    return [OfficeCard(row.pk, str(row.public_id), row.name, row.region, OfficeKind(row.kind)) for row in found]
