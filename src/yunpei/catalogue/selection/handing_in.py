"""An organisation hands its platform in: written, sealed, submitted before the call closes, taken back and handed in again."""

from __future__ import annotations

import hashlib
import json
import re
from datetime import datetime
from urllib.parse import urlsplit

from django.db import IntegrityError, transaction

from yunpei.catalogue.selection.access import call_of, need_own, platform_of
from yunpei.catalogue.selection.models import Platform, PlatformCall
from yunpei.catalogue.selection.types import CallState, PlatformGiven, SealedBy
from yunpei.catalogue.states import PLATFORM
from yunpei.catalogue.types import CourseKind
from yunpei.common import audit
from yunpei.common.actor import Actor
from yunpei.common.clock import day_of
from yunpei.common.errors import Conflict, Forbidden, Invalid, Problem
from yunpei.common.language import Text
from yunpei.people import access as people_access
from yunpei.people import queries as people

OCCUPATION = re.compile(r"\d-\d\d-\d\d-\d\d")  # 国家职业分类大典, as 6-31-01-03
MOST_OCCUPATIONS = 500
MOST = 2_000_000_000
LONGEST = 4000
SEALED = ("name", "address", "about", "facts", "contact", "users", "kinds", "occupations")


@transaction.atomic
def platform_draft(*, call: str, by: Actor, at: datetime) -> str:
    """Begin to hand a platform in under an open call whose region the organisation belongs to; its id.

    Raises NotFound, Forbidden, Conflict.
    """
    row = call_of(call, lock=True)
    if by.organisation_id is None:
        raise Forbidden
    need_own(by, by.organisation_id)
    _need_open(row, at)
    if not people_access.region_covers(row.region, people.organisation(by.organisation_id).region):
        told = Text("本次征集面向该地区的单位", "this call is for organisations of its region")
        raise Conflict(told)
    made = Platform.objects.create(call=row, organisation_id=by.organisation_id, state=PLATFORM.start)
    _record(made, "platform_draft", by, at, {"call": str(row.public_id)})
    return str(made.public_id)


@transaction.atomic
def platform_write(*, platform: str, given: PlatformGiven, by: Actor, at: datetime) -> None:
    """Write what is handed in; what is missing is told on submission. A seal under something else holds no more.

    Raises NotFound, Forbidden, Conflict; Invalid for what cannot be kept.
    """
    row = _own(platform, "write", by, at)
    row.name, row.address = " ".join(given.name.split()), given.address.strip()
    row.about, row.facts, row.contact = given.about.strip(), given.facts.strip(), given.contact.strip()
    row.users, row.kinds = given.users, {kind: count for kind, count in sorted(given.kinds.items()) if count}
    row.occupations = [[one.code, " ".join(one.name.split()), one.courses] for one in given.occupations]
    if problems := _unkept(row):
        raise Invalid(problems)
    row.save()
    _record(row, "platform_write", by, at, {"content": content_digest(row)})


@transaction.atomic
def platform_seal(*, platform: str, file: str | None, by: Actor, at: datetime) -> None:
    """Seal what stands there: with a scan of the sealed page, or without one by the legal representative's own account.

    file: public id of a PDF of the organisation's own. Raises NotFound, Forbidden, Conflict.
    """
    row = _own(platform, "seal", by, at)
    if file is None and not by.has("org_legal"):
        raise Forbidden(Text("须由法定代表人本人的账号确认", "the legal representative's own account confirms"))
    row.sealed, row.file = (SealedBy.SCAN, file) if file else (SealedBy.ACCOUNT, None)
    row.sealed_at, row.sealed_by_id, row.digest = at, by.account_id, content_digest(row)
    row.sealed_name = people.organisation(row.organisation_id).legal_representative
    row.save()
    _record(row, "platform_seal", by, at, {"sealed": row.sealed, "content": row.digest})


@transaction.atomic
def platform_submit(*, platform: str, by: Actor, at: datetime) -> None:
    """Hand it in. Raises NotFound, Forbidden, Conflict where the same was handed in; Invalid with all that is missing."""
    row = _own(platform, "submit", by, at)
    if problems := [*_unkept(row), *_missing(row)]:
        raise Invalid(problems)
    row.state, row.submitted_at = PLATFORM.next(row.state, "submit", by=by), at
    try:
        with transaction.atomic():
            row.save(update_fields=["state", "submitted_at"])
    except IntegrityError:
        raise Conflict(Text("同名平台已经报送", "a platform of this name was handed in already")) from None
    _record(row, "platform_submit", by, at, {"content": row.digest, "sealed": row.sealed})


