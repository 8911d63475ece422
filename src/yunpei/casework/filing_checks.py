"""Everything that stands in the way of a class filing, all at once: fields, dates, documents, and rules nobody could meet."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from yunpei.casework.applicants import claimant_of
from yunpei.casework.course_choice import course_problems
from yunpei.casework.documents import Known, asks_signature, document_rows, missing
from yunpei.casework.engine import engine_line
from yunpei.casework.models import Case, FilingPlan
from yunpei.casework.programmes import clause_name, office_for, plan_of
from yunpei.casework.signing import content_digest, valid_undertaking
from yunpei.casework.types import CaseKind
from yunpei.catalogue import queries as catalogue
from yunpei.common.errors import Problem
from yunpei.common.language import Text
from yunpei.people.types import OfficeKind, OrganisationCard
from yunpei.policy.cells import norm_project
from yunpei.policy.deciding import Fold
from yunpei.policy.types import Force, Pack
from yunpei.training import queries as training

BEFORE_TRAINING = "file_before_training"  # the deadline by which packs say that the filing comes before the class

_NEEDED = {
    "objects_trained": ("objects", "培训对象", "who is trained"),
    "posts": ("posts", "参培职工岗位名称", "their posts"),
    "project": ("project", "培训项目", "the training project"),
    "course_id": ("course_id", "培训课程", "the course"),
    "starts_on": ("starts_on", "开班日期", "the first day"),
    "ends_on": ("ends_on", "结束日期", "the last day"),
    "headcount": ("headcount", "培训人数", "the number of people"),
    "cost_fen": ("cost_fen", "培训成本", "the cost"),
}


def filing_problems(case: Case, plan: FilingPlan, pack: Pack, firm: OrganisationCard, today: date) -> list[Problem]:
    """Why a class filing can't be submitted on a day; empty when it can."""
    return [
        *_field_problems(plan),
        *_kind_problems(plan, pack),
        *_date_problems(plan, pack, today),
        *_mode_problems(plan, pack),
        *_course_problems(plan, firm),
        *_roster_problems(plan),
        *_rule_problems(case, plan, pack, firm, today),
        *missing(document_rows(case, pack, known_of(case, plan, pack, firm))),
        *_signature_problems(case, plan, pack, firm),
        *_office_problems(pack, firm),
    ]


def amended_problems(
    case: Case, plan: FilingPlan, pack: Pack, firm: OrganisationCard, today: date, *, moved: bool
) -> list[Problem]:
    """Why an approved plan can't be amended to this one on a day. moved: the first day is another; else it may have passed."""
    on = today if moved or plan.starts_on is None else min(today, plan.starts_on)
    return [
        *_field_problems(plan),
        *_kind_problems(plan, pack),
        *_date_problems(plan, pack, on),
        *_mode_problems(plan, pack),
        *_course_problems(plan, firm),
        *_roster_problems(plan),
        *_rule_problems(case, plan, pack, firm, on),
    ]


def known_of(case: Case, plan: FilingPlan, pack: Pack, firm: OrganisationCard) -> Known:
    """What the platform itself can say of a filing's documents."""
    signed = asks_signature(pack, CaseKind.CLASS_FILING) and _signed(case, plan, firm)
    return Known(
        plan,
        plan.roster_id is not None,
        signed,
        bool(firm.bank_account),
        bool(firm.licence),
        lines=False,
        certificates=False,
    )


def _signed(case: Case, plan: FilingPlan, firm: OrganisationCard) -> bool:
    return valid_undertaking(case, content_digest(case, plan, firm)) is not None


def _field_problems(plan: FilingPlan) -> Iterator[Problem]:
    for name, (field, zh, en) in _NEEDED.items():
        if getattr(plan, name) in (None, ""):
            yield Problem(field, Text(f"请填写{zh}", f"fill in {en}"))
    if plan.online_hours + plan.offline_hours <= 0:
        yield Problem("online_hours", Text("请填写学时", "fill in the class hours"))
    if plan.mode != "offline" and not plan.channels:
        yield Problem("channels", Text("请填写线上培训渠道名称和链接", "name the online channel and its link"))
    for name, _, link in plan.channels:
        if not name.strip() or not str(link).startswith(("https://", "http://")):
            yield Problem(
                "channels",
                Text("渠道须有名称和以 http 开头的链接", "a channel has a name and a link that begins with http"),
            )


def _kind_problems(plan: FilingPlan, pack: Pack) -> Iterator[Problem]:
    if "training_kind" in pack.facts and not plan.training_kind:
        told = Text("请选择培训类别：补贴标准按类别不同", "choose the kind of training: the money depends on it")
        yield Problem("training_kind", told)


