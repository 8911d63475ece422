"""A city that does not exist, with a circular of its own as a folder outside the program: from approval of the pack to payment."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from tests.casework import city as cities
from tests.casework.applying import Offices, money, offices, paid
from tests.casework.city import AFTER, DAY, DRAFTED, FILED, Studied, books_balance, fields, firm_of
from tests.classroom import SYSTEM, course, row, signed_up
from yunpei.casework import actions, programmes, queries
from yunpei.casework.programmes import current_pack, is_usable
from yunpei.common.actor import Actor
from yunpei.common.errors import Conflict, Forbidden, Invalid, NotFound
from yunpei.common.models import AuditRow
from yunpei.funds import queries as books
from yunpei.people import actions as people
from yunpei.training import actions as training
from yunpei.training.types import RosterRow

pytestmark = pytest.mark.django_db

MADE_UP = Path(__file__).parent / "made_up_city"
PROGRAMME, VERSION, FUND = "yunxi-2020-1/stitching", "2020-02-01", "缝纫工专款"
YUNXI, QUARTER = "999900", "999901"


def forget() -> None:
    """As a restart would."""
    programmes.loaded.cache_clear()
    programmes._planned.cache_clear()


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The city's packs, in a folder that YUNPEI_POLICIES names."""
    place = tmp_path / "packs"
    shutil.copytree(MADE_UP, place)
    before = os.environ.get("YUNPEI_POLICIES", "")
    monkeypatch.setenv("YUNPEI_POLICIES", os.pathsep.join(filter(None, (before, str(place)))))
    forget()
    return place


@pytest.fixture
def there(folder: Path, db: None) -> Offices:
    return offices(YUNXI)


def approve(by: Actor, digest: str = "") -> None:
    pack = current_pack(PROGRAMME)
    actions.pack_approve(programme=PROGRAMME, version=VERSION, digest=digest or pack.digest, by=by, at=DRAFTED)


def draft() -> str:
    """The firm's class filing, and with it whether the programme is to be used."""
    _, admin, _ = firm_of(500, region=QUARTER)
    return actions.filing_draft(programme=PROGRAMME, by=admin, at=DRAFTED)


def test_two_officers_approve_exactly_one_digest(there: Offices, folder: Path) -> None:
    first, second = there.reviewers
    with pytest.raises(Invalid):
        draft()
    approve(first)
    with pytest.raises(Conflict):
        approve(first)
    assert not is_usable(current_pack(PROGRAMME))
    approve(second)
    assert is_usable(current_pack(PROGRAMME))
    assert AuditRow.objects.filter(verb="pack_approve", subject_id=PROGRAMME).count() == 2
    # Another word is another digest: the program runs on what it read, and after a restart nobody has approved it.
    change(folder, 'zh = "每人最高"', 'zh = "每人最多"')
    assert is_usable(current_pack(PROGRAMME))
    forget()
    assert not is_usable(current_pack(PROGRAMME))
    for one in (first, second):
        approve(one)
    assert is_usable(current_pack(PROGRAMME))


def test_nobody_approves_what_the_program_does_not_run_on(there: Offices, folder: Path) -> None:
    current_pack(PROGRAMME)
    change(folder, 'zh = "每人最高"', 'zh = "每人最多"')
    with pytest.raises(Conflict):
        approve(there.reviewers[0])


def test_nobody_approves_a_pack_whose_example_fails(there: Offices, folder: Path) -> None:
    change(folder, "value = 2000", "value = 2001")
    with pytest.raises(Conflict):
        approve(there.reviewers[0])


def change(folder: Path, before: str, after: str) -> None:
    """One edit of the pack's figures."""
    path = folder / "yunxi-2020-1" / "stitching" / VERSION / "parameters" / "money.toml"
    text = path.read_text(encoding="utf-8")
    assert text.count(before) == 1
    path.write_text(text.replace(before, after), encoding="utf-8")


def test_only_reviewers_of_the_whole_place_approve(there: Offices) -> None:
    quarter = offices(QUARTER, 920).reviewers[0]
    elsewhere = offices("320200", 940).reviewers[0]
    for by, error in (
        (there.payer, Forbidden),
        (there.inspector, Forbidden),
        (signed_up(700), Forbidden),
        (Actor.system("tests"), Forbidden),
        (quarter, NotFound),
        (elsewhere, NotFound),
    ):
        with pytest.raises(error):
            approve(by)
    with pytest.raises(Conflict):
        approve(there.reviewers[0], digest="0" * 64)


def test_what_comes_with_the_program_needs_no_approval(there: Offices) -> None:
    assert is_usable(current_pack("wuxi-2020-10/online"))
    wuxi = offices("320200", 940).reviewers[0]
    pack = current_pack("wuxi-2020-10/online")
    with pytest.raises(Conflict):
        actions.pack_approve(
            programme=pack.programme, version=str(pack.version), digest=pack.digest, by=wuxi, at=DRAFTED
        )


def test_from_the_filing_to_the_payment(there: Offices, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for one in there.reviewers:
        approve(one)
    Studied().stand_in(monkeypatch)
    money(there, FUND)
    organisation, admin, legal = firm_of(500, region=QUARTER)
    people.organisation_confirm(organisation_id=organisation, by=SYSTEM, at=DRAFTED)
    number = filed(organisation, admin, legal)
    first, second = there.reviewers
    class_id = actions.filing_accept(number=number, by=first, at=FILED, hour_seconds=60)
    training.class_begin(class_id=class_id, at=FILED + 10 * DAY)
    training.class_close(class_id=class_id, by=SYSTEM, at=AFTER - DAY)
    claim = actions.claim_open(class_id=class_id, by=admin, at=AFTER)
    actions.claim_submit(number=claim, by=admin, at=AFTER)
    assert [one.amount_fen for one in queries.lines(number=claim, by=admin)] == [48_000, 48_000]
    actions.claim_accept(number=claim, by=first, at=AFTER)
    actions.review_first(number=claim, by=first, at=AFTER)
    actions.review_second(number=claim, by=second, at=AFTER)
    notice = actions.notice_publish(number=claim, by=first, at=AFTER)
    assert queries.notice(number=notice, at=AFTER).card.days == 3
    later = AFTER + 7 * DAY  # three working days, and a festival between
    actions.notice_close(number=notice, by=first, at=later)
    actions.claim_approve(number=claim, by=second, at=later)
    paid(there, claim, later)
    assert queries.case(number=claim, by=admin).card.state == "paid"
    assert books.case_standings(cases=[claim])[claim].paid_fen == 96_000
    books_balance()


def filed(organisation: int, admin: Actor, legal: Actor) -> str:
    """The class filing of two people, signed and submitted."""
    number = actions.filing_draft(programme=PROGRAMME, by=admin, at=DRAFTED)
    there = cities.City(organisation, admin, legal, [], admin, admin, admin, course(organisation, lessons=12))
    actions.filing_edit(number=number, plan=fields(there), by=admin, at=DRAFTED)
    rows: list[RosterRow] = [row(1), row(2)]
    roster = training.roster_put(organisation_id=organisation, rows=rows, first_day=cities.START, by=admin, at=DRAFTED)
    actions.roster_attach(number=number, roster_id=roster, by=admin, at=DRAFTED)
    actions.undertaking_sign(number=number, by=legal, at=DRAFTED)
    actions.filing_submit(number=number, by=admin, at=DRAFTED)
    return number
