"""Step × state of a suspension: while it binds nothing is handed in, approved or paid; both sides read why; then it goes on."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from django.db import transaction

from tests.casework.advancing import paid_in_advance
from tests.casework.applying import APPLIED, HIRED, WORK, firm_applies, hired, offices
from tests.casework.city import (
    AFTER,
    DAY,
    DRAFTED,
    FILED,
    City,
    Studied,
    accepted,
    approved,
    city,
    claimed,
    drafted,
    ended,
    officer,
    published,
    reviewed,
)
from tests.portals.conftest import SignedIn, signed_in  # noqa: F401
from yunpei.casework import actions as casework
from yunpei.casework.models import Case
from yunpei.common import clock
from yunpei.common.errors import Conflict
from yunpei.oversight.models import Penalty
from yunpei.oversight.types import BINDING, PenaltyKind, PenaltyState
from yunpei.people.types import OfficeKind

pytestmark = pytest.mark.django_db
LATER = AFTER + 6 * DAY
Step = Callable[[], object]
# State of a suspension, days from its first day to the step, whether it binds then.
WHEN = (
    *((state, 30, state in BINDING) for state in PenaltyState),
    (PenaltyState.IN_FORCE, 200, False),  # its term is over, and the daily job has not come round
)


def penalised(organisation: int, state: PenaltyState, by: tuple[int, int], from_day: date, n: int = 1) -> Penalty:
    proposed = state in (PenaltyState.PROPOSED, PenaltyState.DROPPED)
    return Penalty.objects.create(
        number=f"CF-320200-2020-{n:04d}",
        organisation_id=organisation,
        region="320200",
        kind=PenaltyKind.SUSPENSION,
        state=state,
        facts="虚报",
        basis="四.5",
        months=6,
        proposed_at=DRAFTED,
        proposed_by_id=by[0],
        imposed_at=None if proposed else DRAFTED,
        imposed_by_id=None if proposed else by[1],
        from_day=None if proposed else from_day,
        until=None if proposed else from_day + timedelta(days=183),
    )


class Undone(Exception):
    """The step worked; what it did is rolled back."""


def bars(step: Step, at: datetime, organisation: int, inspectors: tuple[int, int]) -> None:
    """Try the step under every state of a suspension, each time from the same beginning."""
    wrong = []
    for state, days, binding in WHEN:
        try:
            with transaction.atomic():
                penalised(organisation, state, inspectors, at.date() - timedelta(days=days))
                step()
                raise Undone
        except Undone:
            stopped = False
        except Conflict as refused:
            stopped = "资格暂停至" in str(refused)
        if stopped is not binding:
            wrong.append(f"{state} after {days} days: {'stopped' if stopped else 'not stopped for that'}")
    assert not wrong, wrong


def inspectors(there: City) -> tuple[int, int]:
    second = officer(910, there.places["inspection"], OfficeKind.INSPECTION)
    return there.inspector.account_id or 0, second.account_id or 0


def filing(there: City) -> Step:
    number = drafted(there)
    casework.undertaking_sign(number=number, by=there.legal, at=FILED)
    return lambda: casework.filing_submit(number=number, by=there.admin, at=FILED)


def claim(there: City) -> Step:
    number = casework.claim_open(class_id=ended(there), by=there.admin, at=AFTER)
    return lambda: casework.claim_submit(number=number, by=there.admin, at=AFTER)


def approval(there: City) -> Step:
    number = claimed(there)
    notice = published(there, number)
    casework.notice_close(number=notice, by=there.reviewers[0], at=LATER)
    return lambda: casework.claim_approve(number=number, by=there.reviewers[1], at=LATER)


def payment(there: City) -> Step:
    number = claimed(there)
    approved(there, number)
    return lambda: casework.batch_make(cases=[number], by=there.payer, at=LATER)


@pytest.mark.req("R36")
@pytest.mark.parametrize(("prepare", "at"), [(filing, FILED), (claim, AFTER), (approval, LATER), (payment, LATER)])
def test_what_a_suspension_bars(there: City, studied: Studied, prepare: Callable[[City], Step], at: datetime) -> None:
    bars(prepare(there), at, there.organisation_id, inspectors(there))


def test_an_application_is_barred_as_well(tmp_path: Path) -> None:
    there = offices("210200")
    number, admin, _ = firm_applies(WORK, "210202", tmp_path, HIRED, [hired(1)])
    second = there.reviewers[0].account_id or 0
    organisation = Case.objects.get(number=number).organisation_id
    assert organisation is not None
    bars(
        lambda: casework.application_submit(number=number, by=admin, at=APPLIED),
        APPLIED,
        organisation,
        (there.inspector.account_id or 0, second),
    )


def test_an_advance_is_barred_as_well(
    db: None, studied: Studied, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    paid_in_advance(tmp_path, monkeypatch)
    there = city()
    number = Case.objects.get(training_class_id=accepted(there, (1, 2)), kind="class_filing").number
    bars(
        lambda: casework.advance_grant(number=number, by=there.reviewers[0], at=FILED),
        FILED,
        there.organisation_id,
        inspectors(there),
    )


def test_review_goes_on_and_both_sides_read_why_nothing_is_paid(
    there: City,
    studied: Studied,
    signed_in: SignedIn,  # noqa: F811
) -> None:
    number = claimed(there)
    held = penalised(there.organisation_id, PenaltyState.IN_FORCE, inspectors(there), AFTER.date())
    reviewed(there, number)
    with clock.holding(AFTER):
        for by, page in ((there.admin, f"/org/claims/{number}/"), (there.payer, f"/bureau/cases/{number}/")):
            told = signed_in(by).get(page).content.decode()
            assert "补贴资格暂停至" in told
            assert held.number in told
    Penalty.objects.filter(pk=held.pk).update(state=PenaltyState.REPAIRED)
    with clock.holding(AFTER):
        assert "补贴资格暂停至" not in signed_in(there.admin).get(f"/org/claims/{number}/").content.decode()
