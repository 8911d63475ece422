"""What is done to meetings on the spot (面授): planned, signed in to, shown by photo or video, voided. Keyword only."""

from __future__ import annotations

import secrets as randomness
from datetime import datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction

from yunpei.common import audit, secrets
from yunpei.common.actor import Actor
from yunpei.common.clock import day_of
from yunpei.common.errors import Conflict, Invalid, NotFound, Problem, Refused
from yunpei.common.language import Text
from yunpei.evidence.log.actions import event_correct, event_record
from yunpei.evidence.types import Verb
from yunpei.files import queries as stored
from yunpei.training.access import TEACHING, require_organisation, require_self
from yunpei.training.actions import sign_in
from yunpei.training.codes import code_at, code_window
from yunpei.training.models import Attendance, Meeting, MeetingFile, RosterLine, TrainingClass, WrongCode
from yunpei.training.types import ClassState, MeetingPlan, Mode

KEY = "meeting.key"  # what the stored key is encrypted for
DEVICE = "attendance.device"
LONGEST = timedelta(hours=8)
EARLY = timedelta(minutes=30)  # before the beginning the code is shown
LATE = timedelta(minutes=10)  # after it nothing is taken off yet
MOST_WRONG, WRONG_WITHIN = 5, timedelta(minutes=10)


@transaction.atomic
def meeting_plan(*, class_id: int, plan: MeetingPlan, by: Actor, at: datetime) -> str:
    """Announce a meeting of a class before it begins; returns its public id.

    The organisation's administrators. A class whose approved plan is online alone has none: its circular may forbid them
    (锡人社办〔2020〕10号 四.2). Raises NotFound, Forbidden; Conflict for such a class and one that has ended; Invalid.
    """
    held = TrainingClass.objects.select_for_update().filter(pk=class_id).first()
    if held is None:
        raise NotFound
    require_organisation(by, held.organisation_id, *TEACHING)
    if held.mode == Mode.ONLINE:
        zh = "备案的培训方式是线上，不能安排面授；须先变更培训计划，并以文件允许线下培训为限"
        en = "the approved plan is online alone: amend it first, where the circular allows training on the spot"
        raise Conflict(Text(zh, en))
    if held.state in (ClassState.CLOSED, ClassState.CANCELLED):
        raise Conflict(Text("班级已结束", "the class has ended"))
    if problems := _problems(held, plan, at):
        raise Invalid(problems)
    made = Meeting.objects.create(
        training_class=held,
        topic=plan.topic.strip(),
        place=plan.place.strip(),
        teacher=plan.teacher.strip(),
        starts_at=plan.starts_at,
        ends_at=plan.ends_at,
        key=secrets.encrypt(randomness.token_hex(32), purpose=KEY),
        planned_by_id=by.account_id,
        planned_at=at,
    )
    detail: dict[str, object] = {
        "class": str(held.public_id),
        "starts_at": plan.starts_at.isoformat(),
        "ends_at": plan.ends_at.isoformat(),
    }
    _record(made, "meeting_plan", by, at, detail)
    return str(made.public_id)


def attend(*, meeting_id: int, person_id: int, code: str, device: str, address: str, by: Actor, at: datetime) -> None:
    """Sign in to a meeting with the code on the teacher's screen; a second time changes nothing.

    The learner for themselves. device: the mark that the site gave this browser, which signs in one person; address: network
    address, kept as a commitment. Raises NotFound for who is not on the roster, Conflict outside the meeting's time, for a
    wrong or an old code, after too many of those, and for a device that signed someone else in.
    """
    try:
        refused = _attend(meeting_id, person_id, code, device, address, by, at)
    except IntegrityError:  # a second one of the same moment: the same person is in, another one is not
        if not Attendance.objects.filter(meeting_id=meeting_id, line__person_id=person_id, voided_at=None).exists():
            raise Conflict(_OTHERS_DEVICE) from None
        return
    if refused is not None:
        raise refused


