"""Each shipped programme with a class of ours behind it, from the filing to the money in the account, by its own papers and days."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

import pytest

from tests import classroom
from tests.casework import city as cities
from tests.casework.applying import Offices, money, offices, paid
from tests.casework.city import AFTER, DAY, DRAFTED, FILED, START, Studied, books_balance, fields, firm_of
from tests.classroom import SYSTEM, course, row
from yunpei.casework import actions, queries
from yunpei.casework.documents import asks_signature
from yunpei.casework.models import Case
from yunpei.casework.programmes import current_pack, files_class
from yunpei.casework.types import CaseKind
from yunpei.common.actor import Actor
from yunpei.common.errors import Conflict, Invalid
from yunpei.funds import queries as books
from yunpei.messages.models import Message
from yunpei.people import actions as people
from yunpei.people.types import OrganisationKind
from yunpei.policy import packs
from yunpei.training import actions as training

pytestmark = pytest.mark.django_db
FILE = "00000000-0000-7000-8000-000000000001"
LAST_DAY = {"epidemic_until": "2020-12-31"}


@dataclass(frozen=True)
class Tale:
    """One organisation's class of two under one programme. fen: due for both; advance: of it before the class."""

    programme: str
    office: str
    region: str
    fen: int
    advance: int = 0
    kind: OrganisationKind = OrganisationKind.ENTERPRISE
    figures: dict[str, str] = field(default_factory=dict)
    plan: dict[str, Any] = field(default_factory=dict)
    worker: str = "employee"

    @property
    def title(self) -> str:
        return f"{self.programme}-{self.kind}-{self.plan.get('training_kind', '')}"


RATES = LAST_DAY | {"apprentice_fen": "500000", "on_the_job_fen": "100001"}
TALES = (
    Tale("wuxi-2020-10/online", "320200", "320211", 88_800),
    Tale("dalian-2020-41/sme-training", "210200", "210202", 48_000, figures=LAST_DAY),
    Tale("liaoning-2020-16/sme-online", "210000", "210102", 36_000, figures={"rate_fen": "750"}),
    Tale(
        "dalian-2020-41/apprenticeship", "210200", "210202", 1_000_000, 500_000,
        figures=RATES, plan={"training_kind": "apprenticeship"},
    ),
    Tale(
        "dalian-2020-41/apprenticeship", "210200", "210202", 200_002, 100_000,
        figures=RATES, plan={"training_kind": "on_the_job"},
    ),
    Tale(
        "dalian-2020-41/order-training", "210200", "210202", 120_000,
        figures=LAST_DAY | {"per_person_fen": "60000"}, plan={"training_kind": "ordered"},
    ),
    Tale(
        "dalian-2020-41/order-training", "210200", "210202", 120_000, kind=OrganisationKind.INSTITUTION,
        figures=LAST_DAY | {"per_person_fen": "60000"}, plan={"training_kind": "ordered"},
    ),
    Tale(
        "dalian-2020-41/institution-online", "210200", "210202", 38_400, kind=OrganisationKind.INSTITUTION,
        figures={"rate_fen": "800"}, worker="other",
    ),
    Tale(
        "mohrss-2020-100days/project-training", "420000", "420102", 160_000, 64_000,
        figures={"per_person_fen": "80000", "advance_percent": "40"},
    ),
)  # fmt: skip


def firm_there(tale: Tale) -> cities.City:
    """The organisation of the tale with a course of its own."""
    organisation, admin, legal = firm_of(500, kind=tale.kind, region=tale.region)
    people.organisation_confirm(organisation_id=organisation, by=SYSTEM, at=DRAFTED)
    made = course(organisation, lessons=12)
    return cities.City(organisation, admin, legal, [], admin, admin, admin, made)


def papers(number: str, by: Actor, legal: Actor, kind: CaseKind) -> None:
    """Every document that the circular asks for and we do not have; signed where it asks for that."""
    for document in queries.case(number=number, by=by).documents:
        if document.needed and not document.ok and not document.by_record:
            actions.document_add(number=number, requirement=document.id, file=FILE, name="材料.pdf", by=by, at=DRAFTED)
    if asks_signature(current_pack(Case.objects.get(number=number).programme), kind):
        actions.undertaking_sign(number=number, by=legal, at=DRAFTED)


def filed(tale: Tale, firm: cities.City) -> str:
    """The class filing of two people, submitted."""
    number = actions.filing_draft(programme=tale.programme, by=firm.admin, at=DRAFTED)
    plan = fields(firm, **tale.plan)
    actions.filing_edit(number=number, plan=plan, by=firm.admin, at=DRAFTED)
    rows = [replace(row(n), worker_kind=tale.worker) for n in (1, 2)]
    roster = training.roster_put(
        organisation_id=firm.organisation_id, rows=rows, first_day=START, by=firm.admin, at=DRAFTED
    )
    actions.roster_attach(number=number, roster_id=roster, by=firm.admin, at=DRAFTED)
    papers(number, firm.admin, firm.legal, CaseKind.CLASS_FILING)
    actions.filing_submit(number=number, by=firm.admin, at=DRAFTED)
    return number


