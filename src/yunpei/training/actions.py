"""What is done to classes. Keyword only; each runs in one transaction and leaves its audit row."""

from __future__ import annotations

from datetime import datetime
from functools import partial

from django.db import transaction

from yunpei.common import audit, jobs
from yunpei.common.actor import Actor
from yunpei.common.clock import day_of
from yunpei.common.errors import Conflict, Invalid, NotFound, Problem
from yunpei.common.language import Text
from yunpei.evidence.actions import sessions_close
from yunpei.evidence.log.actions import event_record
from yunpei.evidence.reasons import Reason
from yunpei.evidence.types import Verb
from yunpei.policy.packs import UnknownProgramme, load_programme
from yunpei.training.access import ORGANISER, require_organisation, require_reviewer, require_self
from yunpei.training.amending import class_amend
from yunpei.training.hour_rule import hour_rule
from yunpei.training.models import RosterLine, SignIn, TrainingClass
from yunpei.training.plan_checks import course_problems, hours_problems
from yunpei.training.roster_uploads import upload_check, upload_keep, upload_refuse, upload_take
from yunpei.training.rosters import lock, roster_add, roster_put, roster_renew
from yunpei.training.states import CLASS
from yunpei.training.types import ClassState, HourRule, PlanFacts

__all__ = [
    "class_amend",
    "class_begin",
    "class_cancel",
    "class_close",
    "class_open",
    "roster_add",
    "roster_put",
    "roster_renew",
    "sign_in",
    "upload_check",
    "upload_keep",
    "upload_refuse",
    "upload_take",
]

CLOCK = Actor.system("calendar")


@transaction.atomic
def class_open(*, plan: PlanFacts, by: Actor, at: datetime) -> int:
    """Make the class of an approved filing and return its id; its roster is locked with it.

    Called by casework inside the approval. An officer who reviews, or the program. Raises Forbidden; Conflict when the
    filing has its class already; Invalid with everything in the plan that cannot be carried out.
    """
    require_reviewer(by)
    if TrainingClass.objects.filter(case_number=plan.case_number).exists():
        raise Conflict(Text("该备案已建立班级", "this filing has its class already"))
    rule, problems = _checked(plan)
    if unusable := lock(plan.roster_id, organisation_id=plan.organisation_id, at=at):
        problems.append(unusable)
    if problems:
        raise Invalid(problems)
    made = TrainingClass.objects.create(
        number=plan.number,
        case_number=plan.case_number,
        organisation_id=plan.organisation_id,
        programme=plan.programme,
        pack_version=plan.pack_version,
        course_id=plan.course_id,
        project=plan.project,
        mode=plan.mode,
        converted=plan.converted,
        planned_hours=plan.planned_hours,
        required_hours=plan.required_hours or plan.planned_hours,
        starts_on=plan.starts_on,
        ends_on=plan.ends_on,
        filed_on=plan.filed_on,
        hour_seconds=rule.seconds,
        hour_accumulate=rule.accumulate,
        hour_source=rule.source,
        hour_clause=rule.clause or "",
        roster_id=plan.roster_id,
        made_at=at,
    )
    _record(made, "class_open", by, at, {"case": plan.case_number, "number": plan.number, "hour_seconds": rule.seconds})
    return made.pk


@transaction.atomic
def class_begin(*, class_id: int, at: datetime) -> None:
    """Open a planned class whose first day has come; does nothing for one that is open. The program alone (jobs).

    Raises NotFound; Conflict before the first day, and for a class that has ended.
    """
    _begin(_locked(class_id), at)


@transaction.atomic
def class_close(*, class_id: int, by: Actor, at: datetime) -> None:
    """Close an open class: from now on no study of it counts, and its open study sessions end.

    The organisation's administrators, or the program after the last day. Raises NotFound, Forbidden, Conflict.
    """
    held = _locked(class_id)
    require_organisation(by, held.organisation_id, *ORGANISER)
    held.state = CLASS.next(held.state, "close", by=by)
    held.ended_at = at
    held.save(update_fields=["state", "ended_at"])
    _record(held, "class_close", by, at, {})
    _end_study(str(held.public_id), at)


