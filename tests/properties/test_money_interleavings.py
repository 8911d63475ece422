"""Whatever officers, firms and the bank do, in whatever order and at the same time: the money stays right.

No person over a cap, no class or project twice, no line paid twice, no advance beyond its rule, books that balance, a budget never
below zero, and due − paid = what is still open, or has to come back. In random order in one thread, and by several workers at once:
classes with their claims, of two projects, and an application that is paid in advance itself.
"""

from __future__ import annotations

import contextlib
import random
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pytest
from django.db import connection, transaction
from django.db.models import F, Q, Sum
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.casework.advancing import PROGRAMME, paid_in_advance
from tests.casework.city import AFTER, BUDGET, DAY, FILED, PROJECT, City, Studied, books_balance, city, ended
from tests.classroom import SYSTEM, course
from tests.invented import name as called
from tests.invented import person
from yunpei.casework import actions
from yunpei.casework.models import Case, CaseLine, Objection, PublicNotice
from yunpei.casework.states import OVER, RESERVING
from yunpei.casework.types import CaseKind, CaseState, LineState
from yunpei.common.actor import NOBODY
from yunpei.common.errors import Refused
from yunpei.evidence import study
from yunpei.funds import actions as funds
from yunpei.funds import queries as books
from yunpei.funds.bank import Answer
from yunpei.funds.models import (
    Advance,
    FundAccount,
    LineBalance,
    PaymentBatch,
    PaymentItem,
    Recovery,
    RecoveryItem,
    Transfer,
)
from yunpei.funds.types import AccountKind, PaymentState, Standing
from yunpei.training import queries as training

PREJOB = "wuxi-2020-10/pre-job"
# Fen a person may get, by programme; 锡人社办〔2020〕10号 二（二）: 最高不超过500元, 二（一）: 每人300元
CAP = 50_000
CAPS = {PROGRAMME: CAP, PREJOB: 30_000}
PROJECTS = (PROJECT, "焊工")
HIRED = {"hired_on": "2020-03-02", "insured": "是", "employed_until": "2020-05-31", "completed": "是"}
SHARE = 80  # percent that is paid in advance; a cap is shared by classes and someone drops out: often more than the final amount
LATER = AFTER + 10 * DAY
AHEAD = (0, 5, 8, 9, 10)  # steps: nothing, reviewed once, approved, with the bank, paid
Act = Callable[["World", str, int], object]
Work = Callable[[], object]


@dataclass
class World:
    """A city whose classes are over and not claimed for, of overlapping people: what each may get depends on all the others.

    filings: numbers of class filings, and of the application at the end.
    """

    there: City
    filings: list[str]
    applying: bool = False

    @classmethod
    def made(
        cls, classes: int, budget_fen: int, dropping_out: Studied | None = None, *, applying: bool = False
    ) -> World:
        """Class n is for persons n, n+1, n+2, so that neighbours share two; every other class is of the same project.

        dropping_out: whose third person of the first class does. applying: the firm also applies for its persons 1, 2 and 3.
        """
        there = city(budget_fen)
        courses = (there.course_id, course(there.organisation_id, lessons=12, project=PROJECTS[1]))
        for n in range(classes):
            ended(there, (n + 1, n + 2, n + 3), project=PROJECTS[n % 2], course_id=courses[n % 2])
        filings = Case.objects.filter(kind=CaseKind.CLASS_FILING).order_by("id")
        if dropping_out is not None:
            third = training.roster_lines(filings[0].plan.roster_id or 0)[2]
            dropping_out.hours[third.person_id] = 0
        numbers = list(filings.values_list("number", flat=True))
        return cls(there, [*numbers, application(there)] if applying else numbers, applying)

    def claimed(self) -> list[str]:
        """The same, with a claim in draft for each; the claims' numbers."""
        return [self.open_claim(filing) for filing in self.filings]

    def beginning(self, advanced: int, ahead: int) -> list[tuple[str, int, int]]:
        """Steps by which the first so many classes get money in advance, and all claims are so many steps ahead.

        Without them, few orders of steps would be long enough to reach the money.
        """
        paid = [(name, which, 2) for which in range(advanced) for name in ("advance", "advance_pay", "advance_pay")]
        if advanced and self.applying:
            last = len(self.filings) - 1
            paid += [("forward0", last, 1)] * 3
            paid += [(name, last, 2) for name in ("advance", "advance_pay", "advance_pay")]
        return paid + [("forward0", which, 1) for which in range(len(self.filings))] * ahead

    def open_claim(self, filing: str) -> str:
        class_id = Case.objects.get(number=filing).training_class_id
        assert class_id is not None
        return actions.claim_open(class_id=class_id, by=self.there.admin, at=AFTER)


