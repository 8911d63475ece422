"""Questions to the teachers of a class (答疑): asked, answered, hidden where they do not belong. Keyword only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median_low
from uuid import UUID

from django.db import transaction
from django.db.models import F

from yunpei.catalogue import queries as catalogue
from yunpei.common import audit
from yunpei.common.actor import Actor
from yunpei.common.clock import day_of
from yunpei.common.errors import Conflict, Invalid, NotFound, Problem
from yunpei.common.language import Text
from yunpei.evidence.log.actions import event_record
from yunpei.evidence.types import Verb
from yunpei.learning.models import Enquiry
from yunpei.learning.standing import running_blocks
from yunpei.training import queries as training
from yunpei.training.access import TEACHING, require_organisation

LONGEST, LONGEST_ANSWER = 1000, 2000
MOST_A_DAY = 20


@dataclass(frozen=True, slots=True)
class EnquiryFacts:
    """One question as pages show it. mine: of who looks. Without a name: classmates see what was asked, not by whom."""

    public_id: str
    lesson: str
    text: str
    asked_at: datetime
    answer: str
    answered_at: datetime | None
    mine: bool
    person_id: int
    hidden_at: datetime | None
    hidden_reason: str


@dataclass(frozen=True, slots=True)
class AnswerTimes:
    """How a class's questions were answered. median: of those that were; None while there are none."""

    asked: int
    answered: int
    median: timedelta | None

    @property
    def median_ms(self) -> int | None:
        """For pages, which show milliseconds."""
        return None if self.median is None else self.median // timedelta(milliseconds=1)


@transaction.atomic
def enquiry_ask(*, class_id: int, text: str, by: Actor, at: datetime, lesson: str = "") -> str:
    """Ask the teachers of a class that runs; returns the question's public id. lesson: public id, "" for none.

    A learner on its roster who has signed in. Raises NotFound, Conflict, Invalid.
    """
    if by.person_id is None:
        raise NotFound
    held, line = training.class_of(class_id), training.line_of_person(class_id, by.person_id)
    if blocks := running_blocks(held, signed_in=line.signed_in_at is not None, day=day_of(at)):
        raise Conflict(blocks[0].text)
    about = catalogue.lesson_by_public_id(lesson) if lesson else None
    if about is not None and about.course_id != held.course_id:
        raise NotFound
    said = _said(text, LONGEST)
    lately = Enquiry.objects.filter(
        training_class_id=class_id, person_id=by.person_id, asked_at__gt=at - timedelta(days=1)
    )
    if lately.count() >= MOST_A_DAY:
        raise Conflict(Text(f"一天最多提{MOST_A_DAY}个问题", f"at most {MOST_A_DAY} questions a day"))
    made = Enquiry.objects.create(
        training_class_id=class_id,
        person_id=by.person_id,
        lesson_id=about.id if about else None,
        text=said,
        asked_at=at,
    )
    detail = {"enquiry": str(made.public_id)}
    event_record(
        verb=Verb.QUESTION,
        by=by,
        at=at,
        person=line.person,
        class_id=held.public_id,
        detail={**detail, "step": "asked"},
        sealed={"text": said},
    )
    audit.record(by=by, at=at, verb="enquiry_ask", subject_type="class", subject_id=held.public_id, detail=detail)
    return str(made.public_id)


@transaction.atomic
def enquiry_answer(*, class_id: int, enquiry: str | UUID, text: str, by: Actor, at: datetime) -> None:
    """Answer a question, once. The organisation's people. Raises NotFound, Forbidden, Conflict, Invalid."""
    row = _of_organiser(class_id, enquiry, by)
    if row.answered_at is not None:
        raise Conflict(Text("这个问题已有答复", "this question has its answer"))
    row.answer, row.answered_by_id, row.answered_at = _said(text, LONGEST_ANSWER), by.account_id, max(at, row.asked_at)
    row.save(update_fields=["answer", "answered_by", "answered_at"])
    _happened(row, "answered", by, at, {"text": row.answer})


@transaction.atomic
def enquiry_hide(*, class_id: int, enquiry: str | UUID, reason: str, by: Actor, at: datetime) -> None:
    """Hide a question from classmates; who asked sees the reason. Raises NotFound, Forbidden, Conflict, Invalid."""
    row = _of_organiser(class_id, enquiry, by)
    if row.hidden_at is not None:
        raise Conflict(Text("已经隐藏", "it is hidden already"))
    row.hidden_at, row.hidden_by_id, row.hidden_reason = at, by.account_id, _said(reason, 500)
    row.save(update_fields=["hidden_at", "hidden_by", "hidden_reason"])
    _happened(row, "hidden", by, at, {"text": row.hidden_reason})


def enquiries(class_id: int, *, person_id: int | None = None) -> list[EnquiryFacts]:
    """A class's questions, the latest first. person_id: as that learner sees them, without what is hidden of others. 1 query."""
    rows = (
        Enquiry.objects.filter(training_class_id=class_id)
        .annotate(about=F("lesson__title"))
        .order_by("-asked_at", "-id")
    )
    return [
        EnquiryFacts(
            public_id=str(one.public_id),
            lesson=one.about or "",
            text=one.text,
            asked_at=one.asked_at,
            answer=one.answer,
            answered_at=one.answered_at,
            mine=one.person_id == person_id,
            person_id=one.person_id,
            hidden_at=one.hidden_at,
            hidden_reason=one.hidden_reason,
        )
        for one in rows
        if person_id in (None, one.person_id) or one.hidden_at is None
    ]


def answer_times(found: Sequence[EnquiryFacts]) -> AnswerTimes:
    """How soon these questions were answered; hidden ones left out."""
    asked = [one for one in found if one.hidden_at is None]
    waits = [one.answered_at - one.asked_at for one in asked if one.answered_at is not None]
    return AnswerTimes(len(asked), len(waits), median_low(waits) if waits else None)


def _said(text: str, most: int) -> str:
    said = text.strip()
    if not said or len(said) > most:
        raise Invalid([Problem("text", Text(f"请填写，不超过{most}字", f"write it, in at most {most} characters"))])
    return said


def _of_organiser(class_id: int, enquiry: str | UUID, by: Actor) -> Enquiry:
    require_organisation(by, training.class_of(class_id).organisation_id, *TEACHING)
    row = Enquiry.objects.select_for_update().filter(training_class_id=class_id, public_id=enquiry).first()
    if row is None:
        raise NotFound
    return row


def _happened(row: Enquiry, step: str, by: Actor, at: datetime, sealed: dict[str, str]) -> None:
    held = training.class_of(row.training_class_id)
    detail = {"enquiry": str(row.public_id), "step": step}
    event_record(verb=Verb.QUESTION, by=by, at=at, class_id=held.public_id, detail=detail, sealed=sealed)
    audit.record(
        by=by, at=at, verb=f"enquiry_{step}", subject_type="class", subject_id=held.public_id, detail=dict(detail)
    )