@transaction.atomic
def platform_withdraw(*, platform: str, by: Actor, at: datetime) -> None:
    """Take it back until the call closes: a draft again, to be changed and handed in anew. Raises NotFound, Forbidden, Conflict."""
    row = _own(platform, "withdraw", by, at)
    row.state = PLATFORM.next(row.state, "withdraw", by=by)
    row.save(update_fields=["state"])
    _record(row, "platform_withdraw", by, at, {})


def content_digest(row: Platform) -> str:
    """SHA-256 of what is sealed: who hands in which platform with which content, under which call."""
    firm = people.organisation(row.organisation_id)
    content = {name: getattr(row, name) for name in SEALED}
    content |= {"call": str(row.call.public_id), "firm": [firm.credit_code, firm.name, firm.legal_representative]}
    return hashlib.sha256(json.dumps(content, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def occupation_problem(code: str) -> Text | None:
    """What is wrong with the code of an occupation."""
    if OCCUPATION.fullmatch(code):
        return None
    return Text(f"职业编码“{code}”应如 6-31-01-03", f"codes of occupations look like 6-31-01-03, not {code}")


def _own(platform: str, event: str, by: Actor, at: datetime) -> Platform:
    row = platform_of(platform, lock=True)
    need_own(by, row.organisation_id)
    PLATFORM.next(row.state, event, by=by)
    _need_open(row.call, at)
    return row


def _need_open(row: PlatformCall, at: datetime) -> None:
    if row.state != CallState.OPEN or day_of(at) > row.closes_on:
        raise Conflict(Text(f"征集已于 {row.closes_on} 截止", f"the call closed on {row.closes_on}"))


def _unkept(row: Platform) -> list[Problem]:
    """What no row can hold."""
    problems = []
    for field, most in (("name", 100), ("address", 200), ("about", LONGEST), ("facts", LONGEST), ("contact", 200)):
        if len(getattr(row, field)) > most:
            problems.append(Problem(field, Text(f"不超过{most}字", f"up to {most} characters")))
    if not 0 <= row.users <= MOST:
        problems.append(Problem("users", Text("人数不在合理范围内", "not a number of people")))
    if not set(row.kinds) <= set(CourseKind) or not all(0 < one <= MOST for one in row.kinds.values()):
        problems.append(Problem("kinds", Text("课程类别或课程数有误", "a course kind or its number is wrong")))
    if len(row.occupations) > MOST_OCCUPATIONS:
        told = Text(f"职业最多{MOST_OCCUPATIONS}个", f"up to {MOST_OCCUPATIONS} occupations")
        problems.append(Problem("occupations", told))
    seen = set[str]()
    for code, name, courses in row.occupations:
        if wrong := occupation_problem(code):
            problems.append(Problem("occupations", wrong))
        if code in seen:
            problems.append(Problem("occupations", Text(f"职业 {code} 重复", f"{code} stands twice")))
        if not 1 <= len(name) <= 60 or not 1 <= courses <= MOST:
            told = Text(f"职业 {code}：请填写名称和课程数", f"{code}: give its name and number of courses")
            problems.append(Problem("occupations", told))
        seen.add(code)
    return problems


def _missing(row: Platform) -> list[Problem]:
    problems = []
    for field in ("name", "about", "facts", "contact"):
        if not getattr(row, field):
            problems.append(Problem(field, Text("请填写", "fill this in")))
    if urlsplit(row.address).scheme not in ("http", "https") or not urlsplit(row.address).hostname:
        told = Text("请填写以 http 开头的平台网址", "give the platform's address, beginning with http")
        problems.append(Problem("address", told))
    if not row.kinds:
        problems.append(Problem("kinds", Text("请填写各类课程数", "say how many courses of which kinds there are")))
    if not row.occupations:
        problems.append(Problem("occupations", Text("请填写覆盖的职业", "name the occupations it covers")))
    if not row.sealed or row.digest != content_digest(row):
        told = Text(
            "请上传盖章页的 PDF，或由法定代表人账号确认；修改内容后须重新办理",
            "put up the sealed page as a PDF, or let the legal representative's account confirm; again after each change",
        )
        problems.append(Problem("sealed", told))
    return problems


def _record(row: Platform, verb: str, by: Actor, at: datetime, detail: dict[str, object]) -> None:
    audit.record(by=by, at=at, verb=verb, subject_type="platform", subject_id=row.public_id, detail=detail)
