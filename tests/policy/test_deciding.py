"""The fold on plain values: what counts, what does not, and what is not known."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from yunpei.policy.carriers.values import ABSENT
from yunpei.policy.deciding import Money, Once, Plan, decide
from yunpei.policy.packs import load_programme
from yunpei.policy.parameters import settle
from yunpei.policy.types import Decision, Outcome

DALIAN = "dalian-2020-41/sme-training"


def plan(programme: str = DALIAN, **given: Any) -> Plan:
    pack = load_programme(programme)
    return Plan.of(
        pack, settle(pack, None, {"epidemic_until": date(2020, 12, 31), **given} if programme == DALIAN else given)
    )


def line(**changed: Any) -> dict[str, Any]:
    usual = {
        "row": 2, "person_id": "A", "employer_id": "E", "employer_kind": "enterprise", "employer_size": "small",
        "worker_kind": "employee", "project": "电工", "class_no": "1", "filed_on": date(2020, 3, 1),
        "class_start": date(2020, 3, 2), "class_end": date(2020, 3, 20), "online_hours": 30, "offline_hours": 0,
        "planned_hours": 30, "completed": True, "still_employed": True, "claimed_on": date(2020, 5, 1),
    }  # fmt: skip
    return usual | changed


def april(**changed: Any) -> dict[str, Any]:
    other = {
        "row": 3,
        "class_no": "2",
        "project": "焊工",
        "class_start": date(2020, 4, 2),
        "class_end": date(2020, 4, 20),
    }
    return line(**other) | changed


def failed(plan_: Plan, one: Decision) -> list[str]:
    return [check.id for check, ok in zip(plan_.pack.checks, one.oks, strict=True) if ok is False]


@pytest.mark.req("R22")
def test_a_refused_line_does_not_count_against_later_ones() -> None:
    """Numbering lines with a window function would count it: the project would be used up and the second line refused."""
    of = plan()
    first, second = decide(of, [line(completed=False), april(project="电工")])
    assert (first.outcome, second.outcome, second.amount_fen) == (Outcome.REFUSED, Outcome.DUE, 30_000)


def test_lines_out_are_lines_in_whatever_their_order() -> None:
    of = plan()
    lines = [april(row=9), line(row=4), line(row=7, person_id="B")]
    decided = decide(of, lines)
    assert [one.row for one in decided] == [9, 4, 7]
    assert decided[0].left_fen == 70_000  # the March class comes first though it stands later


@pytest.mark.parametrize(
    "fact", ["employer_kind", "employer_size", "online_hours", "filed_on", "completed", "claimed_on"]
)
def test_a_missing_fact_is_undetermined_and_named(fact: str) -> None:
    of = plan()
    (one,) = decide(of, [line(**{fact: None})])
    assert (one.outcome, one.missing, one.amount_fen) == (Outcome.UNDETERMINED, (fact,), 0)


def test_a_known_failure_is_stronger_than_a_missing_fact() -> None:
    of = plan()
    (one,) = decide(of, [line(filed_on=None, employer_kind="labour_dispatch")])
    assert (one.outcome, one.missing) == (Outcome.REFUSED, ("filed_on",))
    assert failed(of, one) == ["scope_employer"]


def test_none_is_not_unknown() -> None:
    of = plan()
    (one,) = decide(of, [line(filed_on=ABSENT)])
    assert (one.outcome, one.missing) == (Outcome.REFUSED, ())


def test_awards_of_the_group_count_and_others_do_not() -> None:
    of = plan()
    award = {
        "employer_id": "F",
        "class_no": "9",
        "project": "别的",
        "class_start": date(2020, 2, 1),
        "class_end": date(2020, 2, 9),
    }
    ours = {**award, "programme": "liaoning-2020-16/sme-online", "amount_fen": 90_000}
    other = {**award, "programme": "wuxi-2020-10/online", "amount_fen": 90_000}
    recovered = {**award, "programme": DALIAN, "amount_fen": 0}
    assert decide(of, [line()], {"A": [ours]})[0].amount_fen == 10_000
    assert decide(of, [line()], {"A": [other, recovered]})[0].amount_fen == 30_000


def test_an_award_with_a_gap_leaves_what_it_decides_open() -> None:
    of = plan()
    award: dict[str, Any] = {
        "programme": DALIAN,
        "employer_id": "F",
        "class_no": "9",
        "project": None,
        "amount_fen": 100,
    }
    award = award | {"class_start": date(2020, 2, 1), "class_end": date(2020, 2, 9)}
    (one,) = decide(of, [line()], {"A": [award]})
    assert (one.outcome, one.missing) == (Outcome.UNDETERMINED, ("project",))


def test_discretion_waits_for_both_name_and_reason() -> None:
    of = plan()
    late = line(claimed_on=date(2020, 6, 21))
    assert decide(of, [line(claimed_on=date(2020, 6, 20))])[0].outcome is Outcome.DUE
    (one,) = decide(of, [late])
    assert (one.outcome, one.amount_fen, one.if_allowed_fen) == (Outcome.DISCRETION, 0, 30_000)
    assert decide(of, [late | {"allowed_by": "周乙丑"}])[0].outcome is Outcome.DISCRETION
    (one,) = decide(of, [late | {"allowed_by": "周乙丑", "allowed_reason": "邮路中断"}])
    assert (one.outcome, one.amount_fen, failed(of, one)) == (Outcome.DUE, 30_000, ["claimed_in_time"])


def test_a_line_after_an_open_one_is_provisional_whatever_its_outcome() -> None:
    of = plan()
    first, second, third = decide(
        of, [line(online_hours=None), april(), april(row=4, class_no="3", completed=False, class_end=date(2020, 4, 21))]
    )
    assert [one.provisional for one in (first, second, third)] == [False, True, True]
    assert third.outcome is Outcome.REFUSED


def test_class_once_looks_at_refused_lines_too() -> None:
    of = plan()
    _, second = decide(of, [line(completed=False), line(row=3)])
    assert failed(of, second) == ["class_once"]


@pytest.mark.parametrize(
    ("first", "second", "verdict"),
    [
        (("E", "1"), ("E", "1"), False),
        (("E", "1"), ("E", "2"), True),
        (("E", "1"), ("E", None), None),
        (("E", None), ("E", "1"), None),
        (("E", None), ("F", "1"), True),
        ((None, None), ("F", "1"), None),
        (("E", None), ("E", None), None),
    ],
)
def test_once_with_unknown_parts(first: tuple[Any, Any], second: tuple[Any, Any], verdict: bool | None) -> None:
    once = Once(("employer_id", "class_no"))
    assert once.add(dict(zip(("employer_id", "class_no"), first, strict=True))) is True
    assert once.add(dict(zip(("employer_id", "class_no"), second, strict=True))) is verdict


@pytest.mark.parametrize(
    ("money", "known", "fen"),
    [
        (Money(100, None, capped=False), True, 100),
        (Money(100, 30, capped=True), True, 30),
        (Money(100, -30, capped=True), True, 0),
        (Money(None, 30, capped=True), False, 0),
        (Money(100, None, capped=True), False, 0),
    ],
)
def test_money_is_the_lesser_and_never_negative(money: Money, known: bool, fen: int) -> None:
    assert (money.known, money.fen) == (known, fen)


def test_one_person_with_very_many_lines_ends_in_time() -> None:
    of = plan()
    lines = [line(row=n, class_no=str(n), online_hours=0) for n in range(20_000)]
    assert {one.outcome for one in decide(of, lines)} == {Outcome.REFUSED}