@transaction.atomic
def class_cancel(*, class_id: int, why: str, by: Actor, at: datetime) -> None:
    """Cancel a planned class: it never begins, and its filing has to be made anew.

    The organisation's administrators, or the program. Raises NotFound, Forbidden, Conflict, Invalid.
    """
    held = _locked(class_id)
    require_organisation(by, held.organisation_id, *ORGANISER)
    target = CLASS.next(held.state, "cancel", by=by)
    if not why.strip():
        raise Invalid([Problem("why", Text("请写明取消的原因", "say why it is cancelled"))])
    held.state, held.ended_at = target, at
    held.save(update_fields=["state", "ended_at"])
    _record(held, "class_cancel", by, at, {"why": why.strip()})


@transaction.atomic
def sign_in(*, class_id: int, person_id: int, by: Actor, at: datetime) -> datetime:
    """Register a learner for their class (签到注册) and return when that was; a second time changes nothing.

    The learner for themselves. The first sign-in on or after the first day opens the class. Raises NotFound for someone
    who is not on the roster, Conflict on a day on which the class does not run.
    """
    require_self(by, person_id)
    line = RosterLine.objects.filter(roster__training_class=class_id, person_id=person_id).first()
    if line is None:
        raise NotFound
    held = TrainingClass.objects.get(pk=class_id)
    if held.state == ClassState.PLANNED and held.starts_on <= day_of(at):
        held = _begin(_locked(class_id), at)
    CLASS.row(held.state, "sign_in")
    if not held.starts_on <= day_of(at) <= held.ends_on:
        raise Conflict(
            Text(f"本班 {held.starts_on} 至 {held.ends_on} 可签到", f"sign in from {held.starts_on} to {held.ends_on}")
        )
    done, new = SignIn.objects.get_or_create(line=line, defaults={"at": at})
    if new:
        _record(held, "sign_in", by, at, {"person": person_id})
        who, where = str(line.person.public_id), str(held.public_id)
        event_record(verb=Verb.SIGN_IN, by=by, at=at, person=who, class_id=where)
    return done.at


def _end_study(public_id: str, at: datetime) -> None:
    """At once after the commit, and once more by the worker: the study store is another database and may be down."""
    jobs.enqueue("training.study_end", at=at, key=public_id, class_public_id=public_id)
    transaction.on_commit(partial(sessions_close, reason=Reason.OUTSIDE, class_id=public_id), robust=True)


def _begin(held: TrainingClass, at: datetime) -> TrainingClass:
    if held.state == ClassState.OPEN:
        return held
    target = CLASS.next(held.state, "begin", by=CLOCK)
    if day_of(at) < held.starts_on:
        raise Conflict(Text(f"本班 {held.starts_on} 开班", f"this class begins on {held.starts_on}"))
    held.state = target
    held.save(update_fields=["state"])
    _record(held, "class_begin", CLOCK, at, {})
    return held


def _checked(plan: PlanFacts) -> tuple[HourRule, list[Problem]]:
    try:
        pack = load_programme(f"{plan.programme}@{plan.pack_version}")
    except UnknownProgramme as error:
        raise Invalid([Problem("programme", error.text)]) from None
    rule, problems = hour_rule(pack, seconds=plan.hour_seconds, accumulate=plan.accumulate)
    problems += hours_problems(plan)
    if TrainingClass.objects.filter(organisation_id=plan.organisation_id, number=plan.number).exists():
        problems.append(
            Problem("number", Text("本单位已有这个班级编号", "this organisation has a class of that number"))
        )
    return rule, problems + course_problems(plan, rule.seconds)


def _locked(class_id: int) -> TrainingClass:
    held = TrainingClass.objects.select_for_update().filter(pk=class_id).first()
    if held is None:
        raise NotFound
    return held


def _record(held: TrainingClass, verb: str, by: Actor, at: datetime, detail: dict[str, object]) -> None:
    audit.record(by=by, at=at, verb=verb, subject_type="class", subject_id=held.public_id, detail=detail)