@transaction.atomic
def _attend(
    meeting_id: int, person_id: int, code: str, device: str, address: str, by: Actor, at: datetime
) -> Refused | None:
    """As `attend`; a refusal that has to be remembered is returned, so that what is written of it stays."""
    require_self(by, person_id)
    held = _locked(meeting_id)
    line = RosterLine.objects.filter(roster__training_class=held.training_class_id, person_id=person_id).first()
    if line is None:
        raise NotFound
    known = Attendance.objects.filter(meeting=held, line=line).first()
    if known is not None:
        return Conflict(_VOIDED) if known.voided_at else None
    if held.voided_at or not held.starts_at - EARLY <= at < held.ends_at:
        return Conflict(Text("现在不是这次面授的签到时间", "this meeting takes no sign-in now"))
    if WrongCode.objects.filter(meeting=held, line=line, at__gt=at - WRONG_WITHIN).count() >= MOST_WRONG:
        return Conflict(
            Text(
                "签到码输错次数过多；请10分钟后再试，或请老师登记",
                "too many wrong codes: try in 10 minutes, or ask the teacher",
            )
        )
    window = code_window(_key(held), code, meeting=str(held.public_id), place=held.place, at=at)
    if window is None:
        WrongCode.objects.create(meeting=held, line=line, at=at)
        return Conflict(
            Text(
                "签到码不对或已过期；请看老师屏幕上现在的号码",
                "wrong or old code: take the one on the teacher's screen now",
            )
        )
    mark = secrets.blind_index(device, purpose=DEVICE)
    if Attendance.objects.filter(meeting=held, device=mark).exists():
        return Conflict(_OTHERS_DEVICE)
    _sign(held, line, window, mark, {"address": address, "device": device}, by, at)
    return None


def _sign(
    held: Meeting, line: RosterLine, window: int, mark: str, sealed: dict[str, str], by: Actor, at: datetime
) -> None:
    """Write it down. Whoever is at the meeting has signed in to the class too."""
    sign_in(class_id=held.training_class_id, person_id=line.person_id, by=by, at=at)
    counted = held.ends_at - (held.starts_at if at <= held.starts_at + LATE else at)
    ms = counted // timedelta(milliseconds=1)
    who, where = str(line.person.public_id), str(held.training_class.public_id)
    detail = {"meeting": str(held.public_id), "window": window, "ms": ms}
    event = event_record(verb=Verb.ATTENDANCE, by=by, at=at, person=who, class_id=where, detail=detail, sealed=sealed)
    Attendance.objects.create(meeting=held, line=line, at=at, ms=ms, device=mark, event=UUID(event))
    _record(held, "attendance", by, at, {"person": line.person_id, "ms": ms})


def screen_code(*, meeting_id: int, by: Actor, at: datetime) -> str | None:
    """The code to be shown now; None before and after the time of signing in.

    The organisation's administrators. Raises NotFound, Forbidden.
    """
    held = Meeting.objects.select_related("training_class").filter(pk=meeting_id).first()
    if held is None:
        raise NotFound
    require_organisation(by, held.training_class.organisation_id, *TEACHING)
    if held.voided_at or not held.starts_at - EARLY <= at < held.ends_at:
        return None
    return code_at(_key(held), meeting=str(held.public_id), place=held.place, at=at)


@transaction.atomic
def meeting_file(*, meeting_id: int, file: str, by: Actor, at: datetime) -> None:
    """Bind a photo or a video to a meeting that has begun; the same file again changes nothing.

    file: public id in the files room, of the organisation. Its administrators. Raises NotFound, Forbidden, Conflict.
    """
    held = _of_organiser(meeting_id, by)
    if at < held.starts_at:
        raise Conflict(Text("面授还没有开始", "the meeting has not begun"))
    if stored.file(file).organisation_id != held.training_class.organisation_id:
        raise NotFound
    _made, new = MeetingFile.objects.get_or_create(
        meeting=held, file=UUID(file), defaults={"added_by_id": by.account_id, "added_at": at}
    )
    if new:
        _record(held, "meeting_file", by, at, {"file": file})


@transaction.atomic
def meeting_void(*, meeting_id: int, reason: str, by: Actor, at: datetime) -> None:
    """Void a meeting: nothing of it counts any more, and all of it stays. Raises NotFound, Forbidden, Conflict, Invalid."""
    held = _of_organiser(meeting_id, by)
    said = _void(held, reason, by, at)
    where = str(held.training_class.public_id)
    event_record(verb=Verb.VOID, by=by, at=at, class_id=where, detail={"meeting": str(held.public_id)})
    _record(held, "meeting_void", by, at, {"why": said})


