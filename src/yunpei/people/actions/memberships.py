"""Rights: granted in one place, ended and kept. Who reviews may not pay."""

from __future__ import annotations

import re
from datetime import datetime

from django.db import connection, transaction
from django.db.models import QuerySet

from yunpei.common import audit
from yunpei.common.actor import Actor
from yunpei.common.errors import Conflict, Forbidden, Invalid, NotFound, Problem
from yunpei.common.language import Text
from yunpei.people import access, followed
from yunpei.people.actions.persons import once_more
from yunpei.people.models import Account, Membership, Office, Organisation
from yunpei.people.models.places import REGION
from yunpei.people.types import (
    ADMINISTRATORS,
    APART,
    IN_ORGANISATION,
    OFFICE_ROLES,
    ROLE_OF_OFFICE,
    SECONDED,
    OfficeKind,
    Role,
)

_APART = Text(
    "审核与拨付须由不同的人担任：该人员在本地区或上下级地区已有另一职责，请先终止原职责，或另选人员",
    "who reviews may not pay: this person has the other duty in this region or one above or below it; end that one first, "
    "or choose someone else",
)
_LAST_OPERATOR = Text(
    "这是本站唯一的运维人员；请先任命另一位",
    "this is the site's only operator; appoint another one first",
)
_ONE_ADMINISTRATOR = Text(
    "系统、安全、审计管理员须由不同的人担任：该人员已是其中之一",
    "system, security and audit administrator are three different people; this person is one of them already",
)
_SECOND = Text(
    "安全、审计管理员的任命须由现任安全或审计管理员确认：请提出任命，由其在“任命确认”页办理",
    "a security or audit administrator is confirmed by one who holds either role: propose it, they decide on their page",
)
_LAST_SECOND = Text(
    "这是本站唯一的安全或审计管理员，终止或停用后无人能确认任命；请先任命另一位",
    "this is the site's only security or audit administrator: nobody could confirm a nomination; appoint another one first",
)
_THERE = Text("该账号已有此角色", "the account has this role already")


@once_more
def office_open(*, name: str, region: str, kind: OfficeKind, by: Actor, at: datetime) -> int:
    """Enter an office of the administration; region and kind stay for good. Operations may. The answer is its id.

    Raises Forbidden, Invalid, Conflict when the region has one of that kind and name.
    """
    access.need(by, Role.OPS)
    problems = []
    if not name.strip():
        problems.append(Problem("name", Text("请填写机构名称", "give the office a name")))
    if not re.fullmatch(REGION, region):
        problems.append(Problem("region", Text("请选择所在地区", "choose the region")))
    if problems:
        raise Invalid(problems)
    if Office.objects.filter(name=name.strip(), region=region, kind=kind).exists():
        raise Conflict(Text("该地区已有同名同类机构", "the region has an office of that kind and name"))
    row = Office.objects.create(name=name.strip(), region=region, kind=kind)
    detail = {"name": row.name, "region": region, "kind": kind.value}
    audit.record(by=by, at=at, verb="office_open", subject_type="office", subject_id=row.public_id, detail=detail)
    return row.pk


@once_more
def membership_grant(
    *,
    account_id: int,
    role: Role,
    by: Actor,
    at: datetime,
    organisation_id: int | None = None,
    office_id: int | None = None,
) -> int:
    """Give an account a role in an organisation, an office, or (one of ADMINISTRATORS, neither) on the site. The answer is its id.

    Roles of an organisation: its administrators and operations may grant them; org_legal only to the person whose name
    the licence shows. Roles of an office, which its kind decides, and ADMINISTRATORS: operations may, never to themselves,
    and of SECONDED only the first that the site has: others are proposed (nominations.py).
    Raises NotFound outside one's own, Forbidden, Invalid where place and role do not fit, Conflict when it is held
    already, the account is stopped, the same person would review and pay, or be two of the administrators.
    """
    # The lock makes grants to one account wait for each other: two at once cannot both miss the other's duty.
    account = Account.objects.select_for_update().filter(pk=account_id).first()
    if role in IN_ORGANISATION and organisation_id is not None and office_id is None:
        _may_grant_in_organisation(account, role, organisation_id, by)
        office = None
    elif organisation_id is None and (role in OFFICE_ROLES if office_id is not None else role in ADMINISTRATORS):
        office = _office_for_grant(account, role, office_id, by)
    else:
        raise Invalid([Problem("role", Text("角色与机构或单位不符", "the role does not fit the place"))])
    if role in SECONDED and not by.is_system and seconded_before():
        raise Forbidden(_SECOND)
    return grant(account, role, organisation_id=organisation_id, office=office, by=by, at=at)


def grant(
    account: Account | None,
    role: Role,
    *,
    by: Actor,
    at: datetime,
    organisation_id: int | None = None,
    office: Office | None = None,
) -> int:
    """Write a right, for an action that has judged who may and locked the account. Raises NotFound, Conflict."""
    need_appointable(account, role, organisation_id, office)
    assert account is not None
    row = Membership.objects.create(
        account=account,
        role=role,
        organisation_id=organisation_id,
        office=office,
        region=office.region if office else "",
        granted_at=at,
        granted_by_id=by.account_id,
    )
    _note(row, "membership_grant", by, at)
    return row.pk


