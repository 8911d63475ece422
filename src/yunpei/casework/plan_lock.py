"""The plan lock (计划锁定): what a claim says, held against the approved plan. Pure: no database, no clock.

What is not known is no mismatch; the engine says that it is missing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from urllib.parse import urlsplit

from yunpei.casework.types import Claimed, ClaimedLine, LockCode, LockedPlan, Mismatch, Side, Source
from yunpei.common.language import Text
from yunpei.policy.cells import norm_project

# What each code says, who has to act, and how; an officer may let any of them stand with a written reason.
MEANING: dict[LockCode, tuple[Text, Side, Text]] = {
    LockCode.ROSTER: (
        Text("不在备案花名册", "not on the approved roster"),
        Side.APPLICANT,
        Text(
            "备案通过后才加入的人员，请移出申领名单，或说明原因",
            "added after the approval: take the person off, or explain",
        ),
    ),
    LockCode.PROJECT: (
        Text("培训项目与备案不同", "another project than planned"),
        Side.APPLICANT,
        Text("请核对培训项目，改为备案的项目，或说明原因", "check the project: claim for the planned one, or explain"),
    ),
    LockCode.HOURS: (
        Text("课时超过备案计划", "more hours than planned"),
        Side.OFFICE,
        Text("请核对学习记录，确认只按计划课时计算", "check the study record; only planned hours are to be counted"),
    ),
    LockCode.DATES: (
        Text("培训时间与备案不同", "other dates than planned"),
        Side.APPLICANT,
        Text("请说明为何变更培训时间", "explain why the dates were moved"),
    ),
    LockCode.CHANNEL: (
        Text("线上渠道未备案", "online channel not in the plan"),
        Side.APPLICANT,
        Text("请说明为何使用未备案的渠道", "explain why another channel was used"),
    ),
    LockCode.HEADCOUNT: (
        Text("人数超过备案计划", "more people than planned"),
        Side.APPLICANT,
        Text("请移除多出的人员，或说明原因", "take off those beyond the plan, or explain"),
    ),
    LockCode.ACCOUNT: (
        Text("收款账户与备案时不同", "another bank account than when approved"),
        Side.OFFICE,
        Text("请向单位核实新账户确属本单位", "make sure with the organisation that the new account is its own"),
    ),
    LockCode.MODE: (
        Text("培训方式与备案不同", "another way of training than planned"),
        Side.APPLICANT,
        Text("请说明为何变更培训方式", "explain why the way of training changed"),
    ),
}
MODES = {
    "online": Text("线上", "online"),
    "offline": Text("线下", "offline"),
    "blended": Text("线上线下结合", "blended"),
}
KINDS = {"online": ("online",), "offline": ("offline",), "blended": ("online", "offline")}  # of hours, by mode
Values = tuple[Text, Text, Source]  # planned, found, where the latter comes from


def mismatches(plan: LockedPlan, claimed: Claimed) -> list[Mismatch]:
    """Every difference between a claim and its plan, by code; at most one per code and line, or one for the whole case."""
    found = [
        *_each(LockCode.ROSTER, plan, claimed, _roster, Source.ROSTER),
        *_shared(LockCode.PROJECT, plan, claimed, _project),
        *_each(LockCode.HOURS, plan, claimed, _hours, Source.FILING),
        *_shared(LockCode.DATES, plan, claimed, _dates),
        *_shared(LockCode.CHANNEL, plan, claimed, _channel),
        *_headcount(plan, claimed),
        *_account(plan, claimed),
    ]
    if plan.mode != claimed.mode:
        return [*found, _whole(LockCode.MODE, (MODES[plan.mode], MODES[claimed.mode], Source.CLASS))]
    return [*found, *_shared(LockCode.MODE, plan, claimed, _mode)]


def _roster(_plan: LockedPlan, one: ClaimedLine) -> Values | None:
    if one.facts.get("on_filed_roster") is not False:
        return None
    return Text("备案花名册没有此人", "not on the roster"), Text("申领名单有此人", "claimed for"), Source.CASE


def _project(plan: LockedPlan, one: ClaimedLine) -> Values | None:
    project = one.facts.get("project")
    if not isinstance(project, str) or norm_project(project) == norm_project(plan.project):
        return None
    return Text(plan.project, plan.project), Text(project, project), _source(one, "project")


def _hours(plan: LockedPlan, one: ClaimedLine) -> Values | None:
    online, offline = _count(one, "online_hours"), _count(one, "offline_hours")
    if online <= plan.online_hours and offline <= plan.offline_hours:
        return None
    above = "online_hours" if online > plan.online_hours else "offline_hours"
    return _hours_shown(plan.online_hours, plan.offline_hours), _hours_shown(online, offline), _source(one, above)


def _dates(plan: LockedPlan, one: ClaimedLine) -> Values | None:
    start, end = one.facts.get("class_start"), one.facts.get("class_end")
    if not isinstance(start, date) or not isinstance(end, date) or (start, end) == (plan.starts_on, plan.ends_on):
        return None
    moved = "class_start" if start != plan.starts_on else "class_end"
    return _days(plan.starts_on, plan.ends_on), _days(start, end), _source(one, moved)


def _channel(plan: LockedPlan, one: ClaimedLine) -> Values | None:
    """`channel`: name or link of where somebody studied, from a room that knows; no column of the policies."""
    used = one.facts.get("channel")
    filed = {word for name, link in plan.channels for word in (norm_project(name), _host(link)) if word}
    if not isinstance(used, str) or not used or {norm_project(used), _host(used)} & filed:
        return None
    names = [name for name, _ in plan.channels]
    planned = Text("、".join(names) or "无", ", ".join(names) or "none")
    return planned, Text(used, used), _source(one, "channel")


def _mode(plan: LockedPlan, one: ClaimedLine) -> Values | None:
    """Hours of a kind that the plan's way of training does not have."""
    held = [kind for kind in ("online", "offline") if _count(one, f"{kind}_hours")]
    other = [kind for kind in held if kind not in KINDS[plan.mode]]
    if not other:
        return None
    found = MODES["blended" if len(held) > 1 else other[0]]
    return MODES[plan.mode], found, _source(one, f"{other[0]}_hours")


