"""Organisations, offices, and who may act in them."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from yunpei.common.identifiers_db import new_id
from yunpei.people.types import (
    ADMINISTRATORS,
    APART,
    IN_ORGANISATION,
    OFFICE_ROLES,
    OfficeKind,
    OrganisationKind,
    OrganisationSize,
    Role,
)

REGION = r"^[1-9][0-9]{5}$"  # GB/T 2260


def _choices(words: type[OfficeKind | OrganisationKind | OrganisationSize | Role]) -> list[tuple[str, str]]:
    return [(one.value, one.value) for one in words]


def _sorted(roles: frozenset[Role]) -> list[str]:
    return sorted(role.value for role in roles)


class Organisation(models.Model):
    """An enterprise or training body, once by its credit code (GB 32100), with what the annex forms ask for."""

    public_id = models.UUIDField(default=new_id, unique=True, editable=False)
    credit_code = models.CharField(max_length=18, unique=True)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=20, choices=_choices(OrganisationKind))
    size = models.CharField(max_length=10, choices=_choices(OrganisationSize), blank=True, default="")
    region = models.CharField(max_length=6)
    legal_representative = models.CharField(max_length=100)
    contact_name = models.CharField(max_length=100, blank=True, default="")
    contact_phone = models.CharField(max_length=20, blank=True, default="")
    address = models.CharField(max_length=300, blank=True, default="")
    bank_name = models.CharField(max_length=200, blank=True, default="")
    bank_account = models.CharField(max_length=40, blank=True, default="")
    licence = models.CharField(max_length=36, blank=True, default="")  # public id of the scan; files are a room above
    industry = models.CharField(max_length=40, blank=True, default="")
    business_scope = models.CharField(max_length=2000, null=True)  # as on the licence (经营范围); None: not stated
    headcount = models.PositiveIntegerField(null=True)
    revenue_fen = models.BigIntegerField(null=True)
    assets_fen = models.BigIntegerField(null=True)
    figures_on = models.DateField(null=True)  # the day that headcount, revenue and assets are as of
    registered_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)  # an officer has held it against the licence

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(name="organisation_named", condition=~Q(name="")),
            models.CheckConstraint(
                name="organisation_credit_code_shape", condition=Q(credit_code__regex=r"^[0-9A-HJ-NPQRTUWXY]{18}$")
            ),
            models.CheckConstraint(name="organisation_region_shape", condition=Q(region__regex=REGION)),
            models.CheckConstraint(
                name="organisation_scope_stated", condition=Q(business_scope__isnull=True) | ~Q(business_scope="")
            ),
            models.CheckConstraint(name="organisation_bank_digits", condition=Q(bank_account__regex=r"^[0-9]{0,40}$")),
            models.CheckConstraint(
                name="organisation_money_not_negative",
                condition=(Q(revenue_fen__isnull=True) | Q(revenue_fen__gte=0))
                & (Q(assets_fen__isnull=True) | Q(assets_fen__gte=0)),
            ),
        ]


class Office(models.Model):
    """An office of the administration. Its region and kind never change: a duty moves by ending it and granting anew."""

    public_id = models.UUIDField(default=new_id, unique=True, editable=False)
    name = models.CharField(max_length=200)
    region = models.CharField(max_length=6)
    kind = models.CharField(max_length=10, choices=_choices(OfficeKind))

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(name="office_once", fields=["region", "kind", "name"]),
            models.CheckConstraint(name="office_named", condition=~Q(name="")),
            models.CheckConstraint(name="office_region_shape", condition=Q(region__regex=REGION)),
        ]


class Membership(models.Model):
    """One right of one account in one place. Never deleted: `ended_at` ends it, so history says who could do what."""

    account = models.ForeignKey("people.Account", on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=20, choices=_choices(Role))
    organisation = models.ForeignKey(
        "people.Organisation", on_delete=models.PROTECT, null=True, related_name="memberships"
    )
    office = models.ForeignKey("people.Office", on_delete=models.PROTECT, null=True, related_name="memberships")
    region = models.CharField(max_length=6, blank=True, default="")  # the office's, so that the constraint can see it
    granted_at = models.DateTimeField()
    granted_by = models.ForeignKey("people.Account", on_delete=models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="membership_place_fits_role",
                condition=Q(
                    role__in=_sorted(IN_ORGANISATION), organisation__isnull=False, office__isnull=True, region=""
                )
                | Q(
                    role__in=_sorted(OFFICE_ROLES),
                    organisation__isnull=True,
                    office__isnull=False,
                    region__regex=REGION,
                )
                | Q(role__in=_sorted(ADMINISTRATORS), organisation__isnull=True, office__isnull=True, region=""),
            ),
            # Who reviews may not pay: one of the two duties per account and region. Regions that contain one another
            # are held apart by actions.membership_grant, under a lock on the account.
            models.UniqueConstraint(
                name="membership_review_or_pay",
                fields=["account", "region"],
                condition=Q(role__in=_sorted(APART), ended_at__isnull=True),
            ),
            models.UniqueConstraint(
                name="membership_once_in_organisation",
                fields=["account", "organisation", "role"],
                condition=Q(organisation__isnull=False, ended_at__isnull=True),
            ),
            models.UniqueConstraint(
                name="membership_once_in_office",
                fields=["account", "office"],
                condition=Q(office__isnull=False, ended_at__isnull=True),
            ),
            models.UniqueConstraint(
                name="membership_one_administrator",
                fields=["account"],
                condition=Q(role__in=_sorted(ADMINISTRATORS), ended_at__isnull=True),
            ),
        ]
