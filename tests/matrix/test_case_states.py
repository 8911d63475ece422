"""State × event × role: what the table allows happens, what it does not leaves no trace. And its diagrams are up to date."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from django.db import transaction

from tests.architecture.tree import ROOT
from tests.casework.advancing import paid_in_advance
from tests.casework.applying import HIRED, firm_applies, hired, money, offices, with_notice
from tests.casework.city import AFTER, DAY, FILED, City, Studied, approved, city, claimed, firm_of, submitted
from tests.classroom import signed_up
from yunpei.casework import actions, queries
from yunpei.casework.actions import advance, review
from yunpei.casework.models import Case, CaseLine, Intake
from yunpei.casework.programmes import pack_of
from yunpei.casework.states import APPLICATION, CLAIM, FILING, STOPPED, TABLES
from yunpei.casework.types import CaseKind, CaseState
from yunpei.common.actor import NOBODY, Actor
from yunpei.common.errors import Conflict, Forbidden, NotFound, Refused
from yunpei.common.models import AuditRow
from yunpei.funds import queries as books
from yunpei.funds.bank import Answer
from yunpei.people import queries as people
from yunpei.people.models import Membership

LATER = AFTER + 7 * DAY
Do = Callable[..., Any]

SHARED: dict[str, Do] = {
    "return": lambda n, by: actions.case_return(number=n, items=[("posts", "补正")], by=by, at=LATER),
    "refuse": lambda n, by: actions.case_refuse(number=n, reason="不符", by=by, at=LATER),
    "withdraw": lambda n, by: actions.case_withdraw(number=n, by=by, at=LATER),
    "hold": lambda n, by: actions.case_hold(number=n, reason="核查", by=by, at=LATER),
    "release": lambda n, by: actions.case_release(number=n, reason="查清", by=by, at=LATER),
    "reopen": lambda n, by: actions.case_reopen(number=n, reason="复核", by=by, at=LATER),
    "hand_over": lambda n, by: actions.case_hand_over(
        number=n, authority="虚构市公安局", reason="涉嫌诈骗", by=by, at=LATER
    ),
    "given_back": lambda n, by: actions.case_given_back(number=n, reason="不予立案", by=by, at=LATER),
}
DECIDED_EVENTS: dict[str, Do] = {
    **SHARED,
    "accept": lambda n, by: actions.claim_accept(number=n, by=by, at=LATER),
    "review_first": lambda n, by: actions.review_first(number=n, by=by, at=LATER),
    "review_second": lambda n, by: actions.review_second(number=n, by=by, at=LATER),
    "publish": lambda n, by: actions.notice_publish(number=n, by=by, at=LATER),
    "approve": lambda n, by: actions.claim_approve(number=n, by=by, at=LATER),
    "decide_again": lambda n, by: actions.claim_decide_again(number=n, reason="更正", by=by, at=LATER),
    "pay": lambda n, by: actions.batch_make(cases=[n], by=by, at=LATER),
    "approve_unpublished": lambda n, by: approved_unpublished(n, by),
    "close": lambda n, by: actions.claim_close(number=n, by=by, at=LATER),
    "edit": lambda n, by: actions.claim_line_remove(number=n, line=first_line(n), by=by, at=LATER),
    "recover": lambda n, by: actions.recovery_open(
        number=n, lines={first_line(n): None}, reason="虚报", by=by, at=LATER
    ),
}
EVENTS: dict[CaseKind, dict[str, Do]] = {
    CaseKind.CLAIM: {
        **DECIDED_EVENTS,
        "submit": lambda n, by: actions.claim_submit(number=n, by=by, at=LATER),
        "enter": lambda n, by: actions.claim_line_remove(number=on_paper(n), line=first_line(n), by=by, at=LATER),
        "hand_in": lambda n, by: actions.claim_submit(number=on_paper(n), by=by, at=LATER),
    },
    CaseKind.APPLICATION: {
        **DECIDED_EVENTS,
        "submit": lambda n, by: actions.application_submit(number=n, by=by, at=LATER),
        "enter": lambda n, by: actions.claim_line_remove(number=on_paper(n), line=first_line(n), by=by, at=LATER),
        "hand_in": lambda n, by: actions.application_submit(number=on_paper(n), by=by, at=LATER),
        "advance": lambda n, by: in_advance(n, by),
    },
    CaseKind.CLASS_FILING: {
        **SHARED,
        "submit": lambda n, by: actions.filing_submit(number=n, by=by, at=AFTER - 40 * DAY),
        "approve": lambda n, by: actions.filing_accept(number=n, by=by, at=LATER, hour_seconds=60),
        "close": lambda n, by: actions.filing_close(number=n, by=by, at=LATER),
        "edit": lambda n, by: actions.undertaking_scan(number=n, file=SCAN, by=by, at=LATER),
        "enter": lambda n, by: actions.undertaking_scan(number=on_paper(n), file=SCAN, by=by, at=LATER),
        "hand_in": lambda n, by: actions.filing_submit(number=on_paper(n), by=by, at=AFTER - 40 * DAY),
        "amend_propose": lambda n, by: proposed(n, by),
        "amend": lambda n, by: actions.amendment_accept(number=n, amendment=asked(n, by), reason="可", by=by, at=FILED),
        "amend_refuse": lambda n, by: actions.amendment_refuse(
            number=n, amendment=asked(n, by), reason="否", by=by, at=FILED
        ),
        "amend_withdraw": lambda n, by: actions.amendment_withdraw(
            number=n, amendment=asked(n, by, own=True), by=by, at=FILED
        ),
        "advance": lambda n, by: actions.advance_grant(number=opened(n), by=by, at=FILED),
        "pay": lambda n, by: actions.batch_make(cases=[advanced(n)], by=by, at=LATER),
        "recover": lambda n, by: actions.recovery_open(number=handed_over(n), reason="未开班", by=by, at=LATER),
    },
}


def in_advance(number: str, by: Actor) -> None:
    """Granted as where the programme pays applications in advance."""
    paying = replace(pack_of(Case.objects.get(number=number)), advance={"clause": ""})
    with (
        patch.object(advance, "pack_of", return_value=paying),
        patch.object(advance, "_allowed", return_value=(1, "1")),
    ):
        actions.advance_grant(number=number, by=by, at=LATER)


def approved_unpublished(number: str, by: Actor) -> None:
    """Approved as where the circular asks for no public notice."""
    with patch.object(review, "publishes", return_value=False):
        actions.claim_approve(number=number, by=by, at=LATER)


def on_paper(number: str) -> str:
    """A case that came in on paper at the office that has it now."""
    case = Case.objects.get(number=number)
    if case.state in (CaseState.DRAFT, CaseState.RETURNED):
        clerk = officer("officer_review")
        assert clerk.office_id is not None
        assert clerk.account_id is not None
        Intake.objects.create(
            case=case,
            way="post",
            received_on=FILED.date(),
            file=SCAN,
            office_id=clerk.office_id,
            entered_by_id=clerk.account_id,
            entered_at=FILED,
        )
    return number


def proposed(number: str, by: Actor) -> int:
    """An amendment of an approved filing's headcount; its number."""
    plan = queries.case(number=opened(number), by=Actor.system("tests")).plan
    fewer = replace(plan, headcount=(plan.headcount or 0) + 1)
    return actions.amendment_propose(number=number, plan=fewer, reason="变化", by=by, at=FILED)


