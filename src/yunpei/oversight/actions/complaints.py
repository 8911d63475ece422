"""Complaints: anyone reports, with or without a name, and gets a code; inspectors of the region accept and answer in time."""

from __future__ import annotations

import hashlib
import secrets
from datetime import date, datetime

from django.db import transaction

from yunpei.casework import queries as cases
from yunpei.common import audit
from yunpei.common.actor import Actor
from yunpei.common.calendar import CalendarEnds, add_working_days
from yunpei.common.clock import day_of
from yunpei.common.errors import Invalid, NotFound, Problem
from yunpei.common.identifiers import credit_code_clean
from yunpei.common.language import Text
from yunpei.common.secrets import encrypt
from yunpei.oversight import access
from yunpei.oversight.actions import holds
from yunpei.oversight.complaint_access import need_complaint
from yunpei.oversight.models import Complaint
from yunpei.oversight.numbers import COMPLAINT as SERIES
from yunpei.oversight.numbers import next_number
from yunpei.oversight.states import COMPLAINT
from yunpei.oversight.types import ComplaintState
from yunpei.people import queries as people
from yunpei.people.access import significant

# 关于实施《劳动保障监察条例》若干规定 第十八条：5个工作日内立案; 第三十条：立案之日起60个工作日内完成调查.
ACCEPT_DAYS, ANSWER_DAYS = 5, 60
LONGEST = 4000
PURPOSE = "oversight.complaint"


@transaction.atomic
def complaint_make(
    *,
    region: str,
    about: str,
    text: str,
    credit_code: str = "",
    name: str = "",
    contact: str = "",
    at: datetime,
) -> str:
    """Report something to the inspectors of a region; returns the receipt code, shown once. Anyone may, with or without a name.

    about: whom or what; credit_code: of the organisation, where it is known. Raises Invalid with all that is wrong.
    """
    if problems := _problems(region, about, text, credit_code, name, contact):
        raise Invalid(problems)
    firm = people.organisation_of_code(credit_code) if credit_code.strip() else None
    code = secrets.token_hex(8).upper()
    made = Complaint.objects.create(
        number=next_number(SERIES, region, day_of(at).year),
        region=region,
        code_digest=code_digest(code),
        organisation_id=firm.id if firm else None,
        about_sealed=_sealed(about),
        text_sealed=_sealed(text),
        name_sealed=_sealed(name),
        contact_sealed=_sealed(contact),
        made_at=at,
        state=COMPLAINT.start,
        accept_by=_term(day_of(at), ACCEPT_DAYS),
    )
    # Not by whom: the audit row is read by more people than the complaint is.
    _record(made, "complaint_make", Actor.system("visitor"), at)
    return code


def code_digest(code: str) -> str:
    """What is kept of a receipt code: case, blanks and hyphens do not matter."""
    plain = "".join(code.split()).replace("-", "").upper()
    return hashlib.sha256(f"complaint {plain}".encode()).hexdigest()


def _problems(region: str, about: str, text: str, credit_code: str, name: str, contact: str) -> list[Problem]:
    problems = []
    if not (len(region) == 6 and region.isdecimal() and significant(region)):
        problems.append(Problem("region", Text("请选择地区", "choose the region")))
    for field, given in (("about", about), ("text", text)):
        if not given.strip():
            problems.append(Problem(field, Text("请填写", "fill this in")))
    for field, given, most in (
        ("about", about, 200),
        ("text", text, LONGEST),
        ("name", name, 100),
        ("contact", contact, 200),
    ):
        if len(given) > most:
            problems.append(Problem(field, Text(f"不超过{most}字", f"at most {most} characters")))
    if credit_code.strip() and len(credit_code_clean(credit_code)) != 18:
        problems.append(
            Problem("credit_code", Text("统一社会信用代码为18位；不清楚可以不填", "18 characters, or leave it"))
        )
    return problems


def _sealed(text: str) -> str:
    return encrypt(text.strip(), purpose=PURPOSE) if text.strip() else ""


def _term(start: date, days: int) -> date | None:
    try:
        return add_working_days(start, days)
    except CalendarEnds:
        return None  # awaits next year's calendar; nothing is guessed


@transaction.atomic
def complaint_accept(*, complaint: str, by: Actor, at: datetime) -> None:
    """Take a complaint up; its answer is due by the calendar. An inspector of the region. Raises NotFound, Forbidden, Conflict."""
    row = _locked(complaint, by)
    row.state = COMPLAINT.next(row.state, "accept", by=by)
    row.answer_by, row.handled_by_id = _term(day_of(at), ANSWER_DAYS), by.account_id
    row.save(update_fields=["state", "answer_by", "handled_by"])
    _record(row, "complaint_accept", by, at)


@transaction.atomic
def complaint_end(*, complaint: str, event: str, answer: str, by: Actor, at: datetime) -> None:
    """Answer a complaint, or decline one that is none of ours (event: answer, decline), in words its maker reads by the code.

    An inspector of the region. Raises NotFound, Forbidden, Conflict, Invalid.
    """
    row = _locked(complaint, by)
    row.state = COMPLAINT.next(row.state, event, by=by)
    if not 1 <= len(answer.strip()) <= LONGEST:
        raise Invalid([Problem("answer", Text("请写明答复", "give the answer in writing"))])
    row.answer, row.answered_at, row.handled_by_id = answer.strip(), at, by.account_id
    row.save(update_fields=["state", "answer", "answered_at", "handled_by"])
    _record(row, f"complaint_{event}", by, at)


@transaction.atomic
def complaint_hold(*, complaint: str, case: str, by: Actor, at: datetime) -> None:
    """Let a case wait because of a complaint that was accepted. An inspector of both regions.

    Raises NotFound, Forbidden, Conflict, Invalid.
    """
    row = _locked(complaint, by)
    COMPLAINT.row(row.state, "answer")
    number = case.strip()
    if row.holds.filter(case=number, state="placed").exists():
        return
    try:
        cases.subject(number)
    except NotFound:
        raise Invalid([Problem("case", Text("没有这个案件编号", "there is no such case"))]) from None
    holds.place(case=number, because=row, by=by, at=at)


def _locked(complaint: str, by: Actor) -> Complaint:
    row = Complaint.objects.select_for_update().filter(public_id=complaint).first()
    need_complaint(by, row)
    assert row is not None
    access.need_inspector(by)
    return row


def _record(row: Complaint, verb: str, by: Actor, at: datetime) -> None:
    detail = {"state": ComplaintState(row.state).value}
    audit.record(by=by, at=at, verb=verb, subject_type="complaint", subject_id=row.number, detail=detail)
