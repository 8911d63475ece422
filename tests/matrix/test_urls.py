"""URL × role: every address of the site, opened by everyone. A new address fails here until it is entered.

Each row says what a GET (or POST, where only that is taken) gives: to nobody, a learner, an organisation's administrator,
an administrator of another organisation, a reviewing, a paying and a finance officer, an officer of another city, operations.
"""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID, uuid4

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from tests.casework.city import AFTER, DAY, DRAFTED, City, Studied, city, claimed, firm_of, officer, published
from tests.classroom import SYSTEM, signed_up
from yunpei.casework import actions, queries
from yunpei.catalogue import queries as catalogue
from yunpei.common import clock
from yunpei.common.actor import NOBODY, Actor
from yunpei.funds import queries as books
from yunpei.people import actions as people
from yunpei.people import queries as people_queries
from yunpei.people.types import OfficeKind, Role
from yunpei.training import queries as training

pytestmark = pytest.mark.django_db

ROLES = ("nobody", "learner", "admin", "stranger", "review", "pay", "finance", "elsewhere", "ops")
OPEN = "200 200 200 200 200 200 200 200 200"
LEARN = "302 200 200 200 403 403 403 403 403"  # whoever has a person behind the account and no office may study
MINE = "302 200 404 404 403 403 403 403 403"  # a class of the learner alone
ORG = "302 403 200 200 403 403 403 403 403"
FIRM = "302 403 200 404 403 403 403 403 403"
BUREAU = "302 403 403 403 200 200 200 200 403"
CITY = "302 403 403 403 200 200 200 404 403"
REVIEW = "302 403 403 403 200 403 403 200 403"
BOOKS = "302 403 403 403 403 200 200 403 403"
NONE = "404 404 404 404 404 404 404 404 404"
POSTED = {
    "REVIEW": "302 403 403 403 302 403 403 302 403",
    "PAY": "302 403 403 403 403 302 403 403 403",
}

