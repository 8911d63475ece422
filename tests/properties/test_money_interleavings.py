"""Whatever officers, firms and the bank do, in whatever order and at the same time: the money stays right.

No person over a cap, no class twice, no line paid twice, books that balance, a budget never below zero, and
due − paid = what is still open. In random order in one thread, and by several workers at once.
"""

from __future__ import annotations

import contextlib
import random
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import partial

import pytest
from django.db import connection, transaction
from django.db.models import Sum
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.casework.city import AFTER, BUDGET, DAY, City, Studied, books_balance, city, ended
from yunpei.casework import actions
from yunpei.casework.models import Case, CaseLine, Objection, PublicNotice
from yunpei.casework.states import RESERVING
from yunpei.casework.types import CaseState, LineState
from yunpei.common.actor import NOBODY
from yunpei.common.errors import Refused
from yunpei.evidence import study
from yunpei.funds import queries as books
from yunpei.funds.bank import Answer
from yunpei.funds.models import FundAccount, LineBalance, PaymentBatch, PaymentItem
from yunpei.funds.types import AccountKind, PaymentState

CAP = 50_000  # fen; 锡人社办〔2020〕10号 二（二）: 最高不超过500元
LATER = AFTER + 10 * DAY
Act = Callable[["World", str, int], object]
Work = Callable[[], object]


@dataclass
class World:
    """A city with claims for overlapping people: what each may get depends on all the others."""

    there: City
    claims: list[str]

    @classmethod
    def made(cls, claims: int, budget_fen: int) -> World:
        """Claims in draft; claim n is for persons n, n+1, n+2, so that neighbours share two."""
        there = city(budget_fen)
        numbers = []
        for n in range(claims):
            class_id = ended(there, (n + 1, n + 2, n + 3))
            numbers.append(actions.claim_open(class_id=class_id, by=there.admin, at=AFTER))
        return cls(there, numbers)


def forward(world: World, number: str, pick: int) -> None:
    """The next step that people would take."""
    there, state = world.there, Case.objects.get(number=number).state
    one, other = there.reviewers
    steps: dict[str, Callable[[], object]] = {
        CaseState.DRAFT: lambda: actions.claim_submit(number=number, by=there.admin, at=AFTER),
        CaseState.RETURNED: lambda: actions.claim_submit(number=number, by=there.admin, at=AFTER),
        CaseState.SUBMITTED: lambda: actions.claim_accept(number=number, by=one, at=AFTER),
        CaseState.ACCEPTED: lambda: actions.review_first(number=number, by=one, at=AFTER),
        CaseState.FIRST_REVIEW: lambda: actions.review_second(number=number, by=other, at=AFTER),
        CaseState.SECOND_REVIEW: lambda: actions.notice_publish(number=number, by=one, at=AFTER),
        CaseState.PUBLIC_NOTICE: lambda: close_or_approve(world, number),
        CaseState.APPROVED: lambda: actions.batch_make(cases=[number], by=there.payer, at=LATER),
        CaseState.IN_PAYMENT: lambda: answer(world, number, pick),
        CaseState.REFUSED: lambda: actions.case_reopen(number=number, reason="复核", by=there.inspector, at=LATER),
        CaseState.HELD: lambda: actions.case_release(number=number, reason="查清", by=one, at=LATER),
    }
    steps.get(state, lambda: None)()


def close_or_approve(world: World, number: str) -> None:
    open_notice = PublicNotice.objects.filter(
        case__number=number, closed_at__isnull=True, voided_at__isnull=True
    ).first()
    if open_notice is not None:
        actions.notice_close(number=open_notice.number, by=world.there.reviewers[1], at=LATER)
    else:
        actions.claim_approve(number=number, by=world.there.reviewers[1], at=LATER)


def answer(world: World, number: str, pick: int) -> None:
    """The bank answers the latest batch of the case, or it goes into another batch."""
    batch = PaymentBatch.objects.filter(lines__case=number, lines__state=PaymentState.LISTED).order_by("-id").first()
    if batch is None:
        actions.batch_make(cases=[number], by=world.there.payer, at=LATER)
        return
    rows = batch.lines.filter(case=number).order_by("number")
    paid = pick % 3 != 0
    answers = [Answer(2, row.number, paid, row.amount_fen, "" if paid else "账号有误") for row in rows]
    actions.batch_answers(number=batch.number, answers=answers, by=world.there.payer, at=LATER)


def object_to(world: World, number: str, pick: int) -> None:
    notice = PublicNotice.objects.filter(case__number=number, closed_at__isnull=True, voided_at__isnull=True).first()
    if notice is not None:
        actions.objection_make(notice=notice.number, row=pick % 3 + 1, text="异议", by=NOBODY, at=AFTER + DAY)


