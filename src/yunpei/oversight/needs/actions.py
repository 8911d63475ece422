"""Needs stated and withdrawn."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction

from yunpei.common import audit
from yunpei.common.actor import Actor
from yunpei.common.clock import day_of
from yunpei.common.errors import Conflict, Forbidden, Invalid, NotFound, Problem
from yunpei.common.language import Text
from yunpei.oversight.models import Need
from yunpei.oversight.needs.states import NEED
from yunpei.oversight.needs.types import NeedGiven
from yunpei.people.types import ORG_ROLES, Role
from yunpei.policy.cells import norm_project

MOST_PEOPLE = 100_000


@transaction.atomic
def need_state(*, given: NeedGiven, by: Actor, at: datetime) -> str:
    """State what an organisation needs, or what oneself does (then for one person). Its id.

    Raises Forbidden for who is neither, Invalid with all that is wrong, Conflict where the same was stated for the month.
    """
    firm, person = _owner(by)
    assert by.account_id is not None
    if problems := _problems(given, at):
        raise Invalid(problems)
    try:
        with transaction.atomic():
            row = Need.objects.create(
                organisation_id=firm,
                person_id=person,
                region=given.region,
                project=given.project.strip(),
                normal=norm_project(given.project),
                people=given.people if firm else 1,
                month=given.month,
                mode=given.mode,
                words=given.words.strip(),
                state=NEED.start,
                stated_at=at,
                stated_by_id=by.account_id,
            )
    except IntegrityError as error:
        raise Conflict(Text("这个月份的这个项目已经填报", "this project was stated for this month already")) from error
    detail = {"project": row.project, "people": row.people, "month": given.month.isoformat(), "region": row.region}
    audit.record(by=by, at=at, verb="need_state", subject_type="need", subject_id=row.public_id, detail=detail)
    return str(row.public_id)


@transaction.atomic
def need_withdraw(*, need: str, by: Actor, at: datetime) -> None:
    """Take back a need of one's own. Raises NotFound, Forbidden, Conflict where it is withdrawn already."""
    firm, person = _owner(by)
    row = Need.objects.select_for_update().filter(public_id=need, **_own(firm, person)).first()
    if row is None:
        raise NotFound
    row.state = NEED.next(row.state, "withdraw", by=by)
    row.save(update_fields=["state"])
    audit.record(by=by, at=at, verb="need_withdraw", subject_type="need", subject_id=row.public_id)


def _owner(by: Actor) -> tuple[int | None, int | None]:
    """Whose need it is: the organisation that one acts for, else oneself."""
    if by.organisation_id is not None and by.has(*ORG_ROLES):
        return by.organisation_id, None
    if by.person_id is not None and by.has(Role.LEARNER):
        return None, by.person_id
    raise Forbidden


def _own(firm: int | None, person: int | None) -> dict[str, int]:
    return {"organisation_id": firm} if firm is not None else {"person_id": person or 0}


def _problems(given: NeedGiven, at: datetime) -> list[Problem]:
    found = []
    if not norm_project(given.project):
        found.append(Problem("project", Text("请填写培训项目", "name the training project")))
    if not 1 <= given.people <= MOST_PEOPLE:
        told = Text(f"人数应在 1 到 {MOST_PEOPLE:,} 之间", f"from 1 to {MOST_PEOPLE:,} people")
        found.append(Problem("people", told))
    if given.month.day != 1 or given.month < day_of(at).replace(day=1):
        found.append(Problem("month", Text("请选择本月或以后的月份", "choose this month or a later one")))
    return found
