"""Penalties: proposed by one inspector and imposed by another; the organisation may appeal, and ask to be taken off the list."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from yunpei.common import audit
from yunpei.common.actor import Actor
from yunpei.common.calendar import add_days
from yunpei.common.clock import day_of
from yunpei.common.errors import Conflict, Forbidden, Invalid, NotFound, Problem
from yunpei.common.language import Text
from yunpei.messages import actions as messages
from yunpei.oversight import access
from yunpei.oversight.models import Penalty
from yunpei.oversight.numbers import PENALTY as SERIES
from yunpei.oversight.numbers import next_number
from yunpei.oversight.states import PENALTY
from yunpei.oversight.types import PenaltyKind, PenaltyState
from yunpei.people import queries as people
from yunpei.people.types import ORG_ROLES

PROGRAM = Actor.system("oversight")
APPEAL_DAYS = 60  # 行政复议法 第二十条
TERMED = (PenaltyKind.SUSPENSION, PenaltyKind.LISTED)
MOST_MONTHS = 36
LONGEST = 4000
_TELLS = {
    "penalty_imposed": Text(
        "有新的处理决定，可以在60日内申诉", "a penalty was imposed; it may be appealed within 60 days"
    ),
    "penalty_lifted": Text("处理决定已撤销", "a penalty was lifted"),
    "penalty_stands": Text("申请已答复，处理决定维持", "your request was answered; the penalty stands"),
    "penalty_repaired": Text("信用修复已通过", "you were taken off the list"),
    "penalty_expired": Text("处理决定期满", "a penalty is over"),
}


@transaction.atomic
def penalty_propose(
    *,
    organisation: str,
    kind: PenaltyKind,
    facts: str,
    basis: str,
    months: int | None = None,
    case: str = "",
    by: Actor,
    at: datetime,
) -> str:
    """Propose a step of the ladder against an organisation (by credit code) of the inspector's region. Returns its number.

    months: the term of a suspension or listing. Raises NotFound, Forbidden, Invalid with all that is wrong.
    """
    desk = access.need_desk(by)
    problems = _problems(kind, facts, basis, months)
    firm = people.organisation_of_code(organisation)
    if firm is None:
        problems.append(Problem("organisation", Text("没有这个单位", "there is no such organisation")))
    if problems or firm is None:
        raise Invalid(problems)
    access.need_region(by, firm.region)
    row = Penalty.objects.create(
        number=next_number(SERIES, desk.region, day_of(at).year),
        organisation_id=firm.id,
        region=desk.region,
        kind=kind,
        state=PENALTY.start,
        case=case.strip(),
        facts=facts.strip(),
        basis=basis.strip(),
        months=months,
        proposed_at=at,
        proposed_by_id=desk.account,
    )
    _record(row, "penalty_propose", by, at)
    return row.number


def _problems(kind: PenaltyKind, facts: str, basis: str, months: int | None) -> list[Problem]:
    problems = [
        Problem(field, Text("请填写", "fill this in"))
        for field, given in (("facts", facts), ("basis", basis))
        if not 1 <= len(given.strip()) <= (LONGEST if field == "facts" else 500)
    ]
    if (kind in TERMED) is (months is None) or (months is not None and not 1 <= months <= MOST_MONTHS):
        told = Text(f"暂停资格和列入名单须有 1–{MOST_MONTHS} 个月的期限，其他没有", "a term for these two kinds alone")
        problems.append(Problem("months", told))
    return problems


@transaction.atomic
def penalty_decide(*, number: str, event: str, answer: str = "", by: Actor, at: datetime) -> None:
    """An inspector's word on a penalty: impose, drop, uphold or dismiss an appeal, repair, refuse_repair, lift.

    Imposing and judging an appeal take another person than who proposed it, and an appeal another than who imposed it. All but
    imposing needs written words. Raises NotFound, Forbidden, Conflict, Invalid.
    """
    row = Penalty.objects.select_for_update().filter(number=number).first()
    if row is None:
        raise NotFound
    access.need_region(by, row.region)
    sends = PENALTY.row(row.state, event).sends
    target = PENALTY.next(row.state, event, by=by)
    _need_apart(row, event, by)
    if event != "impose" and not 1 <= len(answer.strip()) <= LONGEST:
        raise Invalid([Problem("answer", Text("请写明理由", "give the reason in writing"))])
    row.state, row.answer = target, answer.strip()
    if event == "impose":
        day = day_of(at)
        row.imposed_at, row.imposed_by_id, row.from_day = at, by.account_id, day
        row.until = _months_on(day, row.months) if row.months else None
        row.appeal_by = add_days(day, APPEAL_DAYS)
    if target not in (PenaltyState.IN_FORCE,):
        row.ended_at = at
    row.save()
    _record(row, PENALTY_AUDIT[event], by, at)
    _tell(row, sends, at)


PENALTY_AUDIT = {row.event: row.audit for row in PENALTY.transitions}


def _need_apart(row: Penalty, event: str, by: Actor) -> None:
    if event in ("impose", "uphold", "dismiss"):
        proposer = people.person_of_account(row.proposed_by_id)
        told = Text("须由提出人以外的人决定", "another person than who proposed it decides")
        access.need_another(by, row.proposed_by_id, proposer.id if proposer else None, told)
    if event in ("uphold", "dismiss") and row.imposed_by_id is not None:
        imposer = people.person_of_account(row.imposed_by_id)
        told = Text("申诉须由原决定人以外的人处理", "an appeal is judged by another than who imposed it")
        access.need_another(by, row.imposed_by_id, imposer.id if imposer else None, told)


@transaction.atomic
def penalty_answer(*, number: str, event: str, said: str, by: Actor, at: datetime) -> None:
    """The organisation's word: appeal in time, or ask_repair once what was wrong is put right. It holds until that is decided.

    Raises NotFound, Forbidden, Conflict, Invalid.
    """
    row = Penalty.objects.select_for_update().filter(number=number).exclude(state=PenaltyState.PROPOSED).first()
    if row is None or row.organisation_id != by.organisation_id or not by.has(*ORG_ROLES):
        raise NotFound
    if event not in ("appeal", "ask_repair"):
        raise Forbidden
    target = PENALTY.next(row.state, event, by=by)
    if event == "appeal" and row.appeal_by is not None and day_of(at) > row.appeal_by:
        raise Conflict(Text(f"申诉期到 {row.appeal_by} 为止", f"appeals were possible until {row.appeal_by}"))
    if event == "ask_repair" and row.kind not in TERMED:
        raise Conflict(Text("只有暂停资格和列入名单可以申请修复", "only a suspension or listing can be repaired"))
    if not 1 <= len(said.strip()) <= LONGEST:
        raise Invalid([Problem("said", Text("请写明理由和依据", "say why, and on what grounds"))])
    row.state, row.said, row.answer = target, said.strip(), ""
    row.save(update_fields=["state", "said", "answer"])
    _record(row, PENALTY_AUDIT[event], by, at)


@transaction.atomic
def penalties_expire(*, at: datetime) -> int:
    """End every penalty whose last day is over; returns how many. The program alone (jobs)."""
    day = day_of(at)
    states = [row.source for row in PENALTY.transitions if row.event == "expire"]
    over = list(Penalty.objects.select_for_update().filter(state__in=states, until__lt=day).order_by("id"))
    for row in over:
        sends = PENALTY.row(row.state, "expire").sends
        row.state, row.ended_at = PENALTY.next(row.state, "expire", by=PROGRAM), at
        row.save(update_fields=["state", "ended_at"])
        _record(row, "penalty_expire", PROGRAM, at)
        _tell(row, sends, at)
    return len(over)


def _months_on(day: date, months: int) -> date:
    """The last day of a term of months: the day of the same number, or the month's last (民法典第二百零二条)."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month + 1, min(day.day, last))
        except ValueError:
            continue
    raise AssertionError(day)


def _tell(row: Penalty, sends: str, at: datetime) -> None:
    if not sends:
        return
    words = _TELLS[sends]
    text = Text(f"{row.number}：{words.zh}。", f"{row.number}: {words.en}.")
    for account in people.acting_for(row.organisation_id):
        messages.send(to_account=account, text=text, at=at, link="/org/penalties/")


def _record(row: Penalty, verb: str, by: Actor, at: datetime) -> None:
    detail = {"kind": row.kind, "state": str(row.state), "organisation": row.organisation_id, "case": row.case}
    if row.answer:
        detail["answer"] = row.answer
    audit.record(by=by, at=at, verb=verb, subject_type="penalty", subject_id=row.number, detail=detail)