def need_appointable(
    account: Account | None, role: Role, organisation_id: int | None = None, office: Office | None = None
) -> None:
    """Go on with a locked account that may hold the role there. Raises NotFound, Conflict."""
    if account is None:
        raise NotFound
    if not account.is_active:
        raise Conflict(Text("该账号已停用", "the account is stopped"))
    held = Membership.objects.filter(account=account, role=role, ended_at__isnull=True)
    if any((one.organisation_id, one.office_id) == (organisation_id, office and office.pk) for one in held):
        raise Conflict(_THERE)
    _need_apart(account.pk, role, office.region if office else "")


def _need_apart(account_id: int, role: Role, region: str) -> None:
    """Raises Conflict where the account has a duty that this one must be apart from."""
    if role in APART and any(access.regions_overlap(one, region) for one in _other_duties(account_id, role)):
        raise Conflict(_APART)
    if role in ADMINISTRATORS and _administers(account_id):
        raise Conflict(_ONE_ADMINISTRATOR)


def _administers(account_id: int) -> bool:
    """Whether the account administers the site already; a person has one account."""
    held = Membership.objects.filter(role__in=[one.value for one in ADMINISTRATORS], ended_at__isnull=True)
    return held.filter(account_id=account_id).exists()


def _other_duties(account_id: int, role: Role) -> list[str]:
    other = [one.value for one in APART - {role}]
    found = Membership.objects.filter(account_id=account_id, role__in=other, ended_at__isnull=True)
    return list(found.values_list("region", flat=True))


def _may_grant_in_organisation(account: Account | None, role: Role, organisation_id: int, by: Actor) -> None:
    row = Organisation.objects.filter(pk=organisation_id).first()
    if row is None:
        raise NotFound
    access.need_organisation(by, row.pk, row.region, Role.ORG_ADMIN, Role.OPS)
    person = getattr(account, "person", None)
    if role is Role.ORG_LEGAL and (person is None or person.name != row.legal_representative):
        text = Text(
            "该账号的实名与营业执照上的法定代表人不一致",
            "the account's real name is not the legal representative's on the licence",
        )
        raise Invalid([Problem("account_id", text)])


def _office_for_grant(account: Account | None, role: Role, office_id: int | None, by: Actor) -> Office | None:
    access.need(by, Role.OPS)
    if account is not None and account.pk == by.account_id:
        raise Forbidden(Text("不能给自己授权", "nobody can grant themselves a role"))
    if office_id is None:
        return None
    office = Office.objects.filter(pk=office_id).first()
    if office is None:
        raise NotFound
    if ROLE_OF_OFFICE[OfficeKind(office.kind)] is not role:
        raise Invalid([Problem("role", Text("该机构不承担此职责", "the office does not have this duty"))])
    return office


@transaction.atomic
def membership_end(*, membership_id: int, by: Actor, at: datetime) -> None:
    """End a role; the row stays, with the day. Who may grant it may end it; not the last administrator's or operator's.

    Raises NotFound outside one's own, Forbidden, Conflict when it has ended or nobody would be left to administer.
    """
    row = Membership.objects.filter(pk=membership_id).first()
    if row is None:
        raise NotFound
    if row.organisation_id is not None:
        # Locked, so that two administrators who end each other's role at once do not both succeed.
        firm = Organisation.objects.select_for_update().get(pk=row.organisation_id)
        access.need_organisation(by, firm.pk, firm.region, Role.ORG_ADMIN, Role.OPS)
        _not_the_last(row, firm)
    else:
        access.need(by, Role.OPS)
        if row.role == Role.OPS and not operators().exclude(pk=row.pk).exists():
            raise Conflict(_LAST_OPERATOR)
        if row.role in SECONDED and not by.is_system:
            need_another_second(row.account_id)
    ended = Membership.objects.filter(pk=membership_id, ended_at__isnull=True).update(ended_at=at)
    if not ended:
        raise Conflict(Text("该角色已终止", "the role has ended already"))
    _note(row, "membership_end", by, at)
    if row.office_id is not None:
        followed.left(row.account_id, at=at)


def operators() -> QuerySet[Membership]:
    """Who runs the site now. Inside a transaction; others who ask wait until it ends, so that two at once never both act."""
    if connection.vendor == "postgresql":  # on SQLite every transaction begins as the only writer
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(7305002)")
    return Membership.objects.filter(role=Role.OPS, ended_at__isnull=True, account__is_active=True)


def seconded_before() -> bool:
    """Whether the site ever had a security or audit administrator. Two who ask at once answer one after the other."""
    operators()
    return Membership.objects.filter(role__in=[one.value for one in SECONDED]).exists()


def need_another_second(account_id: int) -> None:
    """Go on where somebody besides this account could still confirm nominations. Raises Conflict."""
    operators()
    held = Membership.objects.filter(role__in=[one.value for one in SECONDED], ended_at__isnull=True)
    if not held.filter(account__is_active=True).exclude(account_id=account_id).exists():
        raise Conflict(_LAST_SECOND)


def _not_the_last(row: Membership, firm: Organisation) -> None:
    others = Membership.objects.filter(
        organisation=firm, role=Role.ORG_ADMIN, ended_at__isnull=True, account__is_active=True
    ).exclude(pk=row.pk)
    if row.role == Role.ORG_ADMIN and not others.exists():
        raise Conflict(
            Text(
                "这是单位唯一的管理员；请先授权另一位管理员",
                "this is the only administrator; appoint another one first",
            )
        )


def _note(row: Membership, verb: str, by: Actor, at: datetime) -> None:
    detail = {"account": row.account_id, "role": row.role, "organisation": row.organisation_id, "office": row.office_id}
    audit.record(by=by, at=at, verb=verb, subject_type="membership", subject_id=row.pk, detail=detail)