def settle(world: World, number: str, pick: int) -> None:
    found = Objection.objects.filter(notice__case__number=number, state="open").order_by("id").first()
    if found is not None:
        officer = world.there.reviewers[0]
        actions.objection_settle(objection=found.pk, uphold=pick % 2 == 0, answer="核实", by=officer, at=LATER)


def a_line(number: str, pick: int) -> str:
    rows = CaseLine.objects.filter(case__number=number).order_by("place")
    return str(rows[pick % rows.count()].public_id)


def hold_line(world: World, number: str, pick: int) -> None:
    by = world.there.inspector
    line = a_line(number, pick)
    if CaseLine.objects.get(public_id=line).state == LineState.HELD:
        actions.line_settle(number=number, line=line, keep=pick % 2 == 0, reason="查清", by=by, at=LATER)
    else:
        actions.line_hold(number=number, line=line, reason="核查", by=by, at=LATER)


OTHERS: dict[str, Act] = {
    "withdraw": lambda w, n, k: actions.case_withdraw(number=n, by=w.there.admin, at=LATER),
    "refuse": lambda w, n, k: actions.case_refuse(number=n, reason="不符", by=w.there.reviewers[0], at=LATER),
    "return": lambda w, n, k: actions.case_return(number=n, items=[("", "补正")], by=w.there.reviewers[0], at=LATER),
    "hold": lambda w, n, k: actions.case_hold(number=n, reason="核查", by=w.there.inspector, at=LATER),
    "object": object_to,
    "settle": settle,
    "again": lambda w, n, k: actions.claim_decide_again(number=n, reason="更正", by=w.there.reviewers[1], at=LATER),
    "line": hold_line,
    "refuse_line": lambda w, n, k: actions.line_refuse(
        number=n, line=a_line(n, k), reason="不是职工", by=w.there.reviewers[0], at=LATER
    ),
    "pay": lambda w, n, k: actions.batch_make(cases=[n], by=w.there.payer, at=LATER),
}
STEPS: dict[str, Act] = {**{f"forward{n}": forward for n in range(20)}, **OTHERS}


def take(world: World, name: str, claim: int, pick: int) -> None:
    """One step, or its refusal; anything but a refusal is a fault."""
    with contextlib.suppress(Refused):
        STEPS[name](world, world.claims[claim % len(world.claims)], pick)


def money_is_right() -> None:
    """Everything this file claims, looked up in the tables."""
    live = [LineState.COUNTED, LineState.HELD]
    reserved = CaseLine.objects.filter(case__state__in=RESERVING, state__in=live).values("person")
    for row in reserved.annotate(all=Sum("reserved_fen")).order_by("person"):
        assert row["all"] <= CAP, f"person {row['person']}: {row['all']} fen reserved"
    people = dict(CaseLine.objects.order_by("id").values_list("public_id", "person_id"))
    owed: dict[int | None, int] = {}
    for balance in LineBalance.objects.order_by("id"):
        person = next(who for line, who in people.items() if str(line) == balance.line)
        due = balance.reserved_fen + balance.in_payment_fen + balance.paid_fen
        owed[person] = owed.get(person, 0) + due
        line = CaseLine.objects.get(public_id=balance.line)
        assert due in (0, line.amount_fen), "a line is owed all of it or nothing"
        assert not due or line.state in live, f"{line.state} and still owed"
        paid = PaymentItem.objects.filter(line=balance.line, payment__state=PaymentState.PAID).count()
        assert paid <= 1, "paid twice"
    assert all(fen <= CAP for fen in owed.values()), owed
    decided = CaseLine.objects.filter(state__in=live, decided_at__isnull=False)
    classes = list(decided.order_by("id").values_list("roster_line_id", flat=True))
    assert len(classes) == len(set(classes)), "a class twice"
    for number in Case.objects.filter(state=CaseState.PAID).order_by("id").values_list("number", flat=True):
        standing = books.case_standings(cases=[number]).get(number)
        assert standing is None or standing.open_fen == 0
    assert all(fen >= 0 for kind, fen in books.balances(budget=BUDGET).items() if kind is not AccountKind.SOURCE)
    books_balance()


@pytest.fixture
def studied(monkeypatch: pytest.MonkeyPatch) -> Iterator[Studied]:
    stub = Studied()
    stub.stand_in(monkeypatch)
    yield stub
    study.reset()  # closing a class asked the study clock; its connection must not outlive the database


@pytest.mark.django_db
@pytest.mark.req("R24", "R30", "R31")
def test_in_any_order(studied: Studied) -> None:
    world = World.made(3, budget_fen=300_000)  # not enough for everyone
    step = st.tuples(st.sampled_from(sorted(STEPS)), st.integers(0, 2), st.integers(0, 5))

    @settings(max_examples=15, suppress_health_check=[HealthCheck.too_slow])
    @given(st.lists(step, min_size=15, max_size=45))
    def holds(steps: list[tuple[str, int, int]]) -> None:
        with transaction.atomic():
            for name, claim, pick in steps:
                take(world, name, claim, pick)
            money_is_right()
            transaction.set_rollback(True)

    holds()


