"""A city to file and claim in, made by the rooms' own actions: offices, officers, a firm, a course, a budget.

Study is stubbed at the study clock's door, or, where a test wants many people, at the rooms' claim_facts.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from tests.classroom import SYSTEM, course, row, signed_up
from tests.invented import employer, firm, name
from yunpei.casework import actions, queries
from yunpei.casework.types import Channel, PlanFields
from yunpei.common.actor import Actor
from yunpei.common.sheets.write import write_xlsx
from yunpei.credentials import queries as credentials
from yunpei.funds import actions as funds
from yunpei.funds import queries as books
from yunpei.funds.types import Budget
from yunpei.learning import queries as learning
from yunpei.people import actions as people
from yunpei.people import queries as people_queries
from yunpei.people.types import ROLE_OF_OFFICE, OfficeKind, OrganisationKind, OrganisationSize, Role
from yunpei.training import actions as training
from yunpei.training import queries as training_queries
from yunpei.training.types import Fact, FactSource, PersonFacts

WUXI, BINHU = "320200", "320211"
PROGRAMME = "wuxi-2020-10/online"
FUND = "职业技能提升行动专账资金"
BUDGET = Budget(FUND, WUXI)
DRAFTED = datetime(2020, 2, 24, 2, tzinfo=UTC)
FILED = datetime(2020, 2, 26, 2, tzinfo=UTC)
START, END = date(2020, 3, 2), date(2020, 3, 31)
AFTER = datetime(2020, 4, 2, 2, tzinfo=UTC)
DAY = timedelta(days=1)
PROJECT = "电工"


@dataclass
class City:
    """Who is there. Officers by their number: 900 and 901 review, 902 pays, 903 finance, 904 inspects."""

    organisation_id: int
    admin: Actor
    legal: Actor
    reviewers: list[Actor]
    payer: Actor
    finance: Actor
    inspector: Actor
    course_id: int
    places: dict[str, int] = field(default_factory=dict)


def officer(n: int, office_id: int, kind: OfficeKind) -> Actor:
    """The n-th invented person, in an office."""
    actor = signed_up(n)
    assert actor.account_id
    people.membership_grant(
        account_id=actor.account_id, role=ROLE_OF_OFFICE[kind], office_id=office_id, by=SYSTEM, at=DRAFTED
    )
    return people_queries.actor_of(actor.account_id)


def firm_of(
    n: int, *, kind: OrganisationKind = OrganisationKind.ENTERPRISE, region: str = BINHU
) -> tuple[int, Actor, Actor]:
    """The n-th invented firm: its id, its administrator and its legal representative (persons n and n + 1)."""
    boss, legal = signed_up(n), signed_up(n + 1)
    assert boss.account_id
    assert legal.account_id
    organisation_id = people.organisation_register(
        credit_code=employer(n),
        name=firm(n),
        kind=kind,
        region=region,
        legal_representative=name(n + 1),
        size=OrganisationSize.SMALL,
        bank_name="虚构银行滨湖支行",
        bank_account=f"6200{n:012d}",
        licence="00000000-0000-7000-8000-000000000001",
        address="虚构路1号",
        contact_phone="0510-00000000",
        by=boss,
        at=DRAFTED,
    )
    admin = people_queries.actor_of(boss.account_id)
    people.membership_grant(
        account_id=legal.account_id, role=Role.ORG_LEGAL, organisation_id=organisation_id, by=admin, at=DRAFTED
    )
    return organisation_id, admin, people_queries.actor_of(legal.account_id)


def city(budget_fen: int = 100_000_000) -> City:
    """Wuxi's offices, one firm in Binhu with its course, and money in the fund."""
    places = {
        kind.value: people.office_open(name=f"市{kind.value}", region=WUXI, kind=kind, by=SYSTEM, at=DRAFTED)
        for kind in OfficeKind
    }
    reviewers = [officer(900, places["review"], OfficeKind.REVIEW), officer(901, places["review"], OfficeKind.REVIEW)]
    organisation_id, admin, legal = firm_of(500)
    made = City(
        organisation_id=organisation_id,
        admin=admin,
        legal=legal,
        reviewers=reviewers,
        payer=officer(902, places["pay"], OfficeKind.PAY),
        finance=officer(903, places["finance"], OfficeKind.FINANCE),
        inspector=officer(904, places["inspection"], OfficeKind.INSPECTION),
        course_id=course(organisation_id, lessons=12),
        places=places,
    )
    people.organisation_confirm(organisation_id=organisation_id, by=reviewers[0], at=DRAFTED)
    if budget_fen:
        funds.budget_grant(
            budget=BUDGET, amount_fen=budget_fen, reason="锡财〔2020〕虚构1号", by=made.finance, at=DRAFTED
        )
    return made