@pytest.mark.req("R22", "R23", "R24", "R27", "R28", "R48", "R49")
@pytest.mark.parametrize("tale", TALES, ids=lambda tale: tale.title)
def test_from_the_filing_to_the_account(tale: Tale, monkeypatch: pytest.MonkeyPatch) -> None:
    Studied().stand_in(monkeypatch)
    monkeypatch.setattr(classroom, "LESSON_SECONDS", 5_400)  # 12 of them are 24 class hours of 45 minutes
    there, pack, firm = offices(tale.office), current_pack(tale.programme), firm_there(tale)
    money(there, pack.fund)
    filing = filed(tale, firm)
    first, second = there.reviewers
    open_hour = None if pack.class_hour else 60
    class_id = actions.filing_accept(number=filing, by=first, at=FILED, hour_seconds=open_hour)
    if tale.advance:
        in_advance(tale, there, filing)
    training.class_begin(class_id=class_id, at=FILED + 10 * DAY)
    training.class_close(class_id=class_id, by=SYSTEM, at=AFTER - DAY)
    number = actions.claim_open(class_id=class_id, by=firm.admin, at=AFTER)
    papers(number, firm.admin, firm.legal, CaseKind.CLAIM)
    actions.claim_submit(number=number, by=firm.admin, at=AFTER)
    actions.claim_accept(number=number, by=first, at=AFTER)
    if tale.figures and not tale.advance:
        waits_for_figures(tale, number, firm.admin, first)
    lines = queries.lines(number=number, by=first)
    assert {one.outcome for one in lines} == {"due"}
    assert sum(one.amount_fen for one in lines) == tale.fen
    actions.review_first(number=number, by=first, at=AFTER)
    actions.review_second(number=number, by=second, at=AFTER)
    later = noticed(number, there) if pack.public_notice else AFTER + DAY
    actions.claim_approve(number=number, by=first, at=later)
    paid(there, number, later)
    assert queries.case(number=number, by=firm.admin).card.state == "paid"
    assert books.case_standings(cases=[number])[number].paid_fen == tale.fen - tale.advance
    assert Case.objects.get(number=number).payee["kind"] == pack.account_of(tale.kind.value)
    assert queries.case(number=number, by=firm.admin).letter is not None
    assert Message.objects.filter(to_account_id=firm.admin.account_id).exists()
    books_balance()


def set_figures(tale: Tale, by: Actor) -> None:
    """As the page of figures does."""
    for name, value in tale.figures.items():
        actions.figure_set(programme=tale.programme, name=name, value=value, reason="虚构1号", by=by, at=FILED)


def in_advance(tale: Tale, there: Offices, filing: str) -> None:
    """Granted once the figures are set, not before; sent to the bank before the class."""
    by = there.reviewers[1]
    with pytest.raises(Conflict):
        actions.advance_grant(number=filing, by=by, at=FILED)
    set_figures(tale, by)
    actions.advance_grant(number=filing, by=by, at=FILED)
    card = books.advance_of(case=filing)
    assert card is not None
    assert card.amount_fen == tale.advance
    paid(there, filing, FILED + DAY)


def waits_for_figures(tale: Tale, number: str, applicant: Actor, officer: Actor) -> None:
    """Undetermined before the bureau has set what the circular leaves open; both sides are told what that is."""
    assert {one.outcome for one in queries.lines(number=number, by=officer)} == {"undetermined"}
    for eyes in (applicant, officer):
        assert {one.name for one in queries.case(number=number, by=eyes).unset} == set(tale.figures)
    with pytest.raises(Conflict):
        actions.review_first(number=number, by=officer, at=AFTER)
    set_figures(tale, officer)
    actions.claim_decide_again(number=number, reason="数值已设定", by=officer, at=AFTER)


def noticed(number: str, there: Offices) -> Any:
    """Through a public notice of the circular's days; the day after it."""
    pack, first = current_pack(Case.objects.get(number=number).programme), there.reviewers[0]
    notice = actions.notice_publish(number=number, by=first, at=AFTER)
    card = queries.notice(number=notice, at=AFTER).card
    assert (card.days, card.unit) == (pack.public_notice["days"], pack.public_notice["unit"])
    later = AFTER + 14 * DAY
    with pytest.raises(Conflict):
        actions.notice_close(number=notice, by=first, at=AFTER + DAY)
    actions.notice_close(number=notice, by=first, at=later)
    return later


def test_no_programme_with_classes_is_left_out() -> None:
    told = {(tale.programme, tale.kind.value) for tale in TALES}
    for programme in packs.find():
        pack = current_pack(programme)
        if files_class(pack):
            assert {(programme, one) for one in pack.claimants if one != "person"} <= told


def test_a_plan_says_its_kind_where_the_money_depends_on_it() -> None:
    offices("210200")
    tale = next(one for one in TALES if one.programme == "dalian-2020-41/apprenticeship")
    firm = firm_there(tale)
    with pytest.raises(Invalid) as refused:
        filed(replace(tale, plan={}), firm)
    assert "training_kind" in {one.field for one in refused.value.problems}
    with pytest.raises(Invalid) as refused:
        filed(replace(tale, plan={"training_kind": "x"}), firm)
    assert [one.field for one in refused.value.problems] == ["training_kind"]
