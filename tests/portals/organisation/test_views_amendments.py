"""An amendment from the organisation's form to the officer's answer, and an officer's correction the other way round."""

from __future__ import annotations

import io
from typing import Any

import pytest

from tests.casework.city import FILED, City, submitted
from tests.invented import name, person
from tests.portals.conftest import SignedIn
from yunpei.casework import actions, queries
from yunpei.casework.types import PlanFields
from yunpei.common import clock
from yunpei.portals.ui.plans import initial_of

pytestmark = pytest.mark.req("R12")


@pytest.fixture
def filing(there: City) -> str:
    number = submitted(there, (1,))
    actions.filing_accept(number=number, by=there.reviewers[0], at=FILED, hour_seconds=60)
    return number


def form(plan: PlanFields, **changes: Any) -> dict[str, Any]:
    """The form as the browser sends it."""
    shown = {name: "" if value is None else value for name, value in initial_of(plan).items()}
    return {**shown, **changes}


def test_the_organisation_proposes_and_the_officer_agrees(there: City, filing: str, signed_in: SignedIn) -> None:
    firm, officer = signed_in(there.admin), signed_in(there.reviewers[0])
    plan = queries.case(number=filing, by=there.admin).plan
    with clock.holding(FILED):
        page = firm.get(f"/org/filings/{filing}/amend/").content.decode()
        assert "现行计划" in page
        unchanged = firm.post(f"/org/filings/{filing}/amend/", form(plan, reason="看看"))
        assert unchanged.status_code == 422
        assert "没有要变更的内容" in unchanged.content.decode()
        sent = firm.post(f"/org/filings/{filing}/amend/", form(plan, headcount=60, reason="新招员工"))
        assert sent.status_code == 302
        seen = officer.get(f"/bureau/cases/{filing}/").content.decode()
        assert "50 → " in seen
        assert "新招员工" in seen
        mute = officer.post(f"/bureau/cases/{filing}/amendments/1/accept/", {"reason": ""}, follow=True)
        assert "请写明理由" in mute.content.decode()
        officer.post(f"/bureau/cases/{filing}/amendments/1/accept/", {"reason": "材料属实"})
        after = firm.get(f"/org/filings/{filing}/").content.decode()
        assert "双方同意，已生效" in after
        assert "第 1 版计划" in after
    assert queries.case(number=filing, by=there.admin).plan.headcount == 60


def test_the_officer_corrects_and_the_organisation_agrees(there: City, filing: str, signed_in: SignedIn) -> None:
    firm, officer = signed_in(there.admin), signed_in(there.reviewers[0])
    plan = queries.case(number=filing, by=there.admin).plan
    with clock.holding(FILED):
        officer.post(f"/bureau/cases/{filing}/amend/", form(plan, headcount=1, reason="按花名册"))
        seen = firm.get(f"/org/filings/{filing}/").content.decode()
        assert "审核部门提出" in seen
        assert "同意变更" in seen
        firm.post(f"/org/filings/{filing}/amendments/1/accept/")
    assert queries.case(number=filing, by=there.admin).plan.headcount == 1
    assert firm.post(f"/org/filings/{filing}/amendments/1/reopen/").status_code == 404


def test_another_roster_comes_with_the_proposal(there: City, filing: str, signed_in: SignedIn) -> None:
    firm, plan = signed_in(there.admin), queries.case(number=filing, by=there.admin).plan
    page = f"/org/filings/{filing}/amend/"
    with clock.holding(FILED):
        bad = firm.post(page, form(plan, reason="新招", roster=roster(person(2)[:-1] + "?")))
        assert bad.status_code == 422
        assert "第 2 行" in bad.content.decode()
        assert not queries.amendments(number=filing, by=there.admin)
        assert firm.post(page, form(plan, reason="新招", roster=roster(person(1), person(2)))).status_code == 302
    [card] = queries.amendments(number=filing, by=there.admin)
    assert [(one.field, one.before.zh, one.after.zh) for one in card.changes] == [("roster", "1 人", "2 人")]


def roster(*numbers: str) -> io.BytesIO:
    lines = [f"{name(place)},{number},职工" for place, number in enumerate(numbers, start=3 - len(numbers))]
    file = io.BytesIO("\n".join(["姓名,身份证号码,人员类别", *lines]).encode())
    file.name = "花名册.csv"
    return file
