"""A call for platforms: published, called off, its review begun with named reviewers, and closed."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction

from yunpei.catalogue import gates
from yunpei.catalogue.selection.access import belongs, call_of, need_office
from yunpei.catalogue.selection.models import CallCriterion, CallReviewer, Platform, PlatformCall, PlatformReview
from yunpei.catalogue.selection.telling import tell_firm, tell_reviewer
from yunpei.catalogue.selection.types import CallGiven, PlatformState
from yunpei.catalogue.states import CALL, PLATFORM
from yunpei.common import audit
from yunpei.common.actor import Actor
from yunpei.common.clock import day_of
from yunpei.common.errors import Conflict, Forbidden, Invalid, Problem
from yunpei.common.language import Text

ALL = 100  # what the weights of a call sum to
LONGEST = 4000
OWN = "任职于该单位"  # why somebody is left out without having said anything


@transaction.atomic
def call_publish(*, given: CallGiven, by: Actor, at: datetime) -> str:
    """Publish a call of the actor's region, open from now to the end of its last day; its id. Reviewing officers.

    Raises Forbidden; Invalid with all that is wrong.
    """
    if not by.region:
        raise Forbidden
    account = need_office(by, by.region)
    if problems := _problems(given, at):
        raise Invalid(problems)
    row = PlatformCall.objects.create(
        region=by.region,
        title=given.title.strip(),
        asks=given.asks.strip(),
        contact=given.contact.strip(),
        closes_on=given.closes_on,
        state=CALL.start,
        published_at=at,
        published_by_id=account,
    )
    CallCriterion.objects.bulk_create(
        CallCriterion(call=row, position=place, name=name.strip(), weight=weight)
        for place, (name, weight) in enumerate(given.criteria, start=1)
    )
    _record(row, "call_publish", by, at, {"title": row.title, "closes_on": row.closes_on.isoformat()})
    return str(row.public_id)


def _problems(given: CallGiven, at: datetime) -> list[Problem]:
    problems = []
    for field, text, most in (
        ("title", given.title, 200),
        ("asks", given.asks, LONGEST),
        ("contact", given.contact, 200),
    ):
        if not 1 <= len(text.strip()) <= most:
            problems.append(Problem(field, Text(f"请填写，不超过{most}字", f"fill this in, up to {most} characters")))
    if given.closes_on < day_of(at):
        problems.append(Problem("closes_on", Text("截止日期已过", "the last day is over")))
    names = [name.strip() for name, _ in given.criteria]
    if not names or not all(1 <= len(one) <= 100 for one in names) or len(set(names)) < len(names):
        told = Text("请填写评分项，名称不重复、不超过100字", "name the criteria, each once, up to 100 characters")
        problems.append(Problem("criteria", told))
    total = sum(weight for _, weight in given.criteria)
    if total != ALL or any(weight < 1 for _, weight in given.criteria):
        told = Text(f"各项权重须大于0，合计为{ALL}，现为{total}", f"weights above 0 that sum to {ALL}, not {total}")
        problems.append(Problem("criteria", told))
    return problems


@transaction.atomic
def call_cancel(*, call: str, reason: str, by: Actor, at: datetime) -> None:
    """Call a call off, in public and with the reason; what was handed in lapses. Raises NotFound, Forbidden, Conflict, Invalid."""
    row = call_of(call, lock=True)
    need_office(by, row.region)
    row.state, row.reason = CALL.next(row.state, "cancel", by=by), words(reason)
    row.save(update_fields=["state", "reason"])
    for one in _platforms(row, PlatformState.DRAFT, PlatformState.SUBMITTED):
        _moved(one, "lapse", by, at)
    _record(row, "call_cancel", by, at, {"reason": row.reason})


@transaction.atomic
def review_begin(*, call: str, by: Actor, at: datetime) -> None:
    """Begin the review, once the last day is over: what was handed in is reviewed, drafts lapse.

    Raises NotFound, Forbidden, Conflict.
    """
    row = call_of(call, lock=True)
    need_office(by, row.region)
    row.state = CALL.next(row.state, "begin", by=by)
    if day_of(at) <= row.closes_on:
        told = Text(f"征集到 {row.closes_on} 为止，之后才能开始评审", f"the call is open until {row.closes_on}")
        raise Conflict(told)
    row.save(update_fields=["state"])
    for one in _platforms(row, PlatformState.SUBMITTED):
        _moved(one, "review", by, at)
    for one in _platforms(row, PlatformState.DRAFT):
        _moved(one, "lapse", by, at)
    _record(row, "call_begin", by, at, {})


@transaction.atomic
def reviewer_name(*, call: str, account_id: int, by: Actor, at: datetime) -> None:
    """Name someone of the expert committee to review all platforms of a call but those of an organisation of their own.

    Not once a platform of the call is decided: all are marked by the same. Raises NotFound, Forbidden, Conflict, Invalid.
    """
    row = call_of(call, lock=True)
    need_office(by, row.region)
    _undecided(row)
    if account_id not in {one.account_id for one in gates.seats()}:
        told = Text("请从专家委员会委员中选择", "choose a member of the expert committee")
        raise Invalid([Problem("account", told)])
    try:
        with transaction.atomic():
            made = CallReviewer.objects.create(call=row, account_id=account_id, named_at=at)
    except IntegrityError:
        raise Conflict(Text("已经指定过这位评审人", "this reviewer was named before")) from None
    reviewed = row.platforms.filter(state=PlatformState.IN_REVIEW)
    PlatformReview.objects.bulk_create(
        PlatformReview(platform=one, reviewer=made, conflict=OWN, handed_in_at=at)
        for one in reviewed
        if belongs(account_id, one.organisation_id)
    )
    _record(row, "call_reviewer_name", by, at, {"account": account_id})
    tell_reviewer(made, at)


@transaction.atomic
def reviewer_release(*, call: str, reviewer: int, reason: str, by: Actor, at: datetime) -> None:
    """Release a reviewer who cannot go on: none of their marks count, and everyone's still wait for the others.

    Not once a platform of the call is decided. Raises NotFound, Forbidden, Conflict, Invalid.
    """
    row = call_of(call, lock=True)
    need_office(by, row.region)
    _undecided(row)
    said = words(reason)
    seat = CallReviewer.objects.filter(call=row, pk=reviewer, released_at=None).first()
    if seat is None:
        raise Conflict(Text("这位评审人不在评审中", "there is no such reviewer"))
    seat.released_at, seat.release_reason = at, said
    seat.save(update_fields=["released_at", "release_reason"])
    _record(row, "call_reviewer_release", by, at, {"reviewer": reviewer, "reason": said})
    tell_reviewer(seat, at)


@transaction.atomic
def call_close(*, call: str, by: Actor, at: datetime) -> None:
    """Close a call, once every platform of it is decided. Raises NotFound, Forbidden, Conflict."""
    row = call_of(call, lock=True)
    need_office(by, row.region)
    row.state = CALL.next(row.state, "close", by=by)
    if row.platforms.filter(state=PlatformState.IN_REVIEW).exists():
        raise Conflict(Text("还有平台没有作出决定", "not every platform is decided"))
    row.save(update_fields=["state"])
    _record(row, "call_close", by, at, {})


def words(text: str, field: str = "reason") -> str:
    """Reasons as they are kept. Raises Invalid where there are none."""
    if not 1 <= len(text.strip()) <= LONGEST:
        raise Invalid([Problem(field, Text(f"请写明理由，不超过{LONGEST}字", "give the reason in writing"))])
    return text.strip()


def _undecided(row: PlatformCall) -> None:
    """Go on while a call is under review and none of its platforms is decided. Raises Conflict."""
    CALL.row(row.state, "close")
    if row.platforms.filter(decided_by__isnull=False).exists():
        raise Conflict(Text("已有平台作出决定，不能再调整评审人", "a platform is decided already"))


def _platforms(row: PlatformCall, *states: PlatformState) -> list[Platform]:
    return list(Platform.objects.select_for_update().filter(call=row, state__in=states).order_by("id"))


def _moved(one: Platform, event: str, by: Actor, at: datetime) -> None:
    found = PLATFORM.row(one.state, event)
    one.state = found.target
    one.save(update_fields=["state"])
    audit.record(by=by, at=at, verb=found.audit, subject_type="platform", subject_id=one.public_id)
    tell_firm(one, found.sends, at)


def _record(row: PlatformCall, verb: str, by: Actor, at: datetime, detail: dict[str, object]) -> None:
    audit.record(by=by, at=at, verb=verb, subject_type="platform_call", subject_id=row.public_id, detail=detail)
