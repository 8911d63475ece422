"""What people do with the photos of identity checks: look, judge, contest, settle. Keyword only."""

from __future__ import annotations

import base64
from datetime import datetime
from uuid import UUID

from django.db import transaction

from yunpei.common import audit
from yunpei.common.actor import Actor
from yunpei.common.clock import day_of
from yunpei.common.errors import Conflict, Forbidden, Invalid, NotFound, Problem
from yunpei.common.language import Text
from yunpei.evidence.log import queries as log
from yunpei.evidence.log.actions import event_correct, event_record
from yunpei.evidence.types import Verb
from yunpei.learning.identity.access import learner_of, require_office, require_supervision
from yunpei.learning.identity.choosing import FACE, REFERENCE
from yunpei.learning.identity.types import Compared
from yunpei.learning.models import IdentityCheck
from yunpei.messages import actions as messages
from yunpei.people import queries as people
from yunpei.training import queries as training
from yunpei.training.types import ClassFacts

MOST_TEXT = 500


@transaction.atomic
def picture_look(*, class_id: int, check: str | UUID, reference: bool, by: Actor, at: datetime) -> bytes:
    """The JPEG of a check, or of the reference picture it is compared with; each look leaves its audit row.

    The class's organisation, or a reviewing officer of its region. Raises Forbidden; NotFound also for one that was erased.
    """
    held, row = _of_class(class_id, check)
    require_supervision(by, held)
    if row.choice is None:
        raise NotFound
    found = log.value_of(row.choice.event, REFERENCE) if reference else log.value_of(row.event, FACE)
    if found is None:
        raise NotFound
    _record(held, row, "identity_look", by, at, {"picture": REFERENCE if reference else FACE})
    return base64.b64decode(found[0])


@transaction.atomic
def photo_judge(*, class_id: int, check: str | UUID, same: bool, reason: str, by: Actor, at: datetime) -> None:
    """Say whether a photo shows the person of the reference picture. If not, that class day no longer counts, and the learner is told.

    The class's organisation, or a reviewing officer of its region; nobody judges their own. reason: needed where it shows another.
    Raises NotFound, Forbidden, Conflict, Invalid.
    """
    held, row = _of_class(class_id, check)
    require_supervision(by, held)
    if by.person_id == row.person_id:
        raise Forbidden
    if row.compared != Compared.WAITING:
        raise Conflict(Text("这张照片不再等待比对", "this photo no longer waits to be compared"))
    said = reason.strip() if same else _said("reason", reason)
    row.compared = Compared.SAME if same else Compared.OTHER
    row.judged_by_id, row.judged_at, row.reason = by.account_id, at, said[:MOST_TEXT]
    row.save(update_fields=["compared", "judged_by", "judged_at", "reason"])
    detail = {"check": str(row.public_id), "compared": row.compared}
    if same:
        person = people.person(row.person_id).public_id
        event_record(verb=Verb.IDENTITY, by=by, at=at, person=person, class_id=held.public_id, detail=detail)
    else:
        void = {**detail, "void_day": day_of(row.at).isoformat()}
        event_correct(event_id=str(row.event), by=by, at=at, detail=void, sealed={"reason": row.reason})
        _tell(held, row, at)
    _record(held, row, "identity_judge", by, at, {"compared": row.compared})


@transaction.atomic
def void_contest(*, class_id: int, check: str | UUID, text: str, by: Actor, at: datetime) -> None:
    """The learner says why a photo that was found to show another person is theirs; an officer settles it. Once.

    Raises NotFound for anyone else's, Conflict, Invalid.
    """
    person_id = learner_of(by)
    held, row = _of_class(class_id, check)
    if row.person_id != person_id:
        raise NotFound
    if row.compared != Compared.OTHER or row.contested_at is not None:
        raise Conflict(Text("没有可申诉的，或已经申诉过", "there is nothing to contest, or it was contested already"))
    row.contested, row.contested_at = _said("text", text), at
    row.save(update_fields=["contested", "contested_at"])
    _happened(held, row, "contested", by, at)
    _record(held, row, "identity_contest", by, at, {})


@transaction.atomic
def contest_settle(*, class_id: int, check: str | UUID, lift: bool, reason: str, by: Actor, at: datetime) -> None:
    """Lift a void day that a learner contested, or uphold it. A reviewing officer of the region who did not judge the photo.

    Raises NotFound, Forbidden, Conflict, Invalid.
    """
    held, row = _of_class(class_id, check)
    require_office(by, held)
    if by.account_id is not None and by.account_id == row.judged_by_id:
        zh, en = (
            "原判定人不能处理申诉，请由另一位审核员处理",
            "who judged the photo does not settle this: another officer does",
        )
        raise Conflict(Text(zh, en))
    if row.contested_at is None or row.settled_at is not None:
        raise Conflict(Text("没有待处理的申诉", "nothing is contested"))
    row.settled_by_id, row.settled_at, row.lifted = by.account_id, at, lift
    row.settled_reason = _said("reason", reason)
    row.save(update_fields=["settled_by", "settled_at", "lifted", "settled_reason"])
    if lift:
        detail = {"check": str(row.public_id), "lifted": True, "void_day": day_of(row.at).isoformat()}
        event_correct(event_id=str(row.event), by=by, at=at, detail=detail, sealed={"reason": row.settled_reason})
    else:
        _happened(held, row, "upheld", by, at)
    _tell(held, row, at)
    _record(held, row, "identity_settle", by, at, {"lifted": lift})


def _of_class(class_id: int, check: str | UUID) -> tuple[ClassFacts, IdentityCheck]:
    held = training.class_of(class_id)
    rows = IdentityCheck.objects.select_for_update(of=("self",)).select_related("choice")
    row = rows.filter(training_class_id=class_id, public_id=check).first()
    if row is None:
        raise NotFound
    return held, row


def _said(field: str, text: str) -> str:
    said = text.strip()
    if not said or len(said) > MOST_TEXT:
        raise Invalid(
            [Problem(field, Text(f"请写明，不超过{MOST_TEXT}字", f"say it, in at most {MOST_TEXT} characters"))]
        )
    return said


def _tell(held: ClassFacts, row: IdentityCheck, at: datetime) -> None:
    account = people.person(row.person_id).account_id
    if account is None:
        return
    day = day_of(row.at)
    if row.settled_at is None:
        zh = f"{day} 的身份核验照片经比对不是本人，当天学习暂不计入；可在班级的“身份核验”页申诉。"
        en = f"A photo of {day} was found not to show you: that day's study does not count. You can contest it on the class's page."
    elif row.lifted:
        zh, en = f"您的申诉成立，{day} 的学习恢复计入。", f"You were right: study of {day} counts again."
    else:
        zh, en = (
            f"您的申诉未获支持，{day} 的学习不计入。",
            f"Your objection was not upheld: study of {day} does not count.",
        )
    messages.send(to_account=account, text=Text(zh, en), at=at, link=f"/learn/classes/{held.public_id}/identity/")


def _happened(held: ClassFacts, row: IdentityCheck, step: str, by: Actor, at: datetime) -> None:
    event_record(
        verb=Verb.IDENTITY,
        by=by,
        at=at,
        person=people.person(row.person_id).public_id,
        class_id=held.public_id,
        detail={"check": str(row.public_id), "step": step},
        sealed={"text": row.settled_reason or row.contested},
    )


def _record(
    held: ClassFacts, row: IdentityCheck, verb: str, by: Actor, at: datetime, detail: dict[str, object]
) -> None:
    said = {"check": str(row.public_id), **detail}
    audit.record(by=by, at=at, verb=verb, subject_type="class", subject_id=held.public_id, detail=said)