def together(*work: Work) -> list[BaseException]:
    """Run each in a thread of its own, begun at the same moment; gives what went wrong other than refusals."""
    barrier, faults = threading.Barrier(len(work)), list[BaseException]()

    def run(one: Work) -> None:
        try:
            barrier.wait()
            one()
        except Refused:
            pass
        except BaseException as fault:  # noqa: BLE001 - told to the test
            faults.append(fault)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(one,)) for one in work]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=120)
    assert not any(thread.is_alive() for thread in threads)
    return faults


@pytest.mark.django_db(transaction=True)
@pytest.mark.req("R24", "R30", "R31")
@pytest.mark.parametrize("seed", [1, 2])
def test_by_several_workers_at_once(studied: Studied, seed: int) -> None:
    world = World.made(3, budget_fen=300_000)

    def worker(number: int) -> Work:
        chance = random.Random(seed * 100 + number)

        def work() -> None:
            for _ in range(40):
                take(world, chance.choice(sorted(STEPS)), chance.randrange(3), chance.randrange(6))

        return work

    assert together(*(worker(number) for number in range(4))) == []
    money_is_right()


def advance(world: World, number: str, until: CaseState) -> None:
    """Take a claim to a state by the plain way."""
    for _ in range(12):
        if Case.objects.get(number=number).state == until:
            return
        forward(world, number, 1)
    raise AssertionError(until)


@pytest.mark.django_db(transaction=True)
def test_two_claims_for_one_person_at_once_stay_under_the_cap(studied: Studied) -> None:
    world = World.made(2, budget_fen=300_000)
    submits = [partial(actions.claim_submit, number=number, by=world.there.admin, at=AFTER) for number in world.claims]
    assert together(*submits) == []
    assert Case.objects.filter(state=CaseState.SUBMITTED, kind="claim").count() == 2
    money_is_right()
    shared = CaseLine.objects.filter(amount_fen=CAP - 44_400).count()
    assert shared == 2  # persons 2 and 3 are in both classes


@pytest.mark.django_db(transaction=True)
def test_two_payers_at_once_send_a_case_once(studied: Studied) -> None:
    world = World.made(1, budget_fen=300_000)
    advance(world, world.claims[0], CaseState.APPROVED)
    pay = partial(actions.batch_make, cases=world.claims, by=world.there.payer, at=LATER)
    assert together(*[pay] * 4) == []
    assert PaymentBatch.objects.count() == 1
    money_is_right()


@pytest.mark.django_db(transaction=True)
def test_a_budget_for_one_is_not_spent_on_two(studied: Studied) -> None:
    world = World.made(2, budget_fen=140_000)
    for number in world.claims:
        advance(world, number, CaseState.PUBLIC_NOTICE)
        close_or_approve(world, number)
    assert together(*(partial(close_or_approve, world, number) for number in world.claims)) == []
    assert Case.objects.filter(state=CaseState.APPROVED, kind="claim").count() == 1
    assert FundAccount.objects.get(kind="budget").balance_fen >= 0
    money_is_right()


@pytest.mark.django_db(transaction=True)
def test_a_result_file_taken_twice_at_once_pays_once(studied: Studied) -> None:
    world = World.made(1, budget_fen=300_000)
    advance(world, world.claims[0], CaseState.IN_PAYMENT)
    batch = PaymentBatch.objects.get()
    row = batch.lines.get()
    answers = [Answer(2, row.number, True, row.amount_fen)]

    def take_in(at: datetime = LATER) -> None:
        actions.batch_answers(number=batch.number, answers=answers, by=world.there.payer, at=at)

    assert together(*[take_in] * 3) == []
    assert books.balances(budget=BUDGET)[AccountKind.PAID] == row.amount_fen
    money_is_right()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "tamper",
    [
        lambda: FundAccount.objects.filter(kind="paid").update(balance_fen=1),
        lambda: LineBalance.objects.update(paid_fen=1),
        lambda: CaseLine.objects.update(reserved_fen=CAP + 1),
        lambda: CaseLine.objects.update(amount_fen=1),
        lambda: CaseLine.objects.update(state=LineState.REMOVED, reserved_fen=0),
    ],
)
def test_the_check_sees_what_is_wrong(studied: Studied, tamper: Callable[[], object]) -> None:
    world = World.made(1, budget_fen=300_000)
    advance(world, world.claims[0], CaseState.IN_PAYMENT)
    answer(world, world.claims[0], 1)
    assert Case.objects.filter(state=CaseState.PAID).exists()
    money_is_right()
    tamper()
    with pytest.raises(AssertionError):
        money_is_right()
