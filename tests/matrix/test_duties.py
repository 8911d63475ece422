"""Who entered a case at the window × every step of its review and payment: never the same person, under whichever account."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.casework.city import AFTER, DAY, DRAFTED, City, Studied, ended, officer
from tests.casework.test_actions_intake import SCAN, opened, written
from yunpei.casework import actions, queries
from yunpei.casework.types import CaseKind
from yunpei.common.actor import Actor
from yunpei.common.errors import Forbidden
from yunpei.people.types import OfficeKind

pytestmark = [pytest.mark.req("R04", "R47")]
Step = tuple[str, Callable[[str, Actor], Any]]
LATER = AFTER + 6 * DAY
REVIEW: list[Step] = [
    ("accept", lambda n, by: actions.claim_accept(number=n, by=by, at=AFTER)),
    ("review_first", lambda n, by: actions.review_first(number=n, by=by, at=AFTER)),
    ("review_second", lambda n, by: actions.review_second(number=n, by=by, at=AFTER)),
    ("publish", lambda n, by: actions.notice_publish(number=n, by=by, at=AFTER)),
    ("close_notice", lambda n, by: actions.notice_close(number=notice(n), by=by, at=LATER)),
    ("approve", lambda n, by: actions.claim_approve(number=n, by=by, at=LATER)),
]
ASIDE: list[Step] = [
    ("return", lambda n, by: actions.case_return(number=n, items=[("content", "补")], by=by, at=AFTER)),
    ("refuse", lambda n, by: actions.case_refuse(number=n, reason="不符", by=by, at=AFTER)),
    ("hold", lambda n, by: actions.case_hold(number=n, reason="核查", by=by, at=AFTER)),
]


def notice(number: str) -> str:
    found = queries.notice_of_case(number)
    assert found is not None
    return found.number


def colleagues(there: City) -> list[Actor]:
    """Three more officers who review, so that nobody does two steps."""
    return [officer(n, there.places["review"], OfficeKind.REVIEW) for n in (931, 932, 933)]


@pytest.mark.parametrize("way", ["began it", "added to it", "handed it in"])
def test_who_entered_a_claim_takes_no_step_of_its_review(there: City, studied: Studied, way: str) -> None:
    began, others = there.reviewers[0], colleagues(there)
    clerks = {"began it": began, "added to it": others[0], "handed it in": others[0]}
    filing = queries.filing_of_class(ended(there, (1, 2)))
    number = opened(there, kind=CaseKind.CLAIM, filing=filing, by=began, at=AFTER)
    if way == "added to it":
        line = queries.claim_preview(number=number, by=others[0], at=AFTER)[0].id
        actions.claim_line_remove(number=number, line=line, by=others[0], at=AFTER)
    actions.claim_submit(
        number=number, by={"began it": there.admin, "added to it": began}.get(way, others[0]), at=AFTER
    )
    free = [there.reviewers[1], *others[1:]]
    for place, (name, step) in enumerate(REVIEW):
        for _, aside in ASIDE if place < 3 else []:
            with pytest.raises(Forbidden):
                aside(number, clerks[way])
        if name != "close_notice":
            with pytest.raises(Forbidden):
                step(number, clerks[way])
        step(number, free[place % len(free)])


def test_who_entered_a_filing_does_not_approve_it(there: City) -> None:
    number = opened(there)
    written(there, number, there.reviewers[0])
    actions.undertaking_scan(number=number, file=SCAN, by=there.reviewers[0], at=DRAFTED)
    actions.filing_submit(number=number, by=there.reviewers[0], at=DRAFTED)
    for step in (
        lambda by: actions.filing_accept(number=number, by=by, at=DRAFTED, hour_seconds=60),
        *(lambda by, aside=aside: aside(number, by) for _, aside in ASIDE),
    ):
        with pytest.raises(Forbidden):
            step(there.reviewers[0])
    actions.filing_accept(number=number, by=there.reviewers[1], at=DRAFTED, hour_seconds=60)