def fields(there: City, **changes: Any) -> PlanFields:
    """A plan of 24 online class hours without a gap."""
    plan = {
        "objects": "本企业一线职工",
        "posts": "钳工",
        "project": PROJECT,
        "course_id": there.course_id,
        "occupation": "电工",
        "mode": "online",
        "online_hours": 24,
        "channels": (Channel("云培", "platform", "https://yunpei.example"),),
        "cost_fen": 500_000,
        "headcount": 50,
        "starts_on": START,
        "ends_on": END,
    }
    return PlanFields(**{**plan, **changes})


def drafted(there: City, roster: Sequence[int] = (1,), *, by: Any = None, **changes: Any) -> str:
    """A class filing with plan and roster, not signed yet; its number."""
    admin = by or there.admin
    number = actions.filing_draft(programme=PROGRAMME, by=admin, at=DRAFTED)
    actions.filing_edit(number=number, plan=fields(there, **changes), by=admin, at=DRAFTED)
    roster_id = training.roster_put(
        organisation_id=admin.organisation_id or 0,
        rows=[row(n) for n in roster],
        first_day=START,
        by=admin,
        at=DRAFTED,
    )
    actions.roster_attach(number=number, roster_id=roster_id, by=admin, at=DRAFTED)
    return number


def submitted(there: City, roster: Sequence[int] = (1,), *, legal: Actor | None = None, **changes: Any) -> str:
    """A class filing signed and submitted."""
    number = drafted(there, roster, **changes)
    actions.undertaking_sign(number=number, by=legal or there.legal, at=DRAFTED)
    admin = changes.get("by") or there.admin
    assert isinstance(admin, Actor)
    actions.filing_submit(number=number, by=admin, at=DRAFTED)
    return number


def accepted(there: City, roster: Sequence[int] = (1,), **changes: Any) -> int:
    """A class whose filing was approved; its id."""
    number = submitted(there, roster, **changes)
    return actions.filing_accept(number=number, by=there.reviewers[0], at=FILED, hour_seconds=60)


def ended(there: City, roster: Sequence[int] = (1,), **changes: Any) -> int:
    """A class that is over; its id."""
    class_id = accepted(there, roster, **changes)
    training.class_begin(class_id=class_id, at=FILED + 10 * DAY)
    training.class_close(class_id=class_id, by=SYSTEM, at=AFTER - DAY)
    return class_id


class Studied:
    """Stands in for what learning and credentials know: hours, completion and certificate by person. Everyone else: nothing."""

    def __init__(self) -> None:
        self.hours: dict[int, int] = {}
        self.certificates: dict[int, str] = {}
        self.default: int | None = 24

    def hours_of(self, person_id: int | None) -> int:
        return self.hours.get(person_id or 0, self.default or 0)

    def learning(self, class_id: int, *, lines: Sequence[Any] | None = None) -> list[PersonFacts]:
        """As learning.queries.claim_facts."""
        wanted = None if lines is None else {line.id for line in lines}
        return [
            PersonFacts(
                one.line_id,
                one.person_id,
                {
                    "online_hours": Fact(self.hours_of(one.person_id), FactSource.CLOCK),
                    "completed": Fact(self.hours_of(one.person_id) > 0, FactSource.EXAM),
                },
            )
            for one in training_queries.claim_facts(class_id)
            if wanted is None or one.line_id in wanted
        ]

    def credentials(self, class_id: int, *, lines: Sequence[Any] | None = None) -> list[PersonFacts]:
        """As credentials.queries.claim_facts."""
        return [
            PersonFacts(one.line_id, one.person_id, {"certificate_no": self._certificate(one.person_id)})
            for one in training_queries.claim_facts(class_id, lines=lines)
        ]

    def _certificate(self, person_id: int | None) -> Fact:
        number = self.certificates.get(person_id or 0, f"YP{person_id}" if self.hours_of(person_id) else None)
        return Fact(number or None, FactSource.CERTIFICATE)

    def stand_in(self, monkeypatch: object) -> None:
        """Answer in the rooms' place until the end of the test."""
        monkeypatch.setattr(learning, "claim_facts", self.learning)  # type: ignore[attr-defined]
        monkeypatch.setattr(credentials, "claim_facts", self.credentials)  # type: ignore[attr-defined]