# name → (path, what each role gets, method)
TABLE: dict[str, tuple[str, str, str]] = {
    "healthz": ("/healthz", OPEN, "GET"),
    "readyz": ("/readyz", OPEN, "GET"),
    "ui:gallery": ("/ui/", OPEN, "GET"),
    "home": ("/", OPEN, "GET"),
    "policies": ("/policies/", OPEN, "GET"),
    "policy": ("/policies/wuxi-2020-10/online/", OPEN, "GET"),
    "notices": ("/notices/", OPEN, "GET"),
    "notice": ("/notices/{notice}/", OPEN, "GET"),
    "open_notices": ("/open/notices.csv", OPEN, "GET"),
    "objection_status": ("/objections/", OPEN, "GET"),
    "objection": ("/objections/{notice}/", OPEN, "GET"),
    "certificate_search": ("/certificates/", OPEN, "GET"),
    "certificate": ("/certificates/YP0000-000000-000000/", NONE, "GET"),
    "account": ("/account/", "302 200 200 200 200 200 200 200 200", "GET"),
    "place": ("/account/place/", "302 302 302 302 302 302 302 302 302", "POST"),
    "login": ("/account/login/", OPEN, "GET"),
    "login_code": ("/account/code/", "302 302 302 302 302 302 302 302 302", "GET"),
    "login_code_again": ("/account/code/again/", "302 302 302 302 302 302 302 302 302", "POST"),
    "register": ("/account/register/", OPEN, "GET"),
    "organisation_register": ("/account/organisation/", "302 200 200 200 403 403 403 403 403", "GET"),
    "learner:home": ("/learn/", LEARN, "GET"),
    "learner:classes": ("/learn/classes/", LEARN, "GET"),
    "learner:class": ("/learn/classes/{class}/", MINE, "GET"),
    "learner:sign_in": ("/learn/classes/{class}/sign-in/", "302 302 404 404 403 403 403 403 403", "POST"),
    "learner:certificate_issue": ("/learn/classes/{class}/certificate/", "302 302 404 404 403 403 403 403 403", "POST"),
    "learner:receipts": ("/learn/classes/{class}/receipts.txt", MINE, "GET"),
    # not signed in to the class: back to its page
    "learner:lesson": ("/learn/classes/{class}/lessons/{lesson}/", "302 302 404 404 403 403 403 403 403", "GET"),
    # the course's film is a name without a file here
    "learner:lesson_file": (
        "/learn/classes/{class}/lessons/{lesson}/file",
        "302 404 404 404 403 403 403 403 403",
        "GET",
    ),
    "learner:quiz": ("/learn/classes/{class}/lessons/{lesson}/quiz/", MINE, "GET"),
    "learner:exam": ("/learn/classes/{class}/exam/", MINE, "GET"),
    "learner:paper": ("/learn/papers/{any}/", "302 404 404 404 403 403 403 403 403", "GET"),
    "learner:certificates": ("/learn/certificates/", LEARN, "GET"),
    "learner:me": ("/learn/me/", LEARN, "GET"),
    "organisation:home": ("/org/", ORG, "GET"),
    "organisation:filing_new": ("/org/filings/new/", ORG, "GET"),
    "organisation:filing": ("/org/filings/{filing}/", FIRM, "GET"),
    "organisation:roster": ("/org/filings/{filing}/roster/", FIRM, "GET"),
    "organisation:class": ("/org/classes/{class}/", FIRM, "GET"),
    "organisation:class_close": ("/org/classes/{class}/close/", "302 403 302 404 403 403 403 403 403", "POST"),
    "organisation:claim_begin": ("/org/classes/{class}/claim/", "302 403 302 404 403 403 403 403 403", "POST"),
    "organisation:claim": ("/org/claims/{claim}/", FIRM, "GET"),
    "organisation:line": ("/org/claims/{claim}/lines/{line}/", FIRM, "GET"),
    "organisation:event": ("/org/cases/{claim}/submit/", "302 403 302 404 403 403 403 403 403", "POST"),
    "organisation:document_add": ("/org/cases/{claim}/documents/x/add/", "302 403 302 404 403 403 403 403 403", "POST"),
    "organisation:file": ("/org/cases/{claim}/files/{any}/", "302 403 404 404 403 403 403 403 403", "GET"),
    "bureau:inbox": ("/bureau/", BUREAU, "GET"),
    "bureau:case": ("/bureau/cases/{claim}/", CITY, "GET"),
    "bureau:line": ("/bureau/cases/{claim}/lines/{line}/", CITY, "GET"),
    # finance and pay see the case and have no word in it: 403 from the room
    "bureau:line_decide": ("/bureau/cases/{claim}/lines/{line}/decide/", "302 403 403 403 302 403 403 404 403", "POST"),
    "bureau:file": ("/bureau/cases/{claim}/files/{any}/", "302 403 403 403 404 404 404 404 403", "GET"),
    "bureau:event": ("/bureau/cases/{claim}/accept/", "302 403 403 403 302 403 403 404 403", "POST"),
    "bureau:notices": ("/bureau/notices/", REVIEW, "GET"),
    "bureau:notice_close": ("/bureau/notices/{notice}/close/", "302 403 403 403 302 403 403 404 403", "POST"),
    "bureau:objection_settle": ("/bureau/objections/{objection}/", "302 403 403 403 200 403 403 404 403", "GET"),
    "bureau:organisations": ("/bureau/organisations/", BUREAU, "GET"),
    "bureau:organisation_confirm": (
        "/bureau/organisations/{firm}/confirm/",
        "302 403 403 403 302 403 403 404 403",
        "POST",
    ),
    "bureau:licence": ("/bureau/organisations/{firm}/licence/", "302 403 403 403 404 404 404 404 403", "GET"),
    "bureau:payments": ("/bureau/payments/", BOOKS, "GET"),
    "bureau:payment_make": ("/bureau/payments/new/", POSTED["PAY"], "POST"),
    "bureau:payment": ("/bureau/payments/{batch}/", BOOKS, "GET"),
    "bureau:payment_file": ("/bureau/payments/{batch}/bank.xlsx", "302 403 403 403 403 200 403 403 403", "GET"),
    "bureau:payment_result": ("/bureau/payments/{batch}/result/", "302 403 403 403 403 422 403 403 403", "POST"),
    "bureau:ledger": ("/bureau/ledger/", BOOKS, "GET"),
    "bureau:ledger_file": ("/bureau/ledger/ledger.xlsx", BOOKS, "GET"),
    "bureau:budget_grant": ("/bureau/ledger/budget/", "302 403 403 403 403 403 200 403 403", "GET"),
    "ops:home": ("/ops/", "302 403 403 403 403 403 403 403 200", "GET"),
    "ops:clock": ("/ops/clock/", "302 403 403 403 403 403 403 403 404", "POST"),  # no demo: there is no such clock
    # last: it closes the sessions
    "logout": ("/account/logout/", "302 302 302 302 302 302 302 302 302", "POST"),
}


