"""What programmes other than training by class hours say of themselves: who claims, what is advanced, what is never asked for."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from yunpei.policy.deciding import Plan, before_training, decide, share_of
from yunpei.policy.explaining import explain
from yunpei.policy.inputs import inputs_of
from yunpei.policy.packs import load_programme
from yunpei.policy.parameters import settle
from yunpei.policy.rules import rule_faults
from yunpei.policy.types import Decision, Outcome

APPRENTICESHIP = "dalian-2020-41/apprenticeship"
FIGURES: dict[str, int | date] = {
    "apprentice_fen": 500_000,
    "on_the_job_fen": 100_000,
    "epidemic_until": date(2020, 12, 31),
}


def apprentice(**facts: Any) -> dict[str, Any]:
    return {
        "row": 2,
        "person_id": "A",
        "employer_id": "E",
        "employer_kind": "enterprise",
        "employer_size": "small",
        "worker_kind": "employee",
        "training_kind": "apprenticeship",
        "claimed_by": "enterprise",
        "class_no": "1",
        "filed_on": date(2020, 2, 28),
        "class_start": date(2020, 3, 2),
        "class_end": date(2020, 6, 30),
        "completed": True,
        "claimed_on": date(2020, 3, 3),
        **facts,
    }


def decided(programme: str, line: dict[str, Any], **figures: int | date) -> Decision:
    pack = load_programme(programme)
    return decide(Plan.of(pack, settle(pack, None, figures)), [line])[0]


@pytest.mark.req("R27")
def test_an_advance_is_worked_out_before_the_class_and_settled_after_it() -> None:
    pack = load_programme(APPRENTICESHIP)
    filed = apprentice(completed=None)
    assert decided(APPRENTICESHIP, filed, **FIGURES).outcome is Outcome.UNDETERMINED
    expected = decided(APPRENTICESHIP, dict(before_training(pack, filed)), **FIGURES)
    assert (expected.outcome, expected.amount_fen, expected.advance_fen) == (Outcome.DUE, 500_000, 250_000)
    final = decided(APPRENTICESHIP, apprentice(claimed_on=date(2020, 7, 10)), **FIGURES)
    assert final.amount_fen - (expected.advance_fen or 0) == 250_000
    assert decided(APPRENTICESHIP, apprentice(completed=False), **FIGURES).amount_fen == 0


@pytest.mark.parametrize(
    ("amount", "percent", "share"),
    [
        (100, 30, 30),
        (99, 50, 49),
        (100, 0, 0),
        (100, 100, 100),
        (100, 130, 100),
        (100, -5, 0),
        (100, None, None),
        (0, None, 0),
    ],
)
def test_a_share_is_whole_fen_and_never_more_than_all(amount: int, percent: int | None, share: int | None) -> None:
    assert share_of(amount, percent) == share


@pytest.mark.req("R48")
def test_to_the_enterprise_or_the_worker() -> None:
    pack = load_programme(APPRENTICESHIP)
    assert pack.claimants == ("enterprise", "person")
    assert pack.claimant == "enterprise"
    assert [pack.account_of(one) for one in pack.claimants] == ["firm_basic", "person"]
    assert load_programme("dalian-2020-41/order-training").claimants == ("institution", "enterprise")


@pytest.mark.req("R29")
def test_a_service_without_money() -> None:
    pack = load_programme("qinghai-2020-fast/transfer")
    assert not pack.pays
    assert pack.account_of("person") == "none"
    line = {"row": 2, "person_id": "A", "claimed_on": date(2020, 7, 1), "insured": True}
    one = decided(pack.programme, line)
    assert (one.outcome, one.gross_fen, one.left_fen, one.amount_fen) == (Outcome.DUE, 0, None, 0)
    told = explain(Plan.of(pack, settle(pack)), [line], [], 2)
    assert "本项目不拨付资金。" in told or "This programme pays no money." in told


@pytest.mark.req("R29")
def test_what_the_system_can_look_up_is_marked_and_no_document_asks_for_it() -> None:
    pack = load_programme("qinghai-2020-fast/benefits")
    assert {one.column.name for one in inputs_of(pack) if one.looked_up} == {"insured", "assessed"}
    assert not pack.documents
    assert pack.looked_up_clause == "qinghai-2020-fast#畅通办"


def test_the_advance_is_told_in_words() -> None:
    pack = load_programme(APPRENTICESHIP)
    told = explain(Plan.of(pack, settle(pack, None, FIGURES)), [apprentice()], [], 2)
    assert any("2500.00" in sentence and "50" in sentence for sentence in told[-1:])


@pytest.mark.parametrize(
    ("result", "sound"),
    [
        ('None, None, {"a": line.insured}', True),
        ('line.assessed, None, {"a": line.insured}, params.percent', True),
        ('line.assessed, None, {"a": line.insured}, None', False),
        ('line.assessed, None, {"a": line.insured}, params.percent, params.percent', False),
        ('line.assessed, None, params.percent, {"a": line.insured}', False),
    ],
)
def test_what_a_rule_may_give_back(result: str, sound: bool) -> None:
    assert bool(rule_faults(Path("rule.py"), f"def rule(line, before, params, o):\n    return {result}\n")) is not sound