def asked(number: str, by: Actor, *, own: bool = False) -> int:
    """An amendment that waits: of the actor's own side, or of the other one's. 0 where none can be."""
    if Case.objects.get(number=number).state != CaseState.APPROVED:
        return 0
    office = by.has("officer_review")
    return proposed(number, officer("officer_review" if office is own else "org_admin", number=number))


SCAN = "00000000-0000-7000-8000-000000000009"


def first_line(number: str) -> str:
    return str(CaseLine.objects.filter(case__number=number).order_by("place")[0].public_id)


def opened(number: str) -> str:
    """A filing whose class is there, if it is approved; in any other state nothing of it is asked for."""
    case = Case.objects.get(number=number)
    if case.state == CaseState.APPROVED:
        Case.objects.filter(pk=case.pk).update(state=CaseState.SUBMITTED)
        actions.filing_accept(number=number, by=officer("officer_review"), at=FILED, hour_seconds=60)
        new_to_it(number)
    return number


def advanced(number: str, *, sent: bool = False) -> str:
    """A filing with an advance, if it is approved; sent: the bank has paid it."""
    opened(number)
    if Case.objects.get(number=number).state == CaseState.APPROVED:
        actions.advance_grant(number=number, by=officer("officer_review"), at=FILED)
        new_to_it(number)
        if sent:
            payer = officer("officer_pay")
            answer(actions.batch_make(cases=[number], by=payer, at=FILED), payer)
    return number


