"""The authority decides, publishes batches for objection, lists them; platforms leave, are struck off, and appeal."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from yunpei.catalogue.selection import queries
from yunpei.catalogue.selection.access import call_of, need_office, need_own, platform_of
from yunpei.catalogue.selection.calls import words
from yunpei.catalogue.selection.models import Platform, PlatformBatch, PlatformObjection, PlatformReview
from yunpei.catalogue.selection.telling import tell_firm
from yunpei.catalogue.selection.types import ObjectionState, PlatformState
from yunpei.catalogue.states import PLATFORM, PLATFORM_OBJECTION
from yunpei.common import audit
from yunpei.common.actor import Actor
from yunpei.common.calendar import add_days
from yunpei.common.clock import day_of
from yunpei.common.errors import Conflict, Forbidden, Invalid, NotFound, Problem
from yunpei.common.language import Text
from yunpei.common.states import Transition

PROGRAM = Actor.system("catalogue")
NOTICE_DAYS = range(1, 31)
APPEAL_DAYS = 60  # 行政复议法 第二十条
DECIDES = ("accept", "refuse")
APPEAL_ENDS = ("restore", "dismiss")


@transaction.atomic
def platform_decide(*, platform: str, event: str, reason: str, by: Actor, at: datetime) -> None:
    """Accept or refuse a platform with the reason, once every review of its call is in; not by one of its reviewers.

    Raises NotFound, Forbidden, Conflict, Invalid.
    """
    row, account = _seen(platform, by)
    if event not in DECIDES:
        raise NotFound
    found = _move(row, event, by)
    call_of(str(row.call.public_id), lock=True)  # no reviewer is released meanwhile
    if not queries.reviewed(row.call):
        raise Conflict(Text("评审意见还没有全部提交", "not every review is in"))
    if PlatformReview.objects.filter(platform=row, reviewer__account_id=account).exists():
        raise Conflict(Text("您参与了评审，须由其他人决定", "you reviewed it; another person has to decide"))
    row.reason, row.decided_by_id = words(reason), account
    row.save(update_fields=["state", "reason", "decided_by"])
    _record(row, found, by, at, {"reason": row.reason})


@transaction.atomic
def batch_publish(*, title: str, platforms: Sequence[str], days: int, by: Actor, at: datetime) -> int:
    """Publish accepted platforms of the region as its next batch, open to objections for so many calendar days; its number.

    Raises NotFound, Forbidden, Conflict, Invalid.
    """
    if not by.region:
        raise Forbidden
    account = need_office(by, by.region)
    problems = []
    if not 1 <= len(title.strip()) <= 200:
        problems.append(
            Problem("title", Text("请填写批次名称，不超过200字", "name the batch, in up to 200 characters"))
        )
    if days not in NOTICE_DAYS:
        problems.append(Problem("days", Text("公示期为1至30天", "the notice takes 1 to 30 days")))
    if not platforms:
        problems.append(Problem("platforms", Text("请选择平台", "choose the platforms")))
    if problems:
        raise Invalid(problems)
    rows = [_seen(one, by)[0] for one in dict.fromkeys(platforms)]
    if any(one.call.region != by.region for one in rows):
        raise NotFound
    last = PlatformBatch.objects.select_for_update().filter(region=by.region).order_by("-number").first()
    day = day_of(at)
    batch = PlatformBatch.objects.create(
        region=by.region,
        number=(last.number if last else 0) + 1,
        title=title.strip(),
        published_on=day,
        until=add_days(day, days),
        published_by_id=account,
    )
    for row in rows:
        found, row.batch = _move(row, "notice", by), batch
        row.save(update_fields=["state", "batch"])
        _record(row, found, by, at, {"batch": batch.number, "until": batch.until.isoformat()})
    return batch.number


@transaction.atomic
def batch_list(*, number: int, by: Actor, at: datetime) -> int:
    """Put a batch on the list once its notice is over: all that no open objection is about, from today on; how many.

    Raises NotFound, Forbidden, Conflict.
    """
    batch = PlatformBatch.objects.select_for_update().filter(region=by.region or "", number=number).first()
    if batch is None:
        raise NotFound
    need_office(by, batch.region)
    day = day_of(at)
    if day <= batch.until:
        raise Conflict(Text(f"公示到 {batch.until} 为止", f"the notice runs until {batch.until}"))
    rows = Platform.objects.select_for_update(of=("self",)).filter(batch=batch, state=PlatformState.NOTICED)
    doubted = PlatformObjection.objects.filter(state=ObjectionState.OPEN).values("platform")
    free = list(rows.exclude(pk__in=doubted).order_by("id"))
    if not free:
        raise Conflict(
            Text(
                "没有可以列入的平台：异议尚未处理，或已全部列入", "nothing to list: objections wait, or all are listed"
            )
        )
    for row in free:
        found, row.listed_on = _move(row, "list", by), day
        row.save(update_fields=["state", "listed_on"])
        _record(row, found, by, at, {"batch": batch.number})
    return len(free)


@transaction.atomic
def objection_make(*, platform: str, text: str, at: datetime) -> str:
    """Object to a platform while its notice runs; anyone may. The receipt code, shown once. Raises NotFound, Conflict, Invalid."""
    row = platform_of(platform, lock=True)
    if row.batch is None or row.state != PlatformState.NOTICED or day_of(at) > row.batch.until:
        raise Conflict(Text("不在公示期内", "its notice does not run now"))
    said, code = words(text, "text"), secrets.token_hex(8).upper()
    PlatformObjection.objects.create(
        platform=row, code_digest=queries.code_digest(code), text=said, state=PLATFORM_OBJECTION.start, made_at=at
    )
    audit.record(by=PROGRAM, at=at, verb="platform_object", subject_type="platform", subject_id=row.public_id)
    return code


@transaction.atomic
def objection_settle(*, objection: int, event: str, answer: str, by: Actor, at: datetime) -> None:
    """Uphold an objection, which drops the platform, or dismiss it. Raises NotFound, Forbidden, Conflict, Invalid."""
    row = PlatformObjection.objects.select_for_update(of=("self",)).filter(pk=objection).first()
    if row is None:
        raise NotFound
    about, account = _seen(str(row.platform.public_id), by)
    if event not in PLATFORM_OBJECTION.events:
        raise NotFound
    found = PLATFORM_OBJECTION.row(row.state, event)
    row.state, row.answer = PLATFORM_OBJECTION.next(row.state, event, by=by), words(answer, "answer")
    row.answered_by_id = account
    row.save()
    audit.record(
        by=by,
        at=at,
        verb=found.audit,
        subject_type="platform",
        subject_id=about.public_id,
        detail={"answer": row.answer},
    )
    if event == "uphold" and about.state == PlatformState.NOTICED:
        dropped, about.reason = _move(about, "drop", by), row.answer
        about.save(update_fields=["state", "reason"])
        _record(about, dropped, by, at, {"reason": row.answer})
    tell_firm(about, found.sends, at)


@transaction.atomic
def platform_leave(*, platform: str, on: date, by: Actor, at: datetime) -> None:
    """Leave the list by one's own wish: not listed any more from a day on. Raises NotFound, Forbidden, Conflict, Invalid."""
    row = platform_of(platform, lock=True)
    need_own(by, row.organisation_id)
    found = _move(row, "leave", by)
    if on < day_of(at):
        raise Invalid([Problem("on", Text("退出日期不能早于今天", "the day may not be over"))])
    row.left = on
    row.save(update_fields=["state", "left"])
    _record(row, found, by, at, {"on": on.isoformat()})


