"""URL × role: every address of the site, opened by everyone. A new address fails here until it is entered.

Each row says what a GET (or POST, where only that is taken) gives: to nobody, a learner, an organisation's administrator,
an administrator of another organisation, a reviewing, a paying and a finance officer, an officer of another city, operations,
an inspecting officer, the security and the audit administrator.
"""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID, uuid4

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from tests.casework.city import AFTER, BUDGET, DAY, DRAFTED, City, Studied, city, claimed, firm_of, officer, published
from tests.classroom import SYSTEM, signed_up
from tests.funds.money import paid
from tests.matrix.addresses import bureau, learner, ops, organisation, public
from tests.matrix.addresses.rows import OPEN, ROLES, Table
from yunpei.casework import actions, queries
from yunpei.casework.types import CaseKind, IntakeWay
from yunpei.catalogue import queries as catalogue
from yunpei.catalogue.zones import actions as zones
from yunpei.catalogue.zones.types import ZoneGiven
from yunpei.common import clock
from yunpei.common.actor import NOBODY, Actor
from yunpei.funds import actions as funds
from yunpei.funds import queries as books
from yunpei.funds.types import LineAmount, RecoveryKind
from yunpei.people import actions as people
from yunpei.people import queries as people_queries
from yunpei.people.types import OfficeKind, Role
from yunpei.training import queries as training
from yunpei.training.types import ClassFacts
from yunpei.training.university import actions as university
from yunpei.training.university import queries as universities

pytestmark = pytest.mark.django_db

# `logout` comes last: it closes the sessions
TABLE: Table = {
    **public.TABLE,
    **learner.TABLE,
    **organisation.TABLE,
    **bureau.TABLE,
    **ops.TABLE,
    "logout": ("/account/logout/", OPEN.replace("200", "302"), "POST"),
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


def test_every_row_has_a_column_for_everyone() -> None:
    short = []
    for name, (_, row, _method) in TABLE.items():
        given = len(row.split())
        if given != len(ROLES):
            short.append(
                f"{name}: {given} columns; add what these get: {', '.join(ROLES[given:]) or 'nobody, it is longer'}"
            )
    assert not short, "\n" + "\n".join(short)


def people_of(there: City) -> dict[str, Actor]:
    learner = signed_up(1)
    _, stranger, _ = firm_of(700)
    dalian = people.office_open(name="大连审核", region="210200", kind=OfficeKind.REVIEW, by=SYSTEM, at=DRAFTED)
    administrators = {}
    for n, role in ((950, Role.OPS), (952, Role.SECURITY), (953, Role.AUDIT)):
        one = administrators[role.value] = signed_up(n)
        assert one.account_id is not None
        people.membership_grant(account_id=one.account_id, role=role, by=SYSTEM, at=DRAFTED)
    return {
        "learner": learner,
        "admin": there.admin,
        "stranger": stranger,
        "review": there.reviewers[0],
        "pay": there.payer,
        "finance": there.finance,
        "elsewhere": officer(951, dalian, OfficeKind.REVIEW),
        "inspect": there.inspector,
        **administrators,
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
    known = places_of(there) | drafts_of(who)
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
    letter = queries.case(number=claim, by=there.admin).letter
    assert letter is not None
    actions.letter_make(number=letter.number, at=AFTER + 6 * DAY)
    batch = actions.batch_make(cases=[claim], by=there.payer, at=AFTER + 6 * DAY)
    assert books.batch_rows(number=batch, by=there.payer)
    return {
        "claim": claim,
        "paper": on_paper(there),
        "filing": detail.filing_number,
        "line": queries.lines(number=claim, by=there.admin)[0].id,
        "class": held.public_id,
        "person": training.roster_lines(held.roster_id)[0].person,
        "lesson": catalogue.lessons(held.course_id)[0].public_id,
        "course": catalogue.course(held.course_id).public_id,
        "notice": notice,
        "letter": letter.code,
        "objection": objection.id,
        "batch": batch,
        "recovery": asked_back(there),
        "firm": people_queries.organisation(there.organisation_id).public_id,
        "office": people_queries.offices()[0].public_id,
        "account": people_queries.accounts(by=SYSTEM)[0].public_id,
        "university": university_of(there, held),
        "zone": zone_of(there),
        "any": uuid4(),
    }


def university_of(there: City, held: ClassFacts) -> str:
    """The firm's online university, with the people of a class and its course."""
    university.course_pick(course_id=held.course_id, required=True, due_on=None, by=there.admin, at=AFTER)
    university.staff_from_class(class_id=held.public_id, department="车间", by=there.admin, at=AFTER)
    found = universities.university_of(there.organisation_id)
    assert found is not None
    return found.public_id


def zone_of(there: City) -> str:
    """A zone of the officer's region, open, without courses."""
    day = AFTER.date()
    given = ZoneGiven(
        "湖北专区",
        "重点地区劳动者在更长时间内免费学习。",
        "百日免费线上技能培训行动问答",
        "设立线上培训专区专栏",
        (there.reviewers[0].region or "",),
        ("poor",),
        day,
        day + 30 * DAY,
    )
    return zones.zone_open(given=given, by=there.reviewers[0], at=AFTER)


def on_paper(there: City) -> str:
    """A class filing that came by post and is not handed in yet."""
    return actions.intake_open(
        kind=CaseKind.CLASS_FILING,
        credit_code=people_queries.organisation(there.organisation_id).credit_code,
        programme="wuxi-2020-10/online",
        way=IntakeWay.POST,
        received_on=AFTER.date(),
        file="00000000-0000-7000-8000-000000000008",
        by=there.reviewers[0],
        at=AFTER,
    )


def drafts_of(who: dict[str, Actor]) -> dict[str, str]:
    """The learner's own application, and one of the firm."""
    own = actions.personal_draft(
        programme="mohrss-2020-100days/individual-subsidy", region="320211", by=who["learner"], at=AFTER
    )
    firm = actions.application_draft(programme="mohrss-2020-100days/project-training", by=who["admin"], at=AFTER)
    return {"own": own, "application": firm}


def asked_back(there: City) -> str:
    """A recovery of money that was paid."""
    items = [LineAmount("line", 500)]
    paid(there, *items)
    kind = RecoveryKind.FINDING
    return funds.recovery_open(
        budget=BUDGET, case="C1", kind=kind, items=items, reason="虚报", by=there.inspector, at=AFTER
    )


def approved_with_objection(there: City, claim: str) -> str:
    notice = published(there, claim)
    actions.objection_make(notice=notice, row=2, text="此人未参加培训", by=NOBODY, at=AFTER + DAY)
    actions.notice_close(number=notice, by=there.reviewers[0], at=AFTER + 6 * DAY)
    actions.claim_approve(number=claim, by=there.reviewers[1], at=AFTER + 6 * DAY)
    return notice