def handed_over(number: str) -> str:
    """A filing whose advance is paid, if it is approved, or was before it went to the judicial authority."""
    case = Case.objects.filter(number=number, state=CaseState.JUDICIAL)
    back = case.update(state=CaseState.APPROVED, held_from="")
    advanced(number, sent=True)
    if back:
        Case.objects.filter(number=number).update(state=CaseState.JUDICIAL, held_from=CaseState.APPROVED)
    return number


def new_to_it(number: str) -> None:
    """Duties apart are tried elsewhere; here every officer is new to the case."""
    fresh = dict.fromkeys(("filed_by", "accepted_by", "first_reviewer", "second_reviewer", "approved_by"))
    Case.objects.filter(number=number).update(**fresh)


def answer(batch: str, payer: Actor) -> None:
    """The bank paid every row."""
    rows = books.batch_rows(number=batch, by=payer)
    actions.batch_answers(number=batch, answers=[Answer(2, row.number, True) for row in rows], by=payer, at=LATER)


def officer(role: str, number: str = "") -> Actor:
    """Whoever of the city has the role; number: of the organisation that filed the case."""
    found = Membership.objects.filter(role=role)
    firm = Case.objects.get(number=number).organisation_id if number else None
    if firm is not None:
        found = found.filter(organisation_id=firm) if role == "org_admin" else found
    return people.actor_of(found.order_by("-id").values_list("account_id", flat=True)[0])


def everyone(there: City) -> dict[str, Actor]:
    """One actor of each role, and the same roles elsewhere."""
    _, other_admin, _ = firm_of(600)
    return {
        "admin": there.admin,
        "legal": there.legal,
        "reviewer": there.reviewers[1],
        "payer": there.payer,
        "finance": there.finance,
        "inspector": there.inspector,
        "learner": signed_up(700),
        "other firm": other_admin,
        "nobody": NOBODY,
        "system": Actor.system("tests"),
    }


WINDOW, APPLICANTS = {"enter", "hand_in"}, {"admin", "legal"}
OUTSIDE = {"learner", "other firm", "nobody"}


def faults_of(kind: CaseKind, number: str, actors: dict[str, Actor]) -> list[str]:
    """Where action and table differ."""
    table, found = TABLES[kind], []
    for state in table.states:
        held_from = CaseState.SUBMITTED if state in STOPPED else ""
        for name, do in EVENTS[kind].items():
            event = f"{name}_to_{CaseState.SUBMITTED}" if name in ("release", "given_back") else name
            for who, actor in actors.items():
                if name in WINDOW and who in APPLICANTS:
                    continue  # they write it by events of their own
                allowed = who not in OUTSIDE and table.may(state, event, actor.roles)
                Case.objects.filter(number=number).update(state=state, held_from=held_from)
                row = table.find(state, event)
                verdict = attempt(number, do, actor, row.target if row else "")
                if (verdict == "done") is not allowed:
                    found.append(f"{state} × {name} × {who}: {verdict}, the table says {'yes' if allowed else 'no'}")
                if not allowed and verdict not in ("NotFound", "Forbidden", "Conflict"):
                    found.append(f"{state} × {name} × {who}: refused by {verdict}")
    return found


def attempt(number: str, do: Do, actor: Actor, target: str) -> str:
    """`done` if the case went to the target, else the refusal's name; nothing of it is kept."""
    audits = AuditRow.objects.count()
    try:
        with transaction.atomic():
            do(number, actor)
            state = Case.objects.get(number=number).state
            assert AuditRow.objects.count() > audits, "no audit row"
            transaction.set_rollback(True)
        return "done" if state == target else f"went to {state}"
    except Refused as refused:
        assert AuditRow.objects.count() == audits
        return type(refused).__name__


