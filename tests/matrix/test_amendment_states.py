"""Side × state × event × role of an amendment: what its table allows happens, what it does not leaves no trace."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from tests.casework.city import DAY, FILED, City, submitted
from tests.matrix.test_case_states import OUTSIDE, everyone
from yunpei.casework import actions, queries
from yunpei.casework.models import Amendment
from yunpei.casework.states import AMENDMENTS
from yunpei.casework.types import AmendmentState, Side
from yunpei.common.actor import Actor
from yunpei.common.errors import Refused

LATER = FILED + DAY
DO: dict[str, Callable[..., Any]] = {
    "accept": lambda **given: actions.amendment_accept(reason="可", at=LATER, **given),
    "refuse": lambda **given: actions.amendment_refuse(reason="否", at=LATER, **given),
    "withdraw": lambda **given: actions.amendment_withdraw(at=LATER, **given),
}


@pytest.mark.req("R12")
@pytest.mark.parametrize("side", list(Side))
def test_an_amendment_does_what_its_table_says(there: City, side: Side) -> None:
    filing = submitted(there)
    actions.filing_accept(number=filing, by=there.reviewers[0], at=FILED, hour_seconds=60)
    proposer = there.admin if side is Side.APPLICANT else there.reviewers[0]
    people, table, wrong = everyone(there), AMENDMENTS[side], []
    for state in table.states:
        for event, do in DO.items():
            for who, actor in people.items():
                made = proposed(there, filing, proposer)
                ended = None if state == AmendmentState.PROPOSED else LATER
                Amendment.objects.filter(number=made).update(state=state, answered_at=ended)
                verdict = attempt(do, filing, made, actor)
                allowed = who not in OUTSIDE and table.may(state, event, actor.roles)
                if (verdict == "done") is not allowed:
                    wrong.append(f"{state} × {event} × {who}: {verdict}")
                row = table.find(state, event)
                expected = row.target if row and allowed else state
                assert Amendment.objects.get(number=made).state == expected
                Amendment.objects.filter(number=made, answered_at=None).update(
                    state=AmendmentState.SUPERSEDED, answered_at=LATER
                )
    assert not wrong, "\n" + "\n".join(wrong)


def proposed(there: City, filing: str, by: Actor) -> int:
    plan = queries.case(number=filing, by=there.admin).plan
    more = replace(plan, headcount=(plan.headcount or 0) + 1)
    return actions.amendment_propose(number=filing, plan=more, reason="变化", by=by, at=FILED)


def attempt(do: Callable[..., Any], filing: str, amendment: int, by: Actor) -> str:
    try:
        do(number=filing, amendment=amendment, by=by)
    except Refused as refused:
        return type(refused).__name__
    return "done"