@transaction.atomic
def attendance_void(*, meeting_id: int, line_id: int, reason: str, by: Actor, at: datetime) -> None:
    """Void one person's attendance: they were not there after all. Raises NotFound, Forbidden, Conflict, Invalid."""
    held = _of_organiser(meeting_id, by)
    found = Attendance.objects.select_for_update().filter(meeting=held, line_id=line_id).first()
    if found is None:
        raise NotFound
    said = _void(found, reason, by, at)
    event_correct(event_id=str(found.event), by=by, at=at, detail={"voided": True})
    _record(held, "attendance_void", by, at, {"person": found.line.person_id, "why": said})


@transaction.atomic
def meeting_file_void(*, meeting_id: int, file: str, reason: str, by: Actor, at: datetime) -> None:
    """Void a photo or video that does not show this meeting. Raises NotFound, Forbidden, Conflict, Invalid."""
    held = _of_organiser(meeting_id, by)
    found = MeetingFile.objects.select_for_update().filter(meeting=held, file=file).first()
    if found is None:
        raise NotFound
    said = _void(found, reason, by, at)
    _record(held, "meeting_file_void", by, at, {"file": file, "why": said})


def _problems(held: TrainingClass, plan: MeetingPlan, at: datetime) -> list[Problem]:
    problems = [
        Problem(field, Text(f"请填写{zh}", f"fill in the {en}"))
        for field, zh, en in (
            ("topic", "内容", "topic"),
            ("place", "地点", "place"),
            ("teacher", "授课教师", "teacher"),
        )
        if not getattr(plan, field).strip()
    ]
    if not plan.starts_at < plan.ends_at <= plan.starts_at + LONGEST:
        problems.append(
            Problem("ends_at", Text("结束应晚于开始，一次不超过8小时", "it ends after it begins, within 8 hours"))
        )
    if not held.starts_on <= day_of(plan.starts_at) <= held.ends_on or day_of(plan.ends_at) > held.ends_on:
        zh, en = f"本班 {held.starts_on} 至 {held.ends_on}", f"the class is from {held.starts_on} to {held.ends_on}"
        problems.append(Problem("starts_at", Text(zh, en)))
    elif plan.starts_at <= at:
        zh = "面授须在开始前安排；已经上过的，作为签到表补录，由人社部门审核"
        en = "plan it before it begins; one that was held comes in as a sheet, which an officer judges"
        problems.append(Problem("starts_at", Text(zh, en)))
    same_time = Meeting.objects.filter(training_class=held, voided_at=None, starts_at__lt=plan.ends_at)
    if same_time.filter(ends_at__gt=plan.starts_at).exists():
        problems.append(Problem("starts_at", Text("与本班另一次面授时间重叠", "another meeting of this class is then")))
    return problems


def _of_organiser(meeting_id: int, by: Actor) -> Meeting:
    held = _locked(meeting_id)
    require_organisation(by, held.training_class.organisation_id, *TEACHING)
    return held


def _locked(meeting_id: int) -> Meeting:
    held = (
        Meeting.objects.select_for_update(of=("self",)).select_related("training_class").filter(pk=meeting_id).first()
    )
    if held is None:
        raise NotFound
    return held


def _void(row: Meeting | Attendance | MeetingFile, reason: str, by: Actor, at: datetime) -> str:
    if row.voided_at is not None:
        raise Conflict(Text("已经作废", "it is void already"))
    if not reason.strip():
        raise Invalid([Problem("reason", Text("请写明作废的原因", "say why it is voided"))])
    row.voided_at, row.voided_by_id, row.void_reason = at, by.account_id, reason.strip()[:500]
    row.save(update_fields=["voided_at", "voided_by", "void_reason"])
    return row.void_reason


def _key(held: Meeting) -> bytes:
    return bytes.fromhex(secrets.decrypt(held.key, purpose=KEY))


def _record(held: Meeting, verb: str, by: Actor, at: datetime, detail: dict[str, object]) -> None:
    audit.record(by=by, at=at, verb=verb, subject_type="meeting", subject_id=held.public_id, detail=detail)


_VOIDED = Text("您在这次面授的签到已作废；请联系老师", "your attendance here was voided; ask the teacher")
_OTHERS_DEVICE = Text(
    "这部手机已为另一人签到；一部手机只能给一人签到，请用自己的手机或请老师登记",
    "this device signed someone else in; use your own, or ask the teacher",
)