@pytest.mark.django_db
@pytest.mark.req("R30")
def test_a_claim_does_what_its_table_says(monkeypatch: pytest.MonkeyPatch) -> None:
    Studied().stand_in(monkeypatch)
    there = city()
    number = claimed(there, (1, 2))
    approved(there, number)
    # The first line is paid, the second is not: so there is something to send and something to ask back.
    second = str(CaseLine.objects.filter(case__number=number).order_by("place")[1].public_id)
    actions.line_hold(number=number, line=second, reason="核查", by=there.inspector, at=LATER)
    answer(actions.batch_make(cases=[number], by=there.payer, at=LATER), there.payer)
    actions.line_settle(number=number, line=second, keep=True, reason="查清", by=there.inspector, at=LATER)
    new_to_it(number)
    faults = faults_of(CaseKind.CLAIM, number, everyone(there))
    assert not faults, "\n" + "\n".join(faults)


@pytest.mark.django_db
@pytest.mark.req("R30")
def test_an_application_does_what_its_table_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    programme = with_notice(tmp_path, monkeypatch)
    place = offices("210200")
    money(place, "通知未写明")
    for name, value in (("minimum_wage_fen", "181000"), ("epidemic_until", "2020-12-31")):
        actions.figure_set(
            programme=programme, name=name, value=value, reason="虚构1号", by=place.reviewers[0], at=AFTER
        )
    number, admin, legal = firm_applies(programme, "210202", tmp_path, HIRED, [hired(1), hired(2)])
    actions.application_submit(number=number, by=admin, at=AFTER)
    there = City(
        admin.organisation_id or 0, admin, legal, place.reviewers, place.payer, place.finance, place.inspector, 0
    )
    approved(there, number)
    # As with the claim: the first line is paid, the second waits.
    second = str(CaseLine.objects.filter(case__number=number).order_by("place")[1].public_id)
    actions.line_hold(number=number, line=second, reason="核查", by=there.inspector, at=LATER)
    answer(actions.batch_make(cases=[number], by=there.payer, at=LATER), there.payer)
    actions.line_settle(number=number, line=second, keep=True, reason="查清", by=there.inspector, at=LATER)
    new_to_it(number)
    faults = faults_of(CaseKind.APPLICATION, number, everyone(there))
    assert not faults, "\n" + "\n".join(faults)


@pytest.mark.django_db
@pytest.mark.req("R12")
def test_a_filing_does_what_its_table_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    paid_in_advance(tmp_path, monkeypatch)
    there = city()
    number = submitted(there)
    new_to_it(number)
    faults = faults_of(CaseKind.CLASS_FILING, number, everyone(there))
    assert not faults, "\n" + "\n".join(faults)


@pytest.mark.parametrize("kind", list(CaseKind))
def test_every_event_is_tried(kind: CaseKind) -> None:
    moved_along = {"settle", "finish"}  # the bank's answer or the approval does it: see tests/casework
    named = {event for event in TABLES[kind].events if "_to_" not in event} - moved_along
    assert named == set(EVENTS[kind]) - {"release", "given_back"}


@pytest.mark.parametrize("table", [FILING, CLAIM, APPLICATION])
def test_money_is_never_moved_by_who_reviews(table: Any) -> None:
    assert "officer_review" not in {role for row in table.transitions if row.event == "recover" for role in row.roles}
    for row in table.transitions:
        assert not ("officer_pay" in row.roles and row.event not in ("pay", "settle"))
        assert row.event != "pay" or row.roles == ("officer_pay",)


def test_the_diagrams_are_up_to_date() -> None:
    spec = importlib.util.spec_from_file_location("state_diagrams", ROOT / "tools" / "state_diagrams.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    kept = {path.name: path.read_text(encoding="utf-8") for path in module.PLACE.glob("*.md")}
    assert module.pages() == kept, "run make docs"


def test_the_errors_are_of_one_family() -> None:
    assert {error.status for error in (NotFound, Forbidden, Conflict)} == {404, 403, 409}
