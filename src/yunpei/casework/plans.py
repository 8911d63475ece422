"""A training plan as data, as rows and in words: what a filing writes, what an amendment changes, what a revision keeps."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date
from typing import Any

from yunpei.casework.models import FilingPlan
from yunpei.casework.plan_lock import MODES, account_shown
from yunpei.casework.types import Channel, PlanFields
from yunpei.catalogue import queries as catalogue
from yunpei.common.errors import NotFound, Problem
from yunpei.common.language import Text
from yunpei.common.money import yuan_shown
from yunpei.policy.columns import COLUMNS

TRAINING_KINDS = COLUMNS["training_kind"].words
ROSTER, ACCOUNT = "roster", "account"  # changed beside the plan's own fields
NAMES: dict[str, Text] = {
    "objects": Text("培训对象", "who is trained"),
    "posts": Text("岗位", "their posts"),
    "project": Text("培训项目", "project"),
    "course_id": Text("培训课程", "course"),
    "occupation": Text("职业（工种）", "occupation"),
    "training_kind": Text("培训类别", "kind of training"),
    "mode": Text("培训方式", "way of training"),
    "online_hours": Text("线上学时", "online hours"),
    "offline_hours": Text("线下学时", "offline hours"),
    "converted": Text("线下转线上", "turned from offline to online"),
    "channels": Text("线上培训渠道", "online channels"),
    "cost_fen": Text("培训成本（元）", "cost (yuan)"),
    "headcount": Text("培训人数", "people"),
    "starts_on": Text("开班日期", "first day"),
    "ends_on": Text("结束日期", "last day"),
    "delegate": Text("受委托的培训机构", "delegated training body"),
    ROSTER: Text("花名册", "roster"),
    ACCOUNT: Text("收款账户", "bank account"),
}
NOTHING = Text("无", "none")


def plan_fields(plan: FilingPlan) -> PlanFields:
    """The plan as it was written."""
    return PlanFields(
        objects=plan.objects_trained,
        posts=plan.posts,
        project=plan.project,
        course_id=plan.course_id,
        occupation=plan.occupation,
        mode=plan.mode,
        online_hours=plan.online_hours,
        offline_hours=plan.offline_hours,
        converted=plan.converted,
        channels=tuple(Channel(*one) for one in plan.channels),
        cost_fen=plan.cost_fen,
        headcount=plan.headcount,
        starts_on=plan.starts_on,
        ends_on=plan.ends_on,
        delegate=plan.delegate,
        training_kind=plan.training_kind,
    )


def write_plan(held: FilingPlan, plan: PlanFields) -> None:
    """Put what was written on the row; does not save."""
    held.objects_trained, held.posts, held.project = plan.objects.strip(), plan.posts.strip(), plan.project.strip()
    held.occupation, held.delegate = plan.occupation.strip(), plan.delegate.strip()
    held.course_id, held.mode, held.converted = plan.course_id, plan.mode, plan.converted
    held.training_kind = plan.training_kind
    held.online_hours, held.offline_hours = plan.online_hours, plan.offline_hours
    held.channels = [[one.name.strip(), one.kind, one.link.strip()] for one in plan.channels]
    held.cost_fen, held.headcount = plan.cost_fen, plan.headcount
    held.starts_on, held.ends_on = plan.starts_on, plan.ends_on


def figure_problems(plan: PlanFields) -> list[Problem]:
    """Figures of a plan that cannot be, whatever the programme says."""
    problems = []
    for field, value in (("online_hours", plan.online_hours), ("offline_hours", plan.offline_hours)):
        if not 0 <= value <= 2000:
            problems.append(Problem(field, Text("学时应在0到2000之间", "class hours are between 0 and 2,000")))
    if plan.cost_fen is not None and not 0 <= plan.cost_fen <= 10**12:
        problems.append(Problem("cost_fen", Text("培训成本不合理", "the cost makes no sense")))
    if plan.headcount is not None and not 0 < plan.headcount <= 100_000:
        problems.append(Problem("headcount", Text("培训人数应在1到100000之间", "between 1 and 100,000 people")))
    if plan.training_kind and plan.training_kind not in TRAINING_KINDS:
        problems.append(Problem("training_kind", Text("请选择培训类别", "choose the kind of training")))
    if plan.mode not in MODES:
        problems.append(Problem("mode", Text("请选择培训方式", "choose the way of training")))
    return problems


def plan_data(plan: PlanFields) -> dict[str, Any]:
    """The plan as JSON keeps it."""
    held = {one.name: getattr(plan, one.name) for one in fields(plan)}
    held["channels"] = [[one.name, one.kind, one.link] for one in plan.channels]
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in held.items()}


def with_data(plan: PlanFields, data: dict[str, Any]) -> PlanFields:
    """A plan with some of its fields as `plan_data` wrote them; what is no field of a plan is left out."""
    names = {one.name for one in fields(plan)}
    given = {name: value for name, value in data.items() if name in names}
    if "channels" in given:
        given["channels"] = tuple(Channel(*one) for one in given["channels"])
    for name in ("starts_on", "ends_on"):
        if isinstance(given.get(name), str):
            given[name] = date.fromisoformat(given[name])
    return replace(plan, **given)


def value_shown(field: str, value: Any) -> Text:
    """One value of `plan_data` in words. Of an account only the last digits."""
    if value in (None, "", []):
        return NOTHING
    if field == "mode":
        return MODES[value]
    if field == "training_kind":
        return kind_text(value)
    if field == "converted":
        return Text("是", "yes") if value else Text("否", "no")
    if field == "course_id":
        return _course(value)
    if field == ACCOUNT:
        return account_shown((value[0], value[1]))
    words = {
        "channels": lambda: "、".join(f"{one[0]} {one[2]}" for one in value),
        "cost_fen": lambda: yuan_shown(value),
    }
    if field == ROSTER:
        return Text(f"{value} 人", f"{value} people")
    told = words[field]() if field in words else str(value)
    return Text(told, told)


def kind_text(kind: str) -> Text:
    """A kind of training in words."""
    return Text(TRAINING_KINDS[kind][1], kind.replace("_", " "))


def _course(course_id: int) -> Text:
    try:
        title = catalogue.course(course_id).title
    except NotFound:
        title = str(course_id)
    return Text(title, title)