def _date_problems(plan: FilingPlan, pack: Pack, today: date) -> Iterator[Problem]:
    if plan.starts_on is None or plan.ends_on is None:
        return
    if plan.ends_on < plan.starts_on:
        yield Problem("ends_on", Text("结束日期早于开班日期", "the class ends before it begins"))
    before = next((item for item in pack.deadlines if item.id == BEFORE_TRAINING), None)
    if before is not None and plan.starts_on < today:
        yield Problem(
            "starts_on",
            Text(
                f"开班日期 {plan.starts_on} 已过：{before.text.zh}（{clause_name(before.clause)}）",
                f"the class began on {plan.starts_on}: {before.text.en} ({clause_name(before.clause)})",
            ),
        )


def _mode_problems(plan: FilingPlan, pack: Pack) -> Iterator[Problem]:
    """锡人社办〔2020〕10号 四.2: no offline training; the pack names the modes that its circular allows."""
    allowed, full = pack.plan.get("modes"), pack.plan.get("clause", "")
    clause = clause_name(full)
    if allowed is not None and plan.mode not in allowed:
        sentence = pack.clauses.get(full, "")
        yield Problem(
            "mode",
            Text(
                f"培训方式不符（{clause}）：“{sentence}”",
                f"not an allowed way of training ({clause}): “{sentence}”",
            ),
        )
    if allowed is not None and "offline" not in allowed and "blended" not in allowed and plan.offline_hours:
        yield Problem(
            "offline_hours", Text(f"计划不得有线下学时（{clause}）", f"the plan may have no offline hours ({clause})")
        )
    if (plan.mode == "online" and plan.offline_hours) or (plan.mode == "offline" and plan.online_hours):
        yield Problem("mode", Text("学时与培训方式不一致", "the hours do not fit the way of training"))


def _course_problems(plan: FilingPlan, firm: OrganisationCard) -> Iterator[Problem]:
    if plan.course_id is None:
        return
    problems = list(course_problems(plan.course_id, organisation_id=firm.id, delegate=plan.delegate))
    yield from problems
    if problems:
        return
    course = catalogue.course(plan.course_id)
    if plan.project and norm_project(course.project) != norm_project(plan.project):
        yield Problem("project", Text(f"课程属于培训项目“{course.project}”", f"the course belongs to {course.project}"))


def _roster_problems(plan: FilingPlan) -> Iterator[Problem]:
    if plan.roster_id is None:
        yield Problem("roster", Text("请上传花名册", "upload the roster"))
        return
    people = training.roster_people(plan.roster_id)
    if plan.headcount is not None and people > plan.headcount:
        yield Problem(
            "headcount",
            Text(
                f"花名册 {people} 人，多于培训人数 {plan.headcount}",
                f"{people} on the roster, more than the {plan.headcount} planned",
            ),
        )


def _rule_problems(case: Case, plan: FilingPlan, pack: Pack, firm: OrganisationCard, today: date) -> Iterator[Problem]:
    """Checks that nobody of this class could meet, even if all goes well: better said before the class than after it."""
    if plan.starts_on is None or plan.ends_on is None or plan.ends_on < plan.starts_on:
        return
    line = engine_line(best_facts(case, plan, firm, today), "anyone", 1)
    decision = Fold(plan_of(pack, firm.region), ()).next(line)
    for check, ok in zip(pack.checks, decision.oks, strict=True):
        if ok is False and check.force is Force.MUST:
            clauses = "、".join(map(clause_name, check.clauses))
            yield Problem(
                f"check:{check.id}",
                Text(f"不符：{check.text.zh}（{clauses}）", f"not met: {check.text.en} ({clauses})"),
            )


def best_facts(case: Case, plan: FilingPlan, firm: OrganisationCard, today: date) -> dict[str, Any]:
    """The facts of someone who does all that the plan says. Who the person is stays unknown."""
    assert plan.starts_on is not None
    assert plan.ends_on is not None
    return {
        "claimed_by": claimant_of(firm),
        "employer_id": firm.credit_code,
        "employer_kind": str(firm.kind),
        "employer_size": str(firm.size) or None,
        "training_kind": plan.training_kind or None,
        "project": plan.project,
        "class_no": case.number,
        "filed_on": plan.starts_on,
        "class_start": plan.starts_on,
        "class_end": plan.ends_on,
        "online_hours": plan.online_hours,
        "offline_hours": plan.offline_hours,
        "planned_hours": plan.online_hours + plan.offline_hours,
        "converted": plan.converted,
        "completed": True,
        "still_employed": True,
        "certificate_no": case.number,
        "claimed_on": max(plan.ends_on, today),
    }


def _signature_problems(case: Case, plan: FilingPlan, pack: Pack, firm: OrganisationCard) -> Iterator[Problem]:
    if asks_signature(pack, CaseKind.CLASS_FILING) and not _signed(case, plan, firm) and case.undertakings.exists():
        yield Problem(
            "undertaking",
            Text("签署承诺书之后计划有改动，请重新签署", "the plan was changed after it was signed; sign it again"),
        )


def _office_problems(pack: Pack, firm: OrganisationCard) -> Iterator[Problem]:
    if office_for(pack, firm.region, OfficeKind.REVIEW) is None:
        yield Problem(
            "", Text(f"本地区没有受理部门（{pack.reviewer}）", f"no office takes this in here ({pack.reviewer})")
        )
