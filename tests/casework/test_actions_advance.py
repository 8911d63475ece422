"""Money before the class: within the rule, once, settled against the claim, the surplus asked back."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.casework.advancing import PROGRAMME, paid_in_advance
from tests.casework.city import (
    AFTER,
    BUDGET,
    DAY,
    FILED,
    City,
    Studied,
    accepted,
    approved,
    books_balance,
    city,
    result_file,
)
from tests.classroom import SYSTEM
from yunpei.casework import actions, queries
from yunpei.casework.models import Case
from yunpei.casework.types import CaseState
from yunpei.common.errors import Conflict, Forbidden, Invalid, NotFound
from yunpei.funds import queries as books
from yunpei.funds.types import AccountKind, RecoveryKind, RecoveryState, Standing
from yunpei.training import actions as training
from yunpei.training import queries as training_queries

pytestmark = pytest.mark.django_db
DUE = 44_400  # 24 class hours at 18.5 yuan
ADVANCED = 13_320  # 30 % of it


@pytest.fixture
def studied(monkeypatch: pytest.MonkeyPatch) -> Studied:
    stub = Studied()
    stub.stand_in(monkeypatch)
    return stub


@pytest.fixture
def there(db: None, studied: Studied, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> City:
    paid_in_advance(tmp_path, monkeypatch)
    return city()


def filing_of(class_id: int) -> str:
    return Case.objects.get(training_class_id=class_id, kind="class_filing").number


def filed(there: City, *roster: int) -> tuple[int, str]:
    class_id = accepted(there, roster)
    return class_id, filing_of(class_id)


def paid(there: City, number: str, folder: Path, result: str = "成功") -> None:
    """In a batch of its own, answered by the bank."""
    batch = actions.batch_make(cases=[number], by=there.payer, at=FILED + DAY)
    file = result_file(folder, batch, {number: result}, there.payer)
    actions.batch_result(number=batch, path=file, by=there.payer, at=FILED + DAY)


def claimed(there: City, class_id: int) -> str:
    training.class_begin(class_id=class_id, at=FILED + 10 * DAY)
    training.class_close(class_id=class_id, by=SYSTEM, at=AFTER - DAY)
    number = actions.claim_open(class_id=class_id, by=there.admin, at=AFTER)
    actions.claim_submit(number=number, by=there.admin, at=AFTER)
    return number


@pytest.mark.req("R25", "R27")
def test_the_rest_is_paid_after_the_class(there: City, tmp_path: Path) -> None:
    class_id, filing = filed(there, 1, 2)
    actions.advance_grant(number=filing, by=there.reviewers[1], at=FILED)
    card = books.advance_of(case=filing)
    assert card is not None
    assert (card.allowed_fen, card.amount_fen) == (2 * ADVANCED, 2 * ADVANCED)
    assert "2 人预计应付 888.00 元" in card.rule
    assert "二（二）.1" in card.rule
    paid(there, filing, tmp_path)
    assert books.balances(budget=BUDGET)[AccountKind.ADVANCE] == 2 * ADVANCED
    number = claimed(there, class_id)
    approved(there, number)
    claim = books.case_standings(cases=[number])[number]
    assert (claim.settled_fen, claim.reserved_fen) == (2 * ADVANCED, 2 * DUE - 2 * ADVANCED)
    assert claim.due_fen == 2 * DUE
    lines = queries.lines(number=number, by=there.admin)
    assert [(one.due_fen, one.paid_fen) for one in lines] == [
        (DUE, 2 * ADVANCED),
        (DUE, 0),
    ]  # in the order of the roster
    books_balance()
    batch = actions.batch_make(cases=[number], by=there.payer, at=AFTER + 7 * DAY)
    file = result_file(tmp_path, batch, {number: "成功"}, there.payer)
    actions.batch_result(number=batch, path=file, by=there.payer, at=AFTER + 7 * DAY)
    assert Case.objects.get(number=number).state == CaseState.PAID
    assert books.case_standings(cases=[number])[number].open_fen == 0
    assert books.case_standings(cases=[filing])[filing] == Standing()
    assert books.recoveries_of(case=filing) == []
    books_balance()


@pytest.mark.req("R27")
def test_what_was_advanced_beyond_the_final_amount_comes_back(there: City, studied: Studied, tmp_path: Path) -> None:
    class_id, filing = filed(there, *range(1, 8))
    actions.advance_grant(number=filing, by=there.reviewers[1], at=FILED)
    paid(there, filing, tmp_path)
    studied.default = 0  # nobody finishes but one
    first = training_queries.roster_lines(training_queries.class_of(class_id).roster_id)[0]
    studied.hours[first.person_id] = 24
    number = claimed(there, class_id)
    approved(there, number)
    assert Case.objects.get(number=number).state == CaseState.PAID  # nothing is left to pay
    assert books.case_standings(cases=[number])[number] == Standing(settled_fen=DUE)
    [back] = books.recoveries_of(case=filing)
    assert (back.kind, back.state, back.amount_fen) == (RecoveryKind.SURPLUS, RecoveryState.DUE, 7 * ADVANCED - DUE)
    assert books.case_standings(cases=[filing])[filing].open_fen == DUE - 7 * ADVANCED
    with pytest.raises(Conflict, match="追回"):
        actions.claim_close(number=number, by=SYSTEM, at=AFTER + 100 * DAY)
    books_balance()


@pytest.mark.req("R27")
def test_never_more_than_the_rule_and_once(there: City) -> None:
    _, filing = filed(there, 1)
    with pytest.raises(Invalid, match=r"133\.20"):
        actions.advance_grant(number=filing, amount_fen=ADVANCED + 1, by=there.reviewers[0], at=FILED)
    actions.advance_grant(number=filing, amount_fen=ADVANCED - 1, by=there.reviewers[0], at=FILED)
    with pytest.raises(Conflict, match="已有预支"):
        actions.advance_grant(number=filing, amount_fen=1, by=there.reviewers[0], at=FILED)
    actions.advance_cancel(number=filing, reason="误批", by=there.reviewers[0], at=FILED)
    with pytest.raises(Conflict):
        actions.advance_cancel(number=filing, reason="误批", by=there.reviewers[0], at=FILED)
    actions.advance_grant(number=filing, by=there.reviewers[0], at=FILED)
    assert books.balances(budget=BUDGET)[AccountKind.RESERVED] == ADVANCED
    books_balance()


def test_only_before_the_class_by_who_reviews_and_where_the_programme_says_so(
    there: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, filing = filed(there, 1)
    for who, error in ((there.payer, Forbidden), (there.admin, Forbidden), (there.finance, Forbidden)):
        with pytest.raises(error):
            actions.advance_grant(number=filing, by=who, at=FILED)
    with pytest.raises(Conflict, match="开班"):
        actions.advance_grant(number=filing, by=there.reviewers[0], at=FILED + 10 * DAY)
    monkeypatch.setattr("tests.casework.city.PROGRAMME", "wuxi-2020-10/online")
    _, plain = filed(there, 2)
    with pytest.raises(Conflict, match="不预支"):
        actions.advance_grant(number=plain, by=there.reviewers[0], at=FILED)
    assert Case.objects.get(number=filing).programme == PROGRAMME
    actions.advance_grant(number=filing, by=there.reviewers[1], at=FILED)
    with pytest.raises(NotFound):
        actions.batch_make(cases=[filing, "WX-0"], by=there.payer, at=FILED)


def test_a_claim_waits_for_the_bank_and_takes_over_what_was_never_sent(there: City, tmp_path: Path) -> None:
    class_id, filing = filed(there, 1)
    actions.advance_grant(number=filing, by=there.reviewers[1], at=FILED)
    batch = actions.batch_make(cases=[filing], by=there.payer, at=FILED + DAY)
    number = claimed(there, class_id)
    with pytest.raises(Conflict, match="尚未答复"):
        approved(there, number)
    file = result_file(tmp_path, batch, {filing: "账号不存在"}, there.payer)
    actions.batch_result(number=batch, path=file, by=there.payer, at=AFTER)
    actions.claim_approve(number=number, by=there.reviewers[1], at=AFTER + 6 * DAY)
    assert books.case_standings(cases=[number])[number] == Standing(reserved_fen=DUE)
    assert books.advance_of(case=filing) is None
    books_balance()


def test_a_class_that_never_was_gives_its_advance_back(there: City, tmp_path: Path) -> None:
    _, filing = filed(there, 1)
    with pytest.raises(Conflict, match="没有未清算"):
        actions.recovery_open(number=filing, reason="未开班", by=there.inspector, at=AFTER)
    actions.advance_grant(number=filing, by=there.reviewers[1], at=FILED)
    paid(there, filing, tmp_path)
    with pytest.raises(Forbidden):
        actions.recovery_open(number=filing, reason="未开班", by=there.reviewers[0], at=AFTER)
    number = actions.recovery_open(number=filing, reason="未开班", by=there.inspector, at=AFTER)
    assert books.recovery(number=number, by=there.payer).amount_fen == ADVANCED
    assert books.balances(budget=BUDGET)[AccountKind.OWED_BACK] == ADVANCED
    books_balance()
