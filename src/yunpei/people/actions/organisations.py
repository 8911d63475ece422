"""Organisations: registered by one of their people, kept up by their administrators, held against the licence by an officer."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, TypedDict, Unpack

from django.db import transaction

from yunpei.common import audit, identifiers
from yunpei.common.actor import Actor
from yunpei.common.errors import Conflict, Forbidden, NotFound, Problem
from yunpei.common.language import Text
from yunpei.people import access, checks, followed
from yunpei.people.actions.persons import once_more
from yunpei.people.models import Membership, Organisation
from yunpei.people.types import OrganisationKind, OrganisationSize, Role

_TAKEN = Text(
    "该统一社会信用代码已注册；请本单位管理员为您授权，或带营业执照到所在区人社服务窗口办理",
    "this credit code is registered; ask your organisation's administrator to let you in, or bring the licence to the "
    "service window of your district's human-resources bureau",
)
# What the officer compared with the licence: once it changes, somebody has to look again.
_ON_THE_LICENCE = ("name", "kind", "legal_representative", "business_scope", "licence")


class Details(TypedDict, total=False):
    """What else the annex forms ask of an organisation. Money in fen; figures_on: the day of the three figures."""

    size: OrganisationSize
    contact_name: str
    contact_phone: str
    address: str
    bank_name: str
    bank_account: str
    licence: str
    industry: str
    business_scope: str | None
    headcount: int | None
    revenue_fen: int | None
    assets_fen: int | None
    figures_on: date | None


class Changes(Details, total=False):
    """What an administrator may change; the credit code and the registration stay."""

    name: str
    kind: OrganisationKind
    region: str
    legal_representative: str


_LENGTHS = {
    "name": 200,
    "legal_representative": 100,
    "contact_name": 100,
    "contact_phone": 20,
    "address": 300,
    "bank_name": 200,
    "industry": 40,
    "business_scope": 2000,
    "licence": 36,
}
_LEAST_SCOPE = 4  # characters: 餐饮服务
_NEEDED = {
    "name": Text("请填写单位名称，与营业执照一致", "give the name as on the licence"),
    "legal_representative": Text("请填写法定代表人，与营业执照一致", "give the legal representative as on the licence"),
}


def organisation_register(
    *,
    credit_code: str,
    name: str,
    kind: OrganisationKind,
    region: str,
    legal_representative: str,
    by: Actor,
    at: datetime,
    **details: Unpack[Details],
) -> int:
    """Register an organisation; whoever does becomes its first administrator. The answer is its id.

    People with a registered real name may. region: GB/T 2260, where it is licensed. Until an officer of that region
    has confirmed it against the licence, `confirmed_at` is None and the rooms above keep it from claiming.
    Raises Forbidden, Invalid with every fault, Conflict when the credit code is registered.
    """
    if by.person_id is None or by.account_id is None:
        raise Forbidden(
            Text("请先实名注册再登记单位", "register by your real name before you register an organisation")
        )
    given = {"name": name, "kind": kind, "region": region, "legal_representative": legal_representative, **details}
    problems = _problems(given)
    if problem := identifiers.credit_code_problem(credit_code):
        problems.insert(0, Problem("credit_code", problem))
    checks.refuse(problems)
    return _register(identifiers.credit_code_clean(credit_code), _clean(given), by, by.account_id, at)


@once_more
def _register(code: str, given: dict[str, Any], by: Actor, account_id: int, at: datetime) -> int:
    if Organisation.objects.filter(credit_code=code).exists():
        raise Conflict(_TAKEN)
    row = Organisation.objects.create(credit_code=code, registered_at=at, **given)
    Membership.objects.create(
        account_id=account_id, organisation=row, role=Role.ORG_ADMIN, granted_at=at, granted_by_id=account_id
    )
    detail = {"credit_code": code, "name": row.name, "region": row.region}
    audit.record(
        by=by, at=at, verb="organisation_register", subject_type="organisation", subject_id=row.public_id, detail=detail
    )
    return row.pk


@transaction.atomic
def organisation_edit(*, organisation_id: int, by: Actor, at: datetime, **changes: Unpack[Changes]) -> None:
    """Change what an organisation says of itself. Its administrators may.

    A change of what stands on the licence takes the officer's confirmation away. The audit row keeps both values.
    Raises NotFound outside one's own, Forbidden, Invalid.
    """
    row = _locked(organisation_id)
    access.need_organisation(by, row.pk, row.region, Role.ORG_ADMIN)
    checks.refuse(_problems(changes))
    after = _clean(changes)
    changed = {name: value for name, value in after.items() if getattr(row, name) != value}
    if not changed:
        return
    detail = {name: [_plain(getattr(row, name)), _plain(value)] for name, value in changed.items()}
    for name, value in changed.items():
        setattr(row, name, value)
    if changed.keys() & set(_ON_THE_LICENCE):
        row.confirmed_at = None
    row.save(update_fields=[*changed, "confirmed_at"])
    audit.record(
        by=by, at=at, verb="organisation_edit", subject_type="organisation", subject_id=row.public_id, detail=detail
    )
    if "name" in detail:
        followed.renamed(row.pk, str(detail["name"][0]), at=at)


@transaction.atomic
def organisation_confirm(*, organisation_id: int, by: Actor, at: datetime) -> None:
    """State that the organisation's data agree with its licence. Review offices whose region covers it may.

    Raises NotFound outside the region, Forbidden, Conflict without a licence. Doing it twice changes nothing.
    """
    row = _locked(organisation_id)
    access.need_organisation(by, row.pk, row.region, Role.OFFICER_REVIEW)
    if not row.licence:
        raise Conflict(
            Text(
                "单位还没有上传营业执照，请通知其上传后再确认",
                "no licence is uploaded yet; ask the organisation for it first",
            )
        )
    if row.confirmed_at is None:
        row.confirmed_at = at
        row.save(update_fields=["confirmed_at"])
        audit.record(
            by=by,
            at=at,
            verb="organisation_confirm",
            subject_type="organisation",
            subject_id=row.public_id,
            detail={"licence": row.licence},
        )


def _locked(organisation_id: int) -> Organisation:
    row = Organisation.objects.select_for_update().filter(pk=organisation_id).first()
    if row is None:
        raise NotFound
    return row


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value


def _clean(given: Mapping[str, Any]) -> dict[str, Any]:
    """Strings without blanks around them; a bank account as digits; a business scope that is left empty as not stated."""
    clean = {name: value.strip() if isinstance(value, str) else value for name, value in given.items()}
    if "bank_account" in clean:
        clean["bank_account"] = re.sub(r"[\s-]", "", clean["bank_account"])
    if "business_scope" in clean:
        clean["business_scope"] = clean["business_scope"] or None  # nothing written is nothing known
    return clean


def _problems(given: Mapping[str, Any]) -> list[Problem]:
    found = [Problem(name, text) for name, text in _NEEDED.items() if name in given and not given[name].strip()]
    for name, most in _LENGTHS.items():
        if len(given.get(name) or "") > most:
            found.append(Problem(name, Text(f"最多{most}个字", f"at most {most} characters")))
    if 0 < len((given.get("business_scope") or "").strip()) < _LEAST_SCOPE:
        text = Text(
            "请照营业执照填写经营范围，不知道的留空", "give the business scope as on the licence, or leave it empty"
        )
        found.append(Problem("business_scope", text))
    if "region" in given and not re.fullmatch(r"[1-9][0-9]{5}", given["region"], re.ASCII):
        found.append(Problem("region", Text("请选择所在地区", "choose the region")))
    if not re.fullmatch(r"[0-9\s-]{0,40}", given.get("bank_account") or "", re.ASCII):
        found.append(
            Problem(
                "bank_account",
                Text(
                    "银行账号只能是数字；请对照开户许可证",
                    "a bank account is digits only; check it against the bank's paper",
                ),
            )
        )
    for name, words in (("kind", OrganisationKind), ("size", OrganisationSize)):
        if name in given and given[name] not in [one.value for one in words]:
            found.append(Problem(name, Text("请从列表中选择", "choose one of the list")))
    for name in ("headcount", "revenue_fen", "assets_fen"):
        if (given.get(name) or 0) < 0:
            found.append(Problem(name, Text("不能是负数", "must not be negative")))
    return found
