"""Public notice (公示): published with stored masks for the programme's days, objected to by anyone, closed after its term."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from yunpei.casework import access
from yunpei.casework.actions.lines import count_again, remove
from yunpei.casework.models import Case, CaseLine, NoticeRow, Objection, PublicNotice
from yunpei.casework.moving import locked, move, move_line, need_reason
from yunpei.casework.numbers import next_number
from yunpei.casework.programmes import pack_of, plan_of_claim
from yunpei.casework.states import CLAIM, OBJECTION
from yunpei.casework.types import CaseKind, LineState, ObjectionState
from yunpei.common import audit, calendar
from yunpei.common.actor import Actor
from yunpei.common.clock import day_of
from yunpei.common.errors import Conflict, Forbidden, Invalid, NotFound, Problem
from yunpei.common.language import Text
from yunpei.common.secrets import encrypt
from yunpei.files.full_ids import numbers_in
from yunpei.people import queries as people
from yunpei.people.types import Role
from yunpei.policy.types import Pack

CONTACT = "objection.contact"
# Where a circular does not list what is shown (无锡): who, for whom and how much, without the project.
DEFAULT_CONTENTS = ("enterprise", "names", "masked_id", "amount")
DEFAULT_DAYS, DEFAULT_UNIT = 5, "working"
LONGEST_TEXT = 4000


@transaction.atomic
def notice_publish(*, number: str, by: Actor, at: datetime) -> str:
    """Publish a claim that passed both reviews and return the notice's number. An officer of the reviewing office.

    Days, unit and contents are the programme's; the first day is the day after. Where the calendar does not reach to the end, the
    notice stands without an end until it does. Raises NotFound, Forbidden, Conflict; Invalid if a full ID would be shown.
    """
    case = locked(number, by, CaseKind.CLAIM)
    access.need_desk(by, case)
    CLAIM.row(case.state, "publish")
    pack = pack_of(case)
    lines = list(case.lines.filter(state=LineState.COUNTED, amount_fen__gt=0).order_by("place"))
    notice = _notice(case, pack, lines, by, at)
    NoticeRow.objects.bulk_create(
        NoticeRow(
            notice=notice,
            line=line,
            place=place,
            name=line.name,
            id_masked=line.id_masked,
            amount_fen=line.amount_fen,
        )
        for place, line in enumerate(lines, start=1)
    )
    move(case, "publish", by=by, at=at, notice=notice.number, ends_on=str(notice.ends_on or ""))
    return notice.number


def _notice(case: Case, pack: Pack, lines: Sequence[CaseLine], by: Actor, at: datetime) -> PublicNotice:
    firm, plan = people.organisation(case.organisation_id), plan_of_claim(case)
    shown = (firm.name, plan.project, *(line.name for line in lines), *(line.id_masked for line in lines))
    if any(True for text in shown for _ in numbers_in(text)):
        raise Invalid(
            [Problem("", Text("公示内容中有完整的身份证号码，不能发布", "a full ID number would be published"))]
        )
    days, unit = pack.public_notice.get("days", DEFAULT_DAYS), pack.public_notice.get("unit", DEFAULT_UNIT)
    return PublicNotice.objects.create(
        number=next_number(pack.circular.region, day_of(at).year, "GS"),
        case=case,
        region=case.region,
        circular=pack.circular.number,
        enterprise=firm.name,
        project=plan.project,
        people=len(lines),
        amount_fen=sum(line.amount_fen for line in lines),
        contents=list(pack.public_notice.get("contents", DEFAULT_CONTENTS)),
        days=days,
        unit=unit,
        published_at=at,
        published_by_id=by.account_id,
        ends_on=last_day(day_of(at), days, unit),
    )


def last_day(published: date, days: int, unit: str) -> date | None:
    """Last day of a notice; None where the calendar of working days does not reach so far: nothing is guessed."""
    if unit == "calendar":
        return calendar.add_days(published, days)
    try:
        return calendar.add_working_days(published, days)
    except calendar.CalendarEnds:
        return None


@transaction.atomic
def notice_close(*, number: str, by: Actor, at: datetime) -> None:
    """Close a notice after its last day. An officer of the reviewing office, or the program.

    Lines with an open objection stay held, the others go on. Raises NotFound, Forbidden; Conflict before the term is over, and
    while an objection to the notice as a whole is open.
    """
    notice, case = _locked_notice(number, by)
    access.need_desk(by, case)
    if notice.closed_at is not None or notice.voided_at is not None:
        raise Conflict(Text("公示已经结束", "the notice is over already"))
    ends_on = notice.ends_on or last_day(day_of(notice.published_at), notice.days, notice.unit)
    if ends_on is None:
        raise Conflict(Text("截止日要等下一年放假安排录入后确定", "the end awaits next year's calendar"))
    if day_of(at) <= ends_on:
        raise Conflict(Text(f"公示到 {ends_on} 为止", f"the notice runs to {ends_on}"))
    if notice.objections.filter(state=ObjectionState.OPEN, row__isnull=True).exists():
        raise Conflict(Text("对整个公示的异议尚未处理", "an objection to the whole notice is not settled"))
    notice.ends_on, notice.closed_at = ends_on, at
    notice.save(update_fields=["ends_on", "closed_at"])
    _record(case, "notice_close", by, at, notice=number)


@transaction.atomic
def objection_make(
    *, notice: str, row: int | None, text: str, name: str = "", contact: str = "", by: Actor, at: datetime
) -> str:
    """Object to a public notice, or to one person of it (row: place in the list); returns the receipt code, shown once.

    Anyone may, with or without a name. The person's line is held until an officer has settled it; all others go on.
    Raises NotFound; Conflict once the term is over; Invalid without words.
    """
    found = PublicNotice.objects.filter(number=notice, voided_at__isnull=True).first()
    if found is None:
        raise NotFound
    case = Case.objects.select_for_update().get(pk=found.case_id)
    held = PublicNotice.objects.select_for_update().get(pk=found.pk)
    if held.closed_at is not None or held.voided_at or (held.ends_on is not None and day_of(at) > held.ends_on):
        raise Conflict(
            Text("公示期已过；可向受理部门反映", "the term is over; turn to the office that took the claim in")
        )
    if problems := _objection_problems(text, name, contact):
        raise Invalid(problems)
    place = held.rows.filter(place=row).select_related("line").first() if row is not None else None
    if row is not None and place is None:
        raise NotFound
    code = secrets.token_hex(8).upper()
    objection = Objection.objects.create(
        notice=held,
        row=place,
        code_digest=code_digest(code),
        name=name.strip(),
        contact_encrypted=encrypt(contact.strip(), purpose=CONTACT) if contact.strip() else "",
        text=text.strip(),
        made_at=at,
        state=OBJECTION.start,
    )
    someone = by if by.account_id is not None or by.name else Actor(account_id=None, name="public")
    if place is not None:
        line = case.lines.select_for_update().get(pk=place.line_id)
        if line.state == LineState.COUNTED:
            move_line(line, "hold", why=f"公示异议 {held.number}", by=someone, at=at, as_program=True)
    _record(case, "objection_make", someone, at, notice=notice, row=row, objection=objection.pk)
    return code


def _objection_problems(text: str, name: str, contact: str) -> list[Problem]:
    problems = []
    if not text.strip():
        problems.append(Problem("text", Text("请写明异议的内容和理由", "say what you object to, and why")))
    for field, given, most in (("text", text, LONGEST_TEXT), ("name", name, 100), ("contact", contact, 200)):
        if len(given) > most:
            problems.append(Problem(field, Text(f"不超过{most}字", f"at most {most} characters")))
    return problems


def code_digest(code: str) -> str:
    """What is kept of a receipt code: case, blanks and hyphens do not matter."""
    plain = "".join(code.split()).replace("-", "").upper()
    return hashlib.sha256(f"objection {plain}".encode()).hexdigest()


@transaction.atomic
def objection_settle(*, objection: int, uphold: bool, answer: str, by: Actor, at: datetime) -> None:
    """Settle an objection with a written answer. An officer of the reviewing office, or an inspector of the region.

    uphold: its line is removed from the claim; else the line counts again once no other objection to it is open, and if the claim
    is approved already its money is set aside now. Raises NotFound, Forbidden, Conflict, Invalid.
    """
    found = Objection.objects.select_related("notice").filter(pk=objection).first()
    if found is None:
        raise NotFound
    held, case = _locked_notice(found.notice.number, by)
    access.need_desk(by, case)
    if not by.has(Role.OFFICER_REVIEW):
        raise Forbidden
    mine = Objection.objects.select_for_update().get(pk=objection)
    mine.state = OBJECTION.next(mine.state, "uphold" if uphold else "dismiss", by=by)
    mine.answer, mine.settled_at, mine.settled_by_id = need_reason(answer), at, by.account_id
    mine.save()
    verb = "objection_uphold" if uphold else "objection_dismiss"
    _record(case, verb, by, at, notice=held.number, objection=objection, answer=mine.answer)
    if mine.row_id is not None:
        _settle_line(case, mine, uphold, by, at)


def _settle_line(case: Case, objection: Objection, uphold: bool, by: Actor, at: datetime) -> None:
    """Let the line follow: removed, or counted again and, after the approval, with its money set aside."""
    assert objection.row is not None
    line = case.lines.select_for_update().get(pk=objection.row.line_id)
    if line.state != LineState.HELD:
        return
    if uphold:
        remove(case, line, reason=objection.answer, by=by, at=at)
        return
    others = Objection.objects.filter(row__line_id=line.pk, state=ObjectionState.OPEN).exclude(pk=objection.pk)
    if not others.exists():
        count_again(case, line, reason=objection.answer, by=by, at=at)


def _locked_notice(number: str, by: Actor) -> tuple[PublicNotice, Case]:
    """A notice and its case, locked, the case first."""
    found = PublicNotice.objects.select_related("case").filter(number=number).first()
    if found is None:
        raise NotFound
    case = locked(found.case.number, by, CaseKind.CLAIM)
    return PublicNotice.objects.select_for_update().get(pk=found.pk), case


def _record(case: Case, verb: str, by: Actor, at: datetime, **detail: object) -> None:
    audit.record(by=by, at=at, verb=verb, subject_type="case", subject_id=case.number, detail=dict(detail))