def addresses(resolver: URLResolver, space: str = "") -> Iterator[str]:
    """Every named address of the site."""
    for one in resolver.url_patterns:
        if isinstance(one, URLResolver):
            yield from addresses(one, f"{one.namespace}:" if one.namespace else space)
        elif isinstance(one, URLPattern):
            assert one.name, f"an address without a name: {one.pattern}"
            yield space + one.name


def test_every_address_is_in_the_table() -> None:
    assert sorted(addresses(get_resolver())) == sorted(TABLE)


def people_of(there: City) -> dict[str, Actor]:
    learner = signed_up(1)
    _, stranger, _ = firm_of(700)
    dalian = people.office_open(name="大连审核", region="210200", kind=OfficeKind.REVIEW, by=SYSTEM, at=DRAFTED)
    operator = signed_up(950)
    assert operator.account_id is not None
    people.membership_grant(account_id=operator.account_id, role=Role.OPS, by=SYSTEM, at=DRAFTED)
    return {
        "learner": learner,
        "admin": there.admin,
        "stranger": stranger,
        "review": there.reviewers[0],
        "pay": there.payer,
        "finance": there.finance,
        "elsewhere": officer(951, dalian, OfficeKind.REVIEW),
        "ops": operator,
    }


def test_who_gets_what(monkeypatch: pytest.MonkeyPatch) -> None:
    Studied().stand_in(monkeypatch)
    there = city()
    who = people_of(there)
    clients = {"nobody": Client()}
    for name, actor in who.items():
        assert actor.account_id is not None
        clients[name] = Client()
        clients[name].force_login(get_user_model().objects.get(pk=actor.account_id))
    known = places_of(there)
    wrong = []
    with clock.holding(AFTER + 7 * DAY):
        for name, (path, row, method) in TABLE.items():
            address = path.format(**known)
            for role, status in zip(ROLES, row.split(), strict=True):
                answer = clients[role].generic(method, address)
                if answer.status_code != int(status):
                    wrong.append(f"{name} for {role}: {answer.status_code} instead of {status}")
    assert not wrong, "\n" + "\n".join(wrong)


def places_of(there: City) -> dict[str, str | int | UUID]:
    """A case that is in payment, with an objection waiting at its notice."""
    claim = claimed(there, (1, 2))
    detail = queries.case(number=claim, by=there.admin)
    assert detail.class_id is not None
    held = training.class_of(detail.class_id)
    notice = approved_with_objection(there, claim)
    [objection] = queries.objections_open(by=there.reviewers[0])
    batch = actions.batch_make(cases=[claim], by=there.payer, at=AFTER + 6 * DAY)
    assert books.batch_rows(number=batch, by=there.payer)
    return {
        "claim": claim,
        "filing": detail.filing_number,
        "line": queries.lines(number=claim, by=there.admin)[0].id,
        "class": held.public_id,
        "lesson": catalogue.lessons(held.course_id)[0].public_id,
        "notice": notice,
        "objection": objection.id,
        "batch": batch,
        "firm": people_queries.organisation(there.organisation_id).public_id,
        "any": uuid4(),
    }


def approved_with_objection(there: City, claim: str) -> str:
    notice = published(there, claim)
    actions.objection_make(notice=notice, row=2, text="此人未参加培训", by=NOBODY, at=AFTER + DAY)
    actions.notice_close(number=notice, by=there.reviewers[0], at=AFTER + 6 * DAY)
    actions.claim_approve(number=claim, by=there.reviewers[1], at=AFTER + 6 * DAY)
    return notice
