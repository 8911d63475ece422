"""A bureau sets targets with their source, ends them, and states the base figures that no record of ours says."""

from __future__ import annotations

import tomllib
from datetime import datetime
from functools import cache
from pathlib import Path

from django.db import IntegrityError, transaction

from yunpei.common import audit
from yunpei.common.actor import Actor
from yunpei.common.clock import day_of
from yunpei.common.errors import Conflict, Forbidden, Invalid, NotFound, Problem
from yunpei.common.language import Text
from yunpei.oversight.models import BaseFigure, Target
from yunpei.oversight.statistics.target_types import SHARES, BaseGiven, TargetGiven, TargetMeasure

SETTERS = ("officer_review",)
MOST = 2_000_000_000
KNOWN = Path(__file__).with_name("known_targets.toml")


@transaction.atomic
def target_set(*, given: TargetGiven, by: Actor, at: datetime) -> str:
    """Set a target of the officer's region; its id. Reviewing officers.

    Raises Forbidden, Invalid with all that is wrong; Conflict where one of the same measure and term holds.
    """
    account, region = _officer(by)
    if problems := _problems(given):
        raise Invalid(problems)
    try:
        with transaction.atomic():
            row = Target.objects.create(
                region=region,
                name=given.name.strip(),
                source=given.source.strip(),
                clause=given.clause.strip(),
                measure=given.measure,
                since=given.since,
                until=given.until,
                goal=given.goal,
                set_at=at,
                set_by_id=account,
            )
    except IntegrityError:
        told = Text("同一指标、同一期间的目标已经设定", "a target of this measure and term holds already")
        raise Conflict(told) from None
    detail = {"measure": row.measure, "goal": row.goal, "region": row.region, "source": row.source}
    audit.record(by=by, at=at, verb="target_set", subject_type="target", subject_id=row.public_id, detail=detail)
    return str(row.public_id)


@transaction.atomic
def target_end(*, target: str, by: Actor, at: datetime) -> None:
    """End a target of the officer's region: it is shown no more, and kept. Raises NotFound, Forbidden."""
    _, region = _officer(by)
    row = Target.objects.select_for_update().filter(public_id=target, region=region, ended_at=None).first()
    if row is None:
        raise NotFound
    row.ended_at = at
    row.save(update_fields=["ended_at"])
    audit.record(by=by, at=at, verb="target_end", subject_type="target", subject_id=row.public_id)


@transaction.atomic
def base_state(*, given: BaseGiven, by: Actor, at: datetime) -> None:
    """State a base figure of the officer's region as of a day; the latest day holds, and of one day what was said last.

    Raises Forbidden, Invalid with all that is wrong.
    """
    account, region = _officer(by)
    problems = []
    if not 0 <= given.value <= MOST:
        problems.append(Problem("value", Text("人数不在合理范围内", "not a number of people")))
    if given.on > day_of(at):
        problems.append(Problem("on", Text("数据日期不能晚于今天", "the day has not come")))
    if not 1 <= len(given.source.strip()) <= 200:
        problems.append(Problem("source", _NO_SOURCE))
    if problems:
        raise Invalid(problems)
    row = BaseFigure.objects.create(
        region=region,
        measure=given.measure,
        value=given.value,
        on=given.on,
        source=given.source.strip(),
        entered_at=at,
        entered_by_id=account,
    )
    detail = {"measure": row.measure, "value": row.value, "on": row.on.isoformat(), "source": row.source}
    audit.record(by=by, at=at, verb="base_figure_state", subject_type="base_figure", subject_id=row.pk, detail=detail)


_NO_SOURCE = Text("请写明来源，不超过200字", "name the source, in up to 200 characters")


def _officer(by: Actor) -> tuple[int, str]:
    if not by.has(*SETTERS) or not by.region or by.account_id is None:
        raise Forbidden
    return by.account_id, by.region


def _problems(given: TargetGiven) -> list[Problem]:
    problems = []
    if not 1 <= len(given.name.strip()) <= 100:
        problems.append(Problem("name", Text("请填写名称，不超过100字", "name it, in up to 100 characters")))
    if not 1 <= len(given.source.strip()) <= 200:
        problems.append(Problem("source", _NO_SOURCE))
    if not 1 <= len(given.clause.strip()) <= 2000:
        problems.append(Problem("clause", Text("请摘录原文，不超过2000字", "quote it, in up to 2000 characters")))
    if given.since.day != 1 or given.until.day != 1 or given.until < given.since:
        problems.append(
            Problem("until", Text("期间按月填写，止月不早于起月", "whole months, the last not before the first"))
        )
    if not 1 <= given.goal <= (100 if given.measure in SHARES else MOST):
        told = Text("目标值须大于0；比例为1至100的百分数", "above 0; a share is a percentage from 1 to 100")
        problems.append(Problem("goal", told))
    return problems


@cache
def known() -> tuple[TargetGiven, ...]:
    """The targets that the texts at hand name, for a bureau to set; see known_targets.toml."""
    rows = tomllib.loads(KNOWN.read_text(encoding="utf-8"))["target"]
    return tuple(TargetGiven(**{**row, "measure": TargetMeasure(row["measure"])}) for row in rows)
