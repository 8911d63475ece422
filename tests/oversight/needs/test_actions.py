"""Needs are stated once, taken back by their owner, and published without a small number."""

from __future__ import annotations

import itertools
from datetime import date

import pytest

from tests.casework.city import AFTER, BINHU, City, firm_of
from tests.classroom import signed_up
from yunpei.common.errors import Conflict, Forbidden, Invalid, NotFound
from yunpei.oversight.needs import actions, queries
from yunpei.oversight.needs.states import TABLES
from yunpei.oversight.needs.types import NeedGiven, NeedMode, NeedState
from yunpei.people.types import Role

pytestmark = [pytest.mark.django_db, pytest.mark.req("R38")]
JULY = date(2020, 7, 1)


def wanted(project: str = "电工", people: int = 30, region: str = BINHU, month: date = JULY) -> NeedGiven:
    return NeedGiven(region, project, people, month, NeedMode.ONLINE)


def test_a_firm_and_a_worker_state_and_take_back(there: City) -> None:
    need = actions.need_state(given=wanted(), by=there.admin, at=AFTER)
    worker = signed_up(7)
    actions.need_state(given=wanted(people=50), by=worker, at=AFTER)
    assert [one.people for one in queries.needs_of(by=there.admin)] == [30]
    assert [one.people for one in queries.needs_of(by=worker)] == [1]  # one speaks for oneself
    with pytest.raises(Conflict):
        actions.need_state(given=wanted("电 工"), by=there.legal, at=AFTER)
    with pytest.raises(NotFound):
        actions.need_withdraw(need=need, by=worker, at=AFTER)
    actions.need_withdraw(need=need, by=there.legal, at=AFTER)
    assert queries.needs_of(by=there.admin)[0].state is NeedState.WITHDRAWN
    with pytest.raises(Conflict):
        actions.need_withdraw(need=need, by=there.admin, at=AFTER)
    with pytest.raises(Forbidden):
        actions.need_state(given=wanted(), by=there.reviewers[0], at=AFTER)


def test_all_faults_are_told_at_once(there: City) -> None:
    with pytest.raises(Invalid) as told:
        actions.need_state(given=wanted(" ", 0, month=date(2020, 3, 1)), by=there.admin, at=AFTER)
    assert {one.field for one in told.value.problems} == {"project", "people", "month"}


def test_demand_names_no_few_people(there: City) -> None:
    _, other, _ = firm_of(520, region="320205")
    actions.need_state(given=wanted("电工", 40), by=there.admin, at=AFTER)
    actions.need_state(given=wanted("焊工", 3), by=there.admin, at=AFTER)
    actions.need_state(given=wanted("电工", 20, "320205"), by=other, at=AFTER)
    actions.need_state(given=wanted("焊工", 30, "320205"), by=other, at=AFTER)
    regions, rows = queries.demand(since=JULY)
    shown = {row.project.zh: dict(zip(regions, row.by_region, strict=True)) for row in rows}
    assert shown["焊工"][BINHU] is None
    assert None in {shown["焊工"]["320205"], rows[-1].by_region[0], rows[-2].all}
    assert queries.demand(since=date(2020, 8, 1)) == ([], [])


def test_every_state_and_event_takes_its_own_roles() -> None:
    for table in TABLES:
        for state, event, role in itertools.product(table.states, table.events, Role):
            row = table.find(state, event)
            assert table.may(state, event, {role}) is (row is not None and role in row.roles)
