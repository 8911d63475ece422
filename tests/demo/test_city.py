"""The demo city is what the README says: everything in it went through the rooms' own actions."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.casework.city import books_balance
from yunpei.casework import queries
from yunpei.casework.types import CaseKind, CaseState, LineState
from yunpei.catalogue import queries as catalogue
from yunpei.catalogue.selection import queries as selection
from yunpei.catalogue.selection import reports
from yunpei.catalogue.selection.types import CallState
from yunpei.common import clock
from yunpei.common.actor import Actor
from yunpei.common.identifiers import credit_code_problem, person_id_problem
from yunpei.common.models import Job
from yunpei.demo import city, invented, studying
from yunpei.evidence import queries as evidence
from yunpei.evidence import study
from yunpei.evidence.store import open_store
from yunpei.evidence.study import Study
from yunpei.interfaces.study_settings import RunningClock, from_settings, keyring
from yunpei.learning import queries as learned
from yunpei.learning import university as universities_studied
from yunpei.oversight.statistics import target_progress
from yunpei.people import queries as people
from yunpei.training import queries as classes
from yunpei.training.university import queries as universities

EVERYTHING = Actor.system("tests")


@pytest.fixture
def demo(settings: Any, tmp_path: Path, db: None) -> Iterator[None]:
    """A demo's settings, and receipts in a file of their own: study time goes on from the last, and other tests have theirs."""
    settings.YUNPEI_DEMO = True
    settings.YUNPEI_UPLOADS = tmp_path / "files"
    keys = keyring(settings.YUNPEI_FIELD_KEYS)
    study.configure(lambda: Study(open_store(str(tmp_path / "study.sqlite3"), RunningClock()), keys))
    yield
    study.configure(from_settings)


def state_of(number: str) -> CaseState:
    return queries.case(number=number, by=EVERYTHING).card.state


@pytest.mark.req("R01", "R30", "R31")
def test_the_city_has_everything_it_promises(demo: None) -> None:
    accounts = city.build(password="a long enough phrase")
    assert clock.current().now() == city.OPENS
    assert state_of("WX-2020-0001-C1") is CaseState.PAID
    assert queries.case(number="WX-2020-0001", by=EVERYTHING).card.claim_state is CaseState.PAID
    assert state_of("WX-2020-0002-C1") is CaseState.PUBLIC_NOTICE
    [running] = list(queries.notices(at=city.OPENS, running=True))
    assert (running.case, running.people) == ("WX-2020-0002-C1", 6)
    held = [one.state for one in queries.lines(number="WX-2020-0002-C1", by=EVERYTHING)].count(LineState.HELD)
    assert held == 1
    cards = queries.cases(by=EVERYTHING)
    assert {one.state for one in cards if one.kind is CaseKind.CLAIM} == set(CaseState) - {
        CaseState.FIRST_REVIEW, CaseState.CLOSED, CaseState.WITHDRAWN, CaseState.JUDICIAL,
    }  # fmt: skip
    filed = {one.state for one in cards if one.kind is CaseKind.CLASS_FILING}
    assert filed >= {CaseState.DRAFT, CaseState.SUBMITTED, CaseState.RETURNED, CaseState.REFUSED, CaseState.APPROVED}
    books_balance()
    assert not Job.objects.filter(state__in=["waiting", "failed"]).exists()
    discretion = {one.outcome for one in queries.lines(number="DL-2020-0001-C1", by=EVERYTHING)}
    assert discretion == {"discretion"}
    the_learner(accounts[0].login)
    the_university(accounts[0].login)
    the_platforms()
    roster = {
        line.person_id
        for one in cards
        if one.kind is CaseKind.CLASS_FILING
        for line in classes.roster_lines(queries.case(number=one.number, by=EVERYTHING).roster_id or 0)
    }
    assert len(roster) == 120
    assert all(people.account_of_login(one.login) for one in accounts)


def the_university(login: str) -> None:
    """The firm's: public courses and one of its own, two departments, some study; the first account is on its staff list."""
    account = people.account_of_login(login)
    assert account is not None
    person = people.person_of_account(account)
    assert person is not None
    [seat] = universities.seats_of(person.id)
    assert [(one.course.public, one.required) for one in universities.picks(seat.university.id)] == [
        (True, True),
        (True, False),
        (False, False),
    ]
    electricians, fitters = universities_studied.by_department(universities_studied.staff_progress(seat.university))
    assert (electricians.people, electricians.started, electricians.finished) == (10, 1, 0)
    assert (fitters.people, fitters.started, fitters.finished) == (8, 4, 0)
    titles = {one.title for one in catalogue.in_catalogue().courses}
    assert titles == {"安全生产与疫情防护", "安全用电", "食品安全与卫生"}


def the_platforms() -> None:
    """A call is closed, two platforms are on the list, one of them reports; the city's share comes from its base figures."""
    [call] = selection.calls()
    assert call.state is CallState.CLOSED
    rows = selection.listed(on=city.OPENS.date())
    assert [one.name for one in rows] == ["太湖云课堂（虚构）", "蠡园骑手学堂（虚构）"]
    assert [len(reports.reports(one.id)) for one in rows] == [2, 0]
    [target] = target_progress.open_targets(at=city.OPENS)
    assert (target.reached.value, target.given.goal) == (2400, 25)  # 24.00 %


def the_learner(login: str) -> None:
    """The first account is in the middle of WX-2020-0003, and every second they have comes from receipts."""
    account = people.account_of_login(login)
    assert account is not None
    person = people.person_of_account(account)
    assert person is not None
    [held] = classes.classes_of_person(person.id)
    assert (held.number, held.state) == ("WX-2020-0003", "open")
    page = learned.class_page(held.public_id, person_id=person.id, at=city.OPENS)
    assert [one.finished for one in page.lessons] == [True] * 5 + [False] * (studying.LESSONS - 5)
    assert page.standing.hours == 5 * studying.FILM_SECONDS // studying.HOUR_SECONDS
    totals = evidence.totals(person.public_id, held.public_id)
    assert sum(one.credited_ms for one in totals.values()) == 300_000


def test_nobody_in_it_could_be_real() -> None:
    numbers = [invented.id_number(n) for n in range(240)]
    assert len(set(numbers)) == 240
    assert all(person_id_problem(number) is None and number.startswith("99") for number in numbers)
    assert all(credit_code_problem(invented.credit_code(n)) is None for n in range(40))
    assert len({invented.phone(n) for n in range(240)}) == 240