@transaction.atomic
def platform_strike(*, platform: str, reason: str, by: Actor, at: datetime) -> None:
    """Strike a platform off the list from today on, with the reason. Raises NotFound, Forbidden, Conflict, Invalid."""
    row, account = _seen(platform, by)
    found = _move(row, "strike", by)
    row.reason, row.decided_by_id, row.said = words(reason), account, ""
    row.left, row.appeal_by = day_of(at), add_days(day_of(at), APPEAL_DAYS)
    row.save()
    _record(row, found, by, at, {"reason": row.reason})


@transaction.atomic
def platform_appeal(*, platform: str, said: str, by: Actor, at: datetime) -> None:
    """Appeal in time against having been struck off. Raises NotFound, Forbidden, Conflict, Invalid."""
    row = platform_of(platform, lock=True)
    need_own(by, row.organisation_id)
    found = _move(row, "appeal", by)
    if row.appeal_by is not None and day_of(at) > row.appeal_by:
        raise Conflict(Text(f"申诉期到 {row.appeal_by} 为止", f"appeals were possible until {row.appeal_by}"))
    row.said = words(said, "said")
    row.save(update_fields=["state", "said"])
    _record(row, found, by, at, {})


@transaction.atomic
def appeal_settle(*, platform: str, event: str, answer: str, by: Actor, at: datetime) -> None:
    """Restore a platform, as if it had never been struck off, or dismiss its appeal; by another than who struck it off.

    Raises NotFound, Forbidden, Conflict, Invalid.
    """
    row, account = _seen(platform, by)
    if event not in APPEAL_ENDS:
        raise NotFound
    found = _move(row, event, by)
    if row.decided_by_id == account:
        raise Conflict(Text("申诉须由原决定人以外的人处理", "an appeal is judged by another than who decided"))
    row.reason = words(answer)
    if event == "restore":
        row.left = None
    row.save(update_fields=["state", "reason", "left"])
    _record(row, found, by, at, {"answer": row.reason})


def _seen(platform: str, by: Actor) -> tuple[Platform, int]:
    row = platform_of(platform, lock=True)
    return row, need_office(by, row.call.region)


def _move(row: Platform, event: str, by: Actor) -> Transition:
    """Take a platform along its table, unsaved. Raises Conflict, Forbidden."""
    found = PLATFORM.row(row.state, event)
    row.state = PLATFORM.next(row.state, event, by=by)
    return found


def _record(row: Platform, found: Transition, by: Actor, at: datetime, detail: dict[str, object]) -> None:
    audit.record(by=by, at=at, verb=found.audit, subject_type="platform", subject_id=row.public_id, detail=detail)
    tell_firm(row, found.sends, at)
