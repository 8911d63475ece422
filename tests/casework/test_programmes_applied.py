"""Each shipped programme that is applied for without a class of ours, from the first page to the money in the account."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from tests.casework.applying import APPLIED, DAY, money, offices, paid, person_applies, table
from tests.casework.city import books_balance, firm_of
from tests.classroom import SYSTEM
from tests.invented import employer, name, person
from yunpei.casework import actions, queries
from yunpei.casework.documents import asks_signature
from yunpei.casework.models import Case, CaseLine
from yunpei.casework.programmes import current_pack, takes_application
from yunpei.casework.types import CaseKind
from yunpei.common.actor import Actor
from yunpei.common.errors import Conflict, Invalid
from yunpei.funds import queries as books
from yunpei.messages.models import Message
from yunpei.people import actions as people
from yunpei.people.types import OrganisationKind
from yunpei.policy import packs

pytestmark = pytest.mark.django_db
FILE = "00000000-0000-7000-8000-000000000001"


@dataclass(frozen=True)
class Tale:
    """One applicant under one programme. stated: what they say; found: what the office adds; figures: what the bureau sets."""

    programme: str
    region: str  # where they apply
    office: str  # whose office takes it in
    fen: int
    stated: Mapping[str, str] = field(default_factory=dict)
    found: Mapping[str, str] = field(default_factory=dict)
    figures: Mapping[str, str] = field(default_factory=dict)
    firm: OrganisationKind | None = None  # None: a person for themselves

    @property
    def title(self) -> str:
        return f"{self.programme}-{self.firm or 'person'}"


COURSE = {"class_start": "2020-04-06", "class_end": "2020-04-30"}
CLASS = COURSE | {"class_no": "1", "completed": "是"}
ASSESSED = {"assessed": "1200.50"}
TALES = (
    Tale(
        "mohrss-2020-100days/individual-subsidy", "420100", "420000", 30_000,
        stated=COURSE | {"project": "养老护理", "online_hours": "20", "certificate_no": "C1"},
        figures={"per_course_fen": "30000", "action_from": "2020-03-23"},
    ),
    Tale(
        "mohrss-2020-100days/living-allowance", "420100", "420000", 75_000,
        stated=COURSE | {
            "employer_id": employer(7), "class_no": "1", "person_group": "贫困劳动力", "online_hours": "20",
            "training_days": "15",
        },
        figures={"per_day_fen": "5000", "action_from": "2020-03-23"},
    ),
    Tale(
        "mohrss-2020-100days/project-training", "420100", "420000", 80_000, stated=CLASS,
        figures={"per_person_fen": "80000", "advance_percent": "40"}, firm=OrganisationKind.ENTERPRISE,
    ),
    Tale(
        "liaoning-2019-safety/special-operation-certificate", "210202", "210200", 100_000,
        stated={
            "project": "焊接与热切割作业", "certified_on": "2020-05-18", "off_job_days": "10", "certificate_no": "T1",
            "newly_obtained": "是",
        },
        figures={"per_certificate_fen": "100000"},
    ),
    Tale(
        "qinghai-2020-fast/skill-subsidy", "630104", "630000", 120_050, stated={"insured": "是"}, found=ASSESSED,
    ),
    Tale(
        "qinghai-2020-fast/retention-refund", "630104", "630000", 120_050, stated={"insured": "是"}, found=ASSESSED,
        firm=OrganisationKind.ENTERPRISE,
    ),
    Tale(
        "qinghai-2020-fast/benefits", "630104", "630000", 120_050, stated={"benefit": "失业保险金"},
        found=ASSESSED | {"insured": "是"},
    ),
    Tale("qinghai-2020-fast/transfer", "630104", "630000", 0, stated={"insured": "是"}),
    Tale(
        "wuxi-2020-10/pre-job", "320211", "320200", 30_000, firm=OrganisationKind.ENTERPRISE,
        stated={"hired_on": "2020-03-02", "insured": "是", "employed_until": "2020-05-31", "completed": "是"},
    ),
    Tale(
        "dalian-2020-41/order-training", "210202", "210200", 60_000, firm=OrganisationKind.INSTITUTION,
        stated=CLASS | {"training_kind": "订单培训"},
        figures={"per_person_fen": "60000", "epidemic_until": "2020-12-31"},
    ),
    Tale(
        "dalian-2020-41/order-training", "210202", "210200", 60_000, firm=OrganisationKind.ENTERPRISE,
        stated=CLASS | {"training_kind": "订单培训"},
        figures={"per_person_fen": "60000", "epidemic_until": "2020-12-31"},
    ),
    Tale(
        "dalian-2020-41/institution-online", "210202", "210200", 32_000, firm=OrganisationKind.INSTITUTION,
        stated=CLASS | {"worker_kind": "其他", "online_hours": "40", "planned_hours": "80", "converted": "是"},
        figures={"rate_fen": "800"},
    ),
    Tale(
        "dalian-2020-41/apprenticeship", "210202", "210200", 100_000,
        stated=CLASS | {
            "employer_id": employer(7), "employer_kind": "企业", "employer_size": "小型", "worker_kind": "职工",
            "training_kind": "岗位技能提升", "filed_on": "2020-02-28",
        },
        figures={"apprentice_fen": "500000", "on_the_job_fen": "100000", "epidemic_until": "2020-12-31"},
    ),
    Tale(
        "dalian-2020-41/training-through-work", "210202", "210200", 543_000, firm=OrganisationKind.ENTERPRISE,
        stated={"person_group": "贫困劳动力", "employer_insured": "是", "trained_at_work": "是", "hired_on": "2020-03-02"},
        figures={"minimum_wage_fen": "181000", "epidemic_until": "2020-12-31"},
    ),
    Tale(
        "jilin-2018-startup/first-startup", "220104", "220000", 500_000,
        stated={
            "employer_id": employer(7), "first_business": "是", "business_kind": "self_employed",
            "person_group": "hard_to_employ", "operated_until": "2020-06-01", "registered_on": "2019-03-01",
        },
    ),
)  # fmt: skip


def drafted(tale: Tale, folder: Path) -> tuple[str, Actor, Actor]:
    """The application as far as its facts; its number, who hands it in, and who signs for them."""
    if tale.firm is None:
        number, one = person_applies(tale.programme, tale.region, facts=tale.stated, account=bool(tale.fen))
        return number, one, one
    firm, admin, legal = firm_of(500, kind=tale.firm, region=tale.region)
    people.organisation_confirm(organisation_id=firm, by=SYSTEM, at=APPLIED)
    number = actions.application_draft(programme=tale.programme, by=admin, at=APPLIED)
    asked = queries.case(number=number, by=admin).application
    assert asked is not None
    header = ["身份证号码", "姓名", *(one.text.zh for one in asked.asked)]
    row = [person(1), name(1), *(tale.stated.get(one.name, "") for one in asked.asked)]
    taken = actions.application_table(
        number=number, path=table(folder, header, [row]), name="名单.xlsx", by=admin, at=APPLIED
    )
    assert not taken.bad, taken.bad
    return number, admin, legal


def handed_in(number: str, by: Actor, legal: Actor) -> None:
    """With every document that the circular asks for, signed where it asks for that."""
    for document in queries.case(number=number, by=by).documents:
        if document.needed and not document.ok and not document.by_record:
            actions.document_add(number=number, requirement=document.id, file=FILE, name="材料.pdf", by=by, at=APPLIED)
    case = Case.objects.get(number=number)
    if asks_signature(current_pack(case.programme), CaseKind.APPLICATION):
        actions.undertaking_sign(number=number, by=legal, at=APPLIED)
    actions.application_submit(number=number, by=by, at=APPLIED)


def only_line(number: str) -> CaseLine:
    found = CaseLine.objects.get(case__number=number)
    assert found.state == "counted", found.why
    return found


@pytest.mark.req("R26", "R27", "R28", "R29", "R48", "R49")
@pytest.mark.parametrize("tale", TALES, ids=lambda tale: tale.title)
def test_from_the_application_to_the_account(tale: Tale, tmp_path: Path) -> None:
    there, pack = offices(tale.office), current_pack(tale.programme)
    if pack.pays:
        money(there, pack.fund)
    number, by, legal = drafted(tale, tmp_path)
    handed_in(number, by, legal)
    first, second = there.reviewers
    actions.claim_accept(number=number, by=first, at=APPLIED)

    # What the circular leaves open is named to both sides, and nothing is decided, reviewed or guessed before it is set.
    opened = {one.name for one in pack.parameters.values() if one.set_by_bureau and not one.values}
    for eyes in (by, first):
        assert {one.name for one in queries.case(number=number, by=eyes).unset} == opened
    if tale.figures or tale.found:
        assert only_line(number).outcome == "undetermined"
        with pytest.raises(Conflict):
            actions.review_first(number=number, by=first, at=APPLIED)
    offered = {
        figure.name
        for programme in queries.figures(by=first)
        if programme.programme == tale.programme and programme.may_set
        for figure in programme.figures
    }
    assert opened <= offered
    if tale.figures:
        for title, value in tale.figures.items():
            actions.figure_set(
                programme=tale.programme, name=title, value=value, reason="虚构1号", by=first, at=APPLIED
            )
        actions.claim_decide_again(number=number, reason="数值已设定", by=first, at=APPLIED)
    if tale.found:
        actions.facts_found(
            number=number, line=str(only_line(number).public_id), facts=tale.found, by=first, at=APPLIED
        )

    line = only_line(number)
    assert (line.outcome, line.amount_fen) == ("due", tale.fen), line.decision
    actions.review_first(number=number, by=first, at=APPLIED)
    actions.review_second(number=number, by=second, at=APPLIED)
    later = APPLIED + DAY
    if pack.public_notice:
        notice = actions.notice_publish(number=number, by=first, at=APPLIED)
        assert queries.notice(number=notice, at=APPLIED).card.days == pack.public_notice["days"]
        with pytest.raises(Conflict):
            actions.notice_close(number=notice, by=first, at=later)
        later = APPLIED + 14 * DAY
        actions.notice_close(number=notice, by=first, at=later)
    actions.claim_approve(number=number, by=first, at=later)
    ends(number, tale, there, by, later)


def ends(number: str, tale: Tale, there: Any, by: Actor, at: Any) -> None:
    """Paid into the kind of account that the circular names; a service without money is granted. The applicant was told."""
    pack = current_pack(tale.programme)
    if not pack.pays:
        assert queries.case(number=number, by=by).card.state == "closed"
    else:
        batch = paid(there, number, at)
        assert queries.case(number=number, by=by).card.state == "paid"
        assert books.case_standings(cases=[number])[number].paid_fen == tale.fen
        assert len(books.batch_rows(number=batch, by=there.payer)) == 1
        claimant = "person" if tale.firm is None else tale.firm.value
        assert Case.objects.get(number=number).payee["kind"] == pack.account_of(claimant)
    assert queries.case(number=number, by=by).letter is not None
    assert Message.objects.filter(to_account_id=by.account_id).exists()
    books_balance()


def test_no_programme_that_is_applied_for_is_left_out() -> None:
    told = {(tale.programme, "person" if tale.firm is None else tale.firm.value) for tale in TALES}
    for programme in packs.find():
        pack = current_pack(programme)
        for claimant in pack.claimants:
            if takes_application(pack, claimant):
                assert (programme, claimant) in told


@pytest.mark.parametrize("tale", [one for one in TALES if one.figures], ids=lambda tale: tale.title)
def test_what_is_left_open_is_said_with_who_sets_it(tale: Tale, tmp_path: Path) -> None:
    there = offices(tale.office)
    number, by, _ = drafted(tale, tmp_path)
    for one in queries.case(number=number, by=by).unset:
        assert one.text.zh
        assert one.why is not None
        assert one.why.zh
    given = current_pack(tale.programme).parameters.values()
    fixed = next((one.name for one in given if not one.set_by_bureau), "none")
    with pytest.raises(Invalid):  # a figure that the circular fixes, or none at all, is nobody's to set
        actions.figure_set(
            programme=tale.programme, name=fixed, value="1", reason="虚构", by=there.reviewers[0], at=APPLIED
        )
