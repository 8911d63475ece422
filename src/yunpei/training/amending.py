"""A class follows its plan once both sides agreed to amend it; casework holds the agreement and the plan before."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from yunpei.common import audit
from yunpei.common.actor import Actor
from yunpei.common.clock import day_of
from yunpei.common.errors import Invalid, NotFound, Problem
from yunpei.common.language import Text
from yunpei.training.access import ORGANISER, require_organisation
from yunpei.training.models import RosterLine, TrainingClass
from yunpei.training.plan_checks import course_problems, hours_problems
from yunpei.training.rosters import lock
from yunpei.training.states import CLASS
from yunpei.training.types import ClassState, PlanFacts

# What a class that has begun can't change any more: it was taught and studied so.
FIXED_ONCE_OPEN = {
    "project": Text("培训项目", "the project"),
    "course_id": Text("培训课程", "the course"),
    "starts_on": Text("开班日期", "the first day"),
    "converted": Text("线下转线上", "turned from offline to online"),
}
FOLLOWED = (*FIXED_ONCE_OPEN, "mode", "planned_hours", "required_hours", "ends_on")


def follows(plan: PlanFacts, held: TrainingClass) -> list[str]:
    """In what the class would change with the plan; nothing of it is written."""
    found = [name for name in FOLLOWED if getattr(held, name) != _value(plan, name)]
    return found if plan.roster_id == held.roster_id else [*found, "roster"]


@transaction.atomic
def class_amend(*, class_id: int, plan: PlanFacts, by: Actor, at: datetime) -> int:
    """Let a class follow its amended plan, and return the id of its roster. Number, day of filing and class hour stay.

    Called by casework inside the agreement of both sides: by the reviewing officer or the organisation's own people, whoever
    agreed. A roster takes the place of the one before; once the class is open its new people join, and nobody can leave.
    Raises NotFound, Forbidden; Conflict once the class is over; Invalid with everything that can't be.
    """
    held = TrainingClass.objects.select_for_update().filter(pk=class_id).first()
    if held is None:
        raise NotFound
    if not by.has("officer_review"):
        require_organisation(by, held.organisation_id, *ORGANISER)
    changed = follows(plan, held)
    if not changed:
        return held.roster_id
    CLASS.row(held.state, "amend")
    if problems := _problems(held, plan, changed, at):
        raise Invalid(problems)
    before = {name: str(getattr(held, name)) for name in changed if name != "roster"}
    for name in FOLLOWED:
        setattr(held, name, _value(plan, name))
    if "roster" in changed:
        _take_roster(held, plan.roster_id, at)
    held.save()
    detail = {"case": held.case_number, "before": before, "changed": changed}
    audit.record(by=by, at=at, verb="class_amend", subject_type="class", subject_id=held.public_id, detail=detail)
    return held.roster_id


def _value(plan: PlanFacts, name: str) -> object:
    return (plan.required_hours or plan.planned_hours) if name == "required_hours" else getattr(plan, name)


def _problems(held: TrainingClass, plan: PlanFacts, changed: list[str], at: datetime) -> list[Problem]:
    found = hours_problems(plan)
    if {"course_id", "project", "mode", "planned_hours"} & set(changed):
        found += course_problems(plan, held.hour_seconds)
    if held.state == ClassState.OPEN:
        for name in changed:
            if what := FIXED_ONCE_OPEN.get(name):
                found.append(
                    Problem(name, Text(f"已经开班，{what.zh}不能再变更", f"the class has begun: {what.en} stays"))
                )
        if "roster" in changed and (gone := _gone(held, plan.roster_id)):
            names = "、".join(gone)
            told = Text(
                f"已经开班，不能移除人员：{names}；不计入的，申领时移出",
                f"the class has begun, nobody can leave its roster: {names}; take them off the claim",
            )
            found.append(Problem("roster", told))
    if "ends_on" in changed and plan.ends_on < day_of(at):
        found.append(Problem("ends_on", Text("新的结束日期已过", "the new last day has passed")))
    return found


def _gone(held: TrainingClass, roster_id: int) -> list[str]:
    """Names of up to five who are on the class's roster and not on the other."""
    there = RosterLine.objects.filter(roster_id=roster_id).values("person_id")
    gone = RosterLine.objects.filter(roster_id=held.roster_id).exclude(person_id__in=there)
    return list(gone.order_by("row", "id").values_list("name", flat=True)[:5])


def _take_roster(held: TrainingClass, roster_id: int, at: datetime) -> None:
    if unusable := lock(roster_id, organisation_id=held.organisation_id, at=at):
        raise Invalid([unusable])
    if held.state == ClassState.PLANNED:
        held.roster_id = roster_id
        return
    # People have signed in on the lines that are there: those stay, and are all of the plan from now on.
    lines = RosterLine.objects.filter(roster_id=held.roster_id)
    agreed = RosterLine.objects.filter(roster_id=roster_id)
    lines.filter(filed=False, person_id__in=agreed.values("person_id")).update(filed=True)
    RosterLine.objects.bulk_create(
        RosterLine(
            roster_id=held.roster_id,
            person_id=one.person_id,
            name=one.name,
            id_masked=one.id_masked,
            worker_kind=one.worker_kind,
            post=one.post,
            row=one.row,
            added_at=at,
        )
        for one in agreed.exclude(person_id__in=lines.values("person_id")).order_by("row", "id")
    )