def claimed(there: City, roster: Sequence[int] = (1,), at: datetime = AFTER, **changes: Any) -> str:
    """A claim submitted for an ended class; its number."""
    class_id = ended(there, roster, **changes)
    admin = changes.get("by") or there.admin
    assert isinstance(admin, Actor)
    number = actions.claim_open(class_id=class_id, by=admin, at=at)
    actions.claim_submit(number=number, by=admin, at=at)
    return number


def reviewed(there: City, number: str, at: datetime = AFTER) -> None:
    """Accepted and passed by two officers."""
    first, second = there.reviewers
    actions.claim_accept(number=number, by=first, at=at)
    actions.review_first(number=number, by=first, at=at)
    actions.review_second(number=number, by=second, at=at)


def published(there: City, number: str, at: datetime = AFTER) -> str:
    """In public notice; the notice's number."""
    reviewed(there, number, at)
    return actions.notice_publish(number=number, by=there.reviewers[0], at=at)


def approved(there: City, number: str, at: datetime = AFTER) -> str:
    """Approved after its notice of five days."""
    notice = published(there, number, at)
    actions.notice_close(number=notice, by=there.reviewers[0], at=at + 6 * DAY)
    actions.claim_approve(number=number, by=there.reviewers[1], at=at + 6 * DAY)
    return notice


def result_file(folder: Path, batch: str, results: Mapping[str, str], by: Actor) -> Path:
    """The bank's answer for a batch: case → "成功" or a reason why it failed; cases left out are not in the file."""
    rows = [
        [row.number, f"{row.amount_fen // 100}.{row.amount_fen % 100:02d}", *_words(results[row.case])]
        for row in books.batch_rows(number=batch, by=by)
        if row.case in results
    ]
    path = folder / f"{batch}.xlsx"
    write_xlsx(path, ["明细编号", "金额（元）", "处理结果", "失败原因"], rows)
    return path


def _words(result: str) -> tuple[str, str]:
    return ("成功", "") if result == "成功" else ("失败", result)


def lines_by_name(number: str, by: Actor) -> dict[str, object]:
    """Name → line card of a claim."""
    return {one.person: one for one in queries.lines(number=number, by=by)}


def books_balance() -> None:
    """Accounts and lines hold what the transfers say, counted anew from each of them; what the bank was sent is what it was sent."""
    from django.db.models import Sum

    from yunpei.funds.models import FundAccount, LineBalance, PaymentItem, Transfer
    from yunpei.funds.types import LINE_KINDS

    transactions, accounts, lines, sent = Counter[str](), Counter[int](), Counter[tuple[int, str]](), Counter[int]()
    for side in books.ledger_rows():
        transactions[side.transaction] += side.amount_fen
    assert not any(transactions.values())
    for one in Transfer.objects.select_related("source", "target").order_by("id"):
        assert (one.source.fund, one.source.region) == (one.target.fund, one.target.region)
        accounts[one.source_id] -= one.amount_fen
        accounts[one.target_id] += one.amount_fen
        if one.line_id is not None:
            lines[one.drawn_on_id or one.line_id, one.source.kind] -= one.amount_fen
            lines[one.line_id, one.target.kind] += one.amount_fen
            way = (one.source.kind, one.target.kind)
            sent[one.line_id] += one.amount_fen * {("reserved", "in_payment"): 1, ("in_payment", "reserved"): -1}.get(
                way, 0
            )
    held = Counter[tuple[str, str, str]]()
    for line in LineBalance.objects.order_by("id"):
        for kind in LINE_KINDS:
            assert getattr(line, f"{kind}_fen") == lines[line.pk, kind] >= 0
            held[line.fund, line.region, kind] += lines[line.pk, kind]
        live = PaymentItem.objects.filter(line=line, live=True).aggregate(all=Sum("amount_fen"))["all"] or 0
        assert live == sent[line.pk]
    for account in FundAccount.objects.order_by("id"):
        assert account.balance_fen == accounts[account.pk]
        assert account.kind == "source" or account.balance_fen >= 0
        if account.kind not in (
            "source",
            "budget",
            "returned",
            "recovered",
        ):  # what came back goes into the budget again
            assert account.balance_fen == held[account.fund, account.region, account.kind]
    assert sum(accounts.values()) == 0