def _headcount(plan: LockedPlan, claimed: Claimed) -> Iterator[Mismatch]:
    people = len(claimed.lines)
    if plan.headcount is not None and people > plan.headcount:
        values = _people(plan.headcount), _people(people), Source.CASE
        yield _whole(LockCode.HEADCOUNT, values)


def _account(plan: LockedPlan, claimed: Claimed) -> Iterator[Mismatch]:
    if plan.account is None or claimed.account is None or plain_account(plan.account) == plain_account(claimed.account):
        return
    values = account_shown(plan.account), account_shown(claimed.account), Source.ORGANISATION
    yield _whole(LockCode.ACCOUNT, values, Source.ORGANISATION)


# ---- put together -------------------------------------------------------------------------------------------------------

Look = Callable[[LockedPlan, ClaimedLine], Values | None]


def _each(code: LockCode, plan: LockedPlan, claimed: Claimed, look: Look, source: Source) -> Iterator[Mismatch]:
    """Told of each person."""
    for one in claimed.lines:
        if values := look(plan, one):
            yield Mismatch(code, one.line, one.person, values[0], values[1], source, values[2])


def _shared(code: LockCode, plan: LockedPlan, claimed: Claimed, look: Look) -> Iterator[Mismatch]:
    """Told once for the whole case where it is the same for all, else of each person."""
    values = {look(plan, one) for one in claimed.lines}
    if len(values) == 1 and (same := values.pop()) is not None:
        yield _whole(code, same)
    else:
        yield from _each(code, plan, claimed, look, Source.FILING)


def _whole(code: LockCode, values: Values, source: Source = Source.FILING) -> Mismatch:
    return Mismatch(code, "", "", values[0], values[1], source, values[2])


def _source(one: ClaimedLine, name: str) -> Source:
    """Where a fact comes from; what the class was given from the plan once is the class's own by now."""
    source = one.sources.get(name, Source.CASE)
    return Source.CLASS if source is Source.FILING else source


def _count(one: ClaimedLine, name: str) -> int:
    value = one.facts.get(name)
    return value if isinstance(value, int) else 0


def _host(link: str) -> str:
    return (urlsplit(link.strip()).hostname or "") if "//" in link else ""


def plain_account(account: tuple[str, str]) -> tuple[str, str]:
    """Bank and number without the spaces that people put in."""
    bank, number = account
    return "".join(bank.split()), "".join(number.split())


def account_shown(account: tuple[str, str]) -> Text:
    """The bank, and the last digits of the number."""
    bank, number = plain_account(account)
    shown = f"{bank} ****{number[-4:]}"
    return Text(shown, shown)


def _people(count: int) -> Text:
    return Text(f"{count} 人", f"{count} people")


def _hours_shown(online: int, offline: int) -> Text:
    return Text(f"线上 {online}、线下 {offline} 课时", f"{online} h online, {offline} h offline")


def _days(start: date | None, end: date | None) -> Text:
    return Text(f"{start} 至 {end}", f"{start} to {end}")
