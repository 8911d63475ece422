"""Asking money back on pages: a finding, the demand, a receipt twice, and what is given up."""

from __future__ import annotations

import pytest

from tests.casework.city import AFTER, DAY, City, Studied, approved, claimed
from tests.portals.conftest import SignedIn
from yunpei.casework import actions
from yunpei.casework.models import CaseLine
from yunpei.common import clock
from yunpei.funds import queries
from yunpei.funds.bank import Answer
from yunpei.funds.types import RecoveryState

pytestmark = [pytest.mark.django_db, pytest.mark.req("R36")]
LATER = AFTER + 8 * DAY


@pytest.fixture
def number(there: City, studied: Studied) -> str:
    """A claim that was paid."""
    number = claimed(there, (1, 2))
    approved(there, number)
    batch = actions.batch_make(cases=[number], by=there.payer, at=LATER)
    answers = [Answer(2, row.number, True) for row in queries.batch_rows(number=batch, by=there.payer)]
    actions.batch_answers(number=batch, answers=answers, by=there.payer, at=LATER)
    return number


def test_from_the_finding_to_the_last_fen(there: City, number: str, signed_in: SignedIn) -> None:
    inspector, payer, finance = (signed_in(one) for one in (there.inspector, there.payer, there.finance))
    begin = f"/bureau/cases/{number}/recover/"
    one, two = (str(line.public_id) for line in CaseLine.objects.filter(case__number=number).order_by("place"))
    with clock.holding(LATER):
        assert begin in inspector.get(f"/bureau/cases/{number}/").content.decode()
        assert begin not in payer.get(f"/bureau/cases/{number}/").content.decode()
        for wrong in (
            {"line": one, "reason": ""},
            {"line": one, f"fen-{one}": "1e3", "reason": "虚报"},
            {"reason": "虚报"},
        ):
            assert inspector.post(begin, wrong).status_code == 422
        too_much = inspector.post(begin, {"line": one, f"fen-{one}": "444.01", "reason": "虚报"})
        assert "不超过已拨付的 444.00 元" in too_much.content.decode()
        found = {"line": [one, two], f"fen-{two}": "100", "reason": "由他人代签"}
        assert inspector.post(begin, found).status_code == 302
        [card] = queries.recoveries(by=there.finance)
        page = f"/bureau/ledger/recoveries/{card.number}/"
        assert card.number in payer.get("/bureau/ledger/recoveries/").content.decode()
        assert payer.post(f"{page}demand/", {"due_on": "2020-04-01"}).status_code == 422
        assert payer.post(f"{page}demand/", {"due_on": "2020-05-31"}).status_code == 302
        receipt = {"reference": "HD-1", "received_on": "2020-04-10", "payer": "企业", "amount_fen": "500"}
        assert payer.post(f"{page}receipt/", receipt | {"amount_fen": "9999"}).status_code == 422
        assert "已登记到账" in payer.post(f"{page}receipt/", receipt, follow=True).content.decode()
        assert "没有重复计入" in payer.post(f"{page}receipt/", receipt, follow=True).content.decode()
        assert finance.post(f"{page}write-off/", {"reason": ""}).status_code == 422
        assert "核销 44.00 元" in finance.get(page).content.decode()
        assert finance.post(f"{page}write-off/", {"reason": "注销，终结执行"}).status_code == 302
        assert "终结执行" in finance.get(page).content.decode()
        assert payer.post(f"{page}receipt/", receipt | {"reference": "HD-2"}).status_code == 422
    assert queries.recovery(number=card.number, by=there.payer).state is RecoveryState.WRITTEN_OFF


def test_the_applicant_sees_what_is_owed(there: City, number: str, signed_in: SignedIn) -> None:
    recovery = actions.recovery_open(number=number, reason="由他人代签", by=there.inspector, at=LATER)
    client = signed_in(there.admin)
    assert "应退回 888.00 元" in client.get(f"/org/claims/{number}/").content.decode()
    assert client.get(f"/bureau/ledger/recoveries/{recovery}/").status_code == 403


def test_the_whole_case(there: City, number: str, signed_in: SignedIn) -> None:
    with clock.holding(LATER):
        signed_in(there.inspector).post(f"/bureau/cases/{number}/recover/", {"whole": "yes", "reason": "未开展培训"})
    [card] = queries.recoveries_of(case=number)
    assert card.amount_fen == 88_800