def application(there: City) -> str:
    """An application for three people, in draft."""
    number = actions.application_draft(programme=PREJOB, by=there.admin, at=FILED)
    for n in (1, 2, 3):
        actions.application_line_add(
            number=number, name=called(n), id_number=person(n), facts=HIRED, by=there.admin, at=FILED
        )
    return number


def claim_of(filing: str) -> str:
    """The latest claim of a filing, "" where there is none yet; an application is its own."""
    rows = Case.objects.filter(Q(filing__number=filing) | Q(number=filing, kind=CaseKind.APPLICATION)).order_by("-id")
    return rows.values_list("number", flat=True).first() or ""


def forward(world: World, filing: str, pick: int) -> None:
    """The next step that people would take."""
    number = claim_of(filing)
    if not number:
        world.open_claim(filing)
        return
    there, state = world.there, Case.objects.get(number=number).state
    one, other = there.reviewers
    applied = Case.objects.get(number=number).kind == CaseKind.APPLICATION
    submit = actions.application_submit if applied else actions.claim_submit
    steps: dict[str, Callable[[], object]] = {
        CaseState.DRAFT: lambda: submit(number=number, by=there.admin, at=AFTER),
        CaseState.RETURNED: lambda: submit(number=number, by=there.admin, at=AFTER),
        CaseState.SUBMITTED: lambda: actions.claim_accept(number=number, by=one, at=AFTER),
        CaseState.ACCEPTED: lambda: actions.review_first(number=number, by=one, at=AFTER),
        CaseState.FIRST_REVIEW: lambda: actions.review_second(number=number, by=other, at=AFTER),
        CaseState.SECOND_REVIEW: lambda: (
            actions.claim_approve(number=number, by=other, at=LATER)  # its circular asks for no notice
            if applied
            else actions.notice_publish(number=number, by=one, at=AFTER)
        ),
        CaseState.PUBLIC_NOTICE: lambda: close_or_approve(world, number),
        CaseState.APPROVED: lambda: actions.batch_make(cases=[number], by=there.payer, at=LATER),
        CaseState.IN_PAYMENT: lambda: answer(world, number, pick),
        CaseState.REFUSED: lambda: actions.case_reopen(number=number, reason="复核", by=there.inspector, at=LATER),
        CaseState.WITHDRAWN: lambda: None if applied else world.open_claim(filing),
        CaseState.HELD: lambda: actions.case_release(number=number, reason="查清", by=one, at=LATER),
        CaseState.PAID: lambda: actions.claim_close(number=number, by=SYSTEM, at=LATER),
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
    """The bank answers the latest batch of a case, or it goes into another batch."""
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
    """The line that is held is settled; where none is, one is held."""
    by = world.there.inspector
    held = CaseLine.objects.filter(case__number=number, state=LineState.HELD).order_by("place").first()
    if held is not None:
        line = str(held.public_id)
        actions.line_settle(number=number, line=line, keep=pick % 2 == 0, reason="查清", by=by, at=LATER)
    else:
        actions.line_hold(number=number, line=a_line(number, pick), reason="核查", by=by, at=LATER)


def advance_pay(world: World, filing: str, pick: int) -> None:
    """The advance goes to the bank, or the bank answers for it."""
    answer(world, filing, pick)


def recover(world: World, number: str, pick: int) -> None:
    """A finding about one line, wholly or in part, or about the whole claim."""
    line = a_line(number, pick)
    found = ({line: None}, {line: 10_000 + pick}, None)[pick % 3]
    actions.recovery_open(number=number, lines=found, reason="虚报", by=world.there.inspector, at=LATER)


def open_recovery(filing: str) -> Recovery | None:
    mine = Recovery.objects.filter(case__startswith=filing, ended_at__isnull=True)
    return mine.order_by("id").first()


def receive(world: World, filing: str, pick: int) -> None:
    """A receipt for some or all of what is owed; several workers may bring the same one."""
    found = open_recovery(filing)
    if found is not None:
        left = found.amount_fen - found.back_fen
        fen = left if pick % 2 else max(1, left // 2)
        funds.receipt_enter(
            number=found.number,
            reference=f"{found.number}-{left}",
            received_on=LATER.date(),
            payer="企业",
            amount_fen=fen,
            by=world.there.payer,
            at=LATER,
        )


def give_up(world: World, filing: str, pick: int) -> None:
    found = open_recovery(filing)
    if found is not None and found.demanded_at is None:
        actions.recovery_demand(number=found.number, due_on=(LATER + DAY).date(), by=world.there.payer, at=LATER)
    elif found is not None:
        funds.recovery_write_off(number=found.number, reason="注销", by=world.there.finance, at=LATER)


def restore(world: World, filing: str, pick: int) -> None:
    account = (AccountKind.RETURNED, AccountKind.RECOVERED)[pick % 2]
    fen = max(1, books.balances(budget=BUDGET)[account])
    funds.budget_restore(
        budget=BUDGET, account=account, amount_fen=fen, reason="缴回", by=world.there.finance, at=LATER
    )


# About a claim, by its number; and about a class, by its filing's.
OF_CLAIMS: dict[str, Act] = {
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
    "recover": recover,
}
OF_CLASSES: dict[str, Act] = {
    **{f"forward{n}": forward for n in range(20)},
    "advance": lambda w, n, k: actions.advance_grant(
        number=n, amount_fen=30_000 if k % 2 else None, by=w.there.reviewers[1], at=FILED
    ),
    "advance_pay": advance_pay,
    "advance_cancel": lambda w, n, k: actions.advance_cancel(
        number=n, reason="误批", by=w.there.reviewers[0], at=LATER
    ),
    "advance_back": lambda w, n, k: actions.recovery_open(number=n, reason="未开班", by=w.there.inspector, at=LATER),
    "receive": receive,
    "give_up": give_up,
    "restore": restore,
}
# Lines are held and money is asked back more often than in life, so that few steps show it.
STEPS = sorted([*OF_CLAIMS, *OF_CLASSES, *["line"] * 5, *["recover"] * 3, *["receive"] * 2])


def take(world: World, name: str, which: int, pick: int) -> None:
    """One step, or its refusal; anything but a refusal is a fault."""
    filing = world.filings[which % len(world.filings)]
    with contextlib.suppress(Refused):
        if name in OF_CLASSES:
            OF_CLASSES[name](world, filing, pick)
        elif claim := claim_of(filing):
            OF_CLAIMS[name](world, claim, pick)


def money_is_right() -> None:
    """Everything this file claims, looked up in the tables."""
    live = [LineState.COUNTED, LineState.HELD]
    reserving = CaseLine.objects.filter(case__state__in=RESERVING, state__in=live)
    by_person = reserving.values("person", "case__programme").annotate(all=Sum("reserved_fen"))
    for row in by_person.order_by("person", "case__programme"):
        assert row["all"] <= CAPS[row["case__programme"]], f"person {row['person']}: {row['all']} fen reserved"
    projects = Counter(reserving.filter(reserved_fen__gt=0).values_list("person", "facts__project", "case__programme"))
    assert not [one for one, count in projects.items() if count > 1], "a project twice"
    lines = {str(line.public_id): line for line in CaseLine.objects.select_related("case").order_by("id")}
    asked_back = Counter[int]()
    for item in RecoveryItem.objects.order_by("id"):
        asked_back[item.line_id] += item.amount_fen
    owed = Counter[tuple[int | None, str]]()
    for balance in LineBalance.objects.filter(in_advance=False).order_by("id"):
        line, standing = lines[balance.line], standing_of(balance)
        owed[line.person_id, line.case.programme] += standing.due_fen
        whole = line.amount_fen - asked_back[balance.pk]
        assert standing.due_fen in (0, whole), "a line is owed all of it or nothing, less what was asked back"
        assert not standing.due_fen or line.state in live, f"{line.state} and still owed"
        assert line.state != LineState.COUNTED or not standing.due_fen or line.reserved_fen == whole, "counts otherwise"
        assert standing.due_fen - standing.given_fen == standing.open_fen
        paid = PaymentItem.objects.filter(line=balance, payment__state=PaymentState.PAID).count()
        assert paid <= 1, "paid twice"
    assert all(fen <= CAPS[programme] for (_, programme), fen in owed.items()), owed
    decided = CaseLine.objects.filter(state__in=live, decided_at__isnull=False, roster_line_id__isnull=False)
    classes = list(decided.order_by("id").values_list("roster_line_id", flat=True))
    assert len(classes) == len(set(classes)), "a class twice"
    for number in Case.objects.filter(state=CaseState.PAID).order_by("id").values_list("number", flat=True):
        standing = books.case_standings(cases=[number]).get(number, Standing())
        assert standing.reserved_fen == standing.in_payment_fen == 0, "called paid and still owed"
    advances_are_right()
    recoveries_are_right()
    assert all(fen >= 0 for kind, fen in books.balances(budget=BUDGET).items() if kind is not AccountKind.SOURCE)
    books_balance()


def standing_of(balance: LineBalance) -> Standing:
    return books.line_standings(lines=[balance.line])[balance.line]


def advances_are_right() -> None:
    """Within the rule, one at a time, and after its claim is paid none is left open: settled, or asked back."""
    assert not Advance.objects.filter(amount_fen__gt=F("allowed_fen")).exists()
    live = Advance.objects.filter(cancelled_at__isnull=True)
    assert live.count() == live.values("case").distinct().count()
    for advance in live.select_related("line").order_by("id"):
        held = standing_of(advance.line)
        drawn = Transfer.objects.filter(drawn_on=advance.line).aggregate(all=Sum("amount_fen"))["all"] or 0
        gone = held.owed_back_fen + held.returned_fen + held.written_off_fen
        assert held.due_fen + drawn + gone == advance.amount_fen
        settled = Q(state__in=(CaseState.PAID, CaseState.CLOSED)) & Q(filing__number=advance.case)
        mine = Q(number=advance.case, kind=CaseKind.APPLICATION)
        over = mine & Q(state__in=(CaseState.PAID, CaseState.CLOSED, *OVER))
        if Case.objects.filter(settled | over).exists():
            assert held.due_fen == 0, "all is paid or over, and its advance is open"


def recoveries_are_right() -> None:
    """What is owed back is what is open of recoveries, line by line; receipts add up."""
    opened = Counter[int]()
    for item in RecoveryItem.objects.order_by("id"):
        opened[item.line_id] += item.open_fen
    for balance in LineBalance.objects.order_by("id"):
        assert balance.owed_back_fen == opened[balance.pk]
    for one in Recovery.objects.order_by("id"):
        items = one.items.aggregate(all=Sum("amount_fen"), left=Sum("open_fen"))
        assert (items["all"], items["left"]) == (one.amount_fen, one.amount_fen - one.back_fen - one.written_off_fen)
        assert (one.receipts.aggregate(all=Sum("amount_fen"))["all"] or 0) == one.back_fen


@pytest.fixture
def studied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Studied]:
    stub = Studied()
    stub.stand_in(monkeypatch)
    paid_in_advance(tmp_path, monkeypatch, SHARE, project_once=True)
    yield stub
    study.reset()  # closing a class asked the study clock; its connection must not outlive the database


@pytest.mark.django_db
@pytest.mark.req("R24", "R30", "R31")
def test_in_any_order(studied: Studied) -> None:
    world = World.made(3, budget_fen=300_000, dropping_out=studied, applying=True)  # not enough for everyone
    step = st.tuples(st.sampled_from(STEPS), st.integers(0, 3), st.integers(0, 5))

    @settings(max_examples=20, suppress_health_check=[HealthCheck.too_slow])
    @given(st.lists(step, min_size=10, max_size=40), st.integers(0, 3), st.sampled_from(AHEAD))
    def holds(steps: list[tuple[str, int, int]], advanced: int, ahead: int) -> None:
        with transaction.atomic():
            for name, which, pick in [*world.beginning(advanced, ahead), *steps]:
                take(world, name, which, pick)
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
    world = World.made(3, budget_fen=300_000, dropping_out=studied, applying=True)
    for step in world.beginning(2, AHEAD[2 * seed]):
        take(world, *step)

    def worker(number: int) -> Work:
        chance = random.Random(seed * 100 + number)

        def work() -> None:
            for _ in range(40):
                take(world, chance.choice(STEPS), chance.randrange(4), chance.randrange(6))

        return work

    assert together(*(worker(number) for number in range(4))) == []
    money_is_right()


def brought(world: World, until: CaseState) -> list[str]:
    """Every class's claim in a state, by the plain way; the claims' numbers."""
    for filing in world.filings:
        while not (number := claim_of(filing)) or Case.objects.get(number=number).state != until:
            forward(world, filing, 1)
    return [claim_of(filing) for filing in world.filings]


@pytest.mark.django_db(transaction=True)
def test_two_claims_for_one_person_at_once_stay_under_the_cap(studied: Studied) -> None:
    world = World.made(2, budget_fen=300_000)
    claims = world.claimed()
    submits = [partial(actions.claim_submit, number=number, by=world.there.admin, at=AFTER) for number in claims]
    assert together(*submits) == []
    assert Case.objects.filter(state=CaseState.SUBMITTED, kind="claim").count() == 2
    money_is_right()
    shared = CaseLine.objects.filter(amount_fen=CAP - 44_400).count()
    assert shared == 2  # persons 2 and 3 are in both classes


@pytest.mark.django_db(transaction=True)
def test_two_payers_at_once_send_a_case_once(studied: Studied) -> None:
    world = World.made(1, budget_fen=300_000)
    pay = partial(actions.batch_make, cases=brought(world, CaseState.APPROVED), by=world.there.payer, at=LATER)
    assert together(*[pay] * 4) == []
    assert PaymentBatch.objects.count() == 1
    money_is_right()


@pytest.mark.django_db(transaction=True)
def test_a_line_is_removed_while_its_case_is_sent(studied: Studied) -> None:
    world = World.made(1, budget_fen=300_000)
    [claim] = brought(world, CaseState.APPROVED)
    hold_line(world, claim, 0)
    pay = partial(actions.batch_make, cases=[claim], by=world.there.payer, at=LATER)
    assert together(*[pay] * 2, partial(hold_line, world, claim, 1)) == []
    assert CaseLine.objects.filter(state=LineState.REMOVED).count() == 1
    money_is_right()


@pytest.mark.django_db(transaction=True)
def test_a_budget_for_one_is_not_spent_on_two(studied: Studied) -> None:
    world = World.made(2, budget_fen=140_000)
    claims = brought(world, CaseState.PUBLIC_NOTICE)
    for number in claims:
        close_or_approve(world, number)
    assert together(*(partial(close_or_approve, world, number) for number in claims)) == []
    assert Case.objects.filter(state=CaseState.APPROVED, kind="claim").count() == 1
    assert FundAccount.objects.get(kind="budget").balance_fen >= 0
    money_is_right()


@pytest.mark.django_db(transaction=True)
def test_a_result_file_taken_twice_at_once_pays_once(studied: Studied) -> None:
    world = World.made(1, budget_fen=300_000)
    brought(world, CaseState.IN_PAYMENT)
    batch = PaymentBatch.objects.get()
    row = batch.lines.get()
    answers = [Answer(2, row.number, True, row.amount_fen)]

    def take_in() -> None:
        actions.batch_answers(number=batch.number, answers=answers, by=world.there.payer, at=LATER)

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
    [claim] = brought(world, CaseState.IN_PAYMENT)
    answer(world, claim, 1)
    assert Case.objects.filter(state=CaseState.PAID).exists()
    money_is_right()
    tamper()
    with pytest.raises(AssertionError):
        money_is_right()
