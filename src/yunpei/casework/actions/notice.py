"""Public notice (公示): published with stored masks for the programme's days, objected to by anyone, closed after its term."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterator, Sequence
from datetime import date, datetime

from django.db import transaction

from yunpei.casework import access
from yunpei.casework.actions.lines import count_again, remove
from yunpei.casework.applicants import applicant_of
from yunpei.casework.models import Case, CaseLine, NoticeAttachment, NoticeRow, Objection, PublicNotice
from yunpei.casework.moving import locked, move, move_line, need_free, need_reason, table_of
from yunpei.casework.numbers import next_number
from yunpei.casework.programmes import pack_of, plan_of_claim, publishes
from yunpei.casework.scanning import in_files, in_texts
from yunpei.casework.states import OBJECTION
from yunpei.casework.telling import tell
from yunpei.casework.types import DECIDED, CaseKind, LineState, ObjectionState
from yunpei.common import audit, calendar
from yunpei.common.actor import Actor
from yunpei.common.clock import day_of
from yunpei.common.errors import Conflict, Forbidden, Invalid, NotFound, Problem
from yunpei.common.language import Text
from yunpei.common.secrets import encrypt
from yunpei.files import queries as stored
from yunpei.files.types import PUBLISHABLE, FileCard
from yunpei.people.types import Role
from yunpei.policy.types import Pack

# Where a circular does not list what is shown (无锡): who, for whom and how much, without the project.
DEFAULT_CONTENTS = ("enterprise", "names", "masked_id", "amount")
CONTACT, PERSONAL = "objection.contact", "个人申请"
LONGEST_TEXT, MOST_FILES = 4000, 5


def notice_publish(*, number: str, files: Sequence[str] = (), looked: bool = False, by: Actor, at: datetime) -> str:
    """Publish a claim that passed both reviews and return the notice's number. An officer of the reviewing office.

    Days, unit and contents are the programme's; the first day is the day after. Where the calendar does not reach to the end, the
    notice stands without an end until it does. files: public ids of the office's own, to hang on the page. looked: the officer
    has looked at the pictures in them, which no program can read. Raises NotFound, Forbidden, Conflict; Invalid, and an audit
    row that says so, if a full ID would be shown: with where it stands, and the number masked.
    """
    published = ""
    with transaction.atomic():
        case, pack = _to_publish(number, by)
        lines = list(case.lines.filter(state=LineState.COUNTED, amount_fen__gt=0).order_by("place"))
        attached = [stored.file_seen(one, by=by) for one in files]
        problems = _attached_problems(attached) or [
            *in_texts(_shown(case, pack, lines)),
            *in_files(attached, looked=looked),
        ]
        if problems:
            places = [problem.text.zh for problem in problems]
            _record(case, "notice_stopped", by, at, places=places, files=list(files))
        else:
            published = _publish(case, pack, lines, attached, by, at)
    if problems:
        raise Invalid(problems)
    return published


def _to_publish(number: str, by: Actor) -> tuple[Case, Pack]:
    case = locked(number, by, *DECIDED)
    access.need_desk(by, case)
    table_of(case).row(case.state, "publish")
    pack = pack_of(case)
    if not publishes(pack):
        raise Conflict(Text("该通知没有规定公示", "the circular asks for no public notice"))
    return case, pack


def _publish(
    case: Case, pack: Pack, lines: Sequence[CaseLine], attached: Sequence[FileCard], by: Actor, at: datetime
) -> str:
    notice = _notice(case, pack, lines, by, at)
    NoticeAttachment.objects.bulk_create(
        NoticeAttachment(notice=notice, place=place, file=one.public_id, name=one.name)
        for place, one in enumerate(attached, start=1)
    )
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
    move(
        case,
        "publish",
        by=by,
        at=at,
        notice=notice.number,
        ends_on=str(notice.ends_on or ""),
        files=[one.public_id for one in attached],
    )
    return notice.number


def _attached_problems(attached: Sequence[FileCard]) -> list[Problem]:
    problems = []
    if len(attached) > MOST_FILES:
        problems.append(Problem("files", Text(f"附件不超过{MOST_FILES}个", f"at most {MOST_FILES} attachments")))
    return problems + [
        Problem("files", Text(f"附件“{one.name}”的格式不能公示", f"attachment “{one.name}” is of no kind to publish"))
        for one in attached
        if one.kind not in PUBLISHABLE
    ]


def _shown(case: Case, pack: Pack, lines: Sequence[CaseLine]) -> Iterator[tuple[Text, str]]:
    """Everything that the page would show, and where."""
    enterprise, project = _about(case, pack)
    yield Text("单位名称", "name of the applicant"), enterprise
    yield Text("项目", "project"), project
    for place, line in enumerate(lines, start=1):
        yield Text(f"名单第{place}行姓名", f"name in row {place}"), line.name
        yield Text(f"名单第{place}行号码", f"number in row {place}"), line.id_masked


def _notice(case: Case, pack: Pack, lines: Sequence[CaseLine], by: Actor, at: datetime) -> PublicNotice:
    enterprise, project = _about(case, pack)
    days, unit = pack.public_notice["days"], pack.public_notice["unit"]
    return PublicNotice.objects.create(
        number=next_number(pack.circular.region, day_of(at).year, "GS"),
        case=case,
        region=case.region,
        circular=pack.circular.number,
        enterprise=enterprise,
        project=project,
        people=len(lines),
        amount_fen=sum(line.amount_fen for line in lines),
        contents=list(pack.public_notice.get("contents", DEFAULT_CONTENTS)),
        days=days,
        unit=unit,
        published_at=at,
        published_by_id=by.account_id,
        ends_on=last_day(day_of(at), days, unit),
    )


def _about(case: Case, pack: Pack) -> tuple[str, str]:
    """Whose case it is, and for what, as published at the level of the enterprise: a person is named in their row only."""
    applicant = applicant_of(case)
    whose = applicant.firm.name if applicant.firm else PERSONAL
    return whose, pack.name.zh if case.kind == CaseKind.APPLICATION else plan_of_claim(case).project


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
    tell(case, "objection_made", at)
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
    need_free(case)
    mine = Objection.objects.select_for_update().get(pk=objection)
    mine.state = OBJECTION.next(mine.state, "uphold" if uphold else "dismiss", by=by)
    mine.answer, mine.settled_at, mine.settled_by_id = need_reason(answer), at, by.account_id
    mine.save()
    verb = "objection_uphold" if uphold else "objection_dismiss"
    _record(case, verb, by, at, notice=held.number, objection=objection, answer=mine.answer)
    if mine.row_id is not None:
        _settle_line(case, mine, uphold, by, at)
    tell(case, "objection_settled", at)


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
    case = locked(found.case.number, by, *DECIDED)
    return PublicNotice.objects.select_for_update().get(pk=found.pk), case


def _record(case: Case, verb: str, by: Actor, at: datetime, **detail: object) -> None:
    audit.record(by=by, at=at, verb=verb, subject_type="case", subject_id=case.number, detail=dict(detail))
