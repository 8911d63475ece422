"""The office of a class revokes its certificates; what was claimed with one is shown, and its holder is told."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.casework.classbook import LATER, Classbook, made
from tests.classroom import signed_up
from yunpei.casework.actions.certificates import certificate_revoke, revocation_decline
from yunpei.casework.models import CaseLine
from yunpei.casework.queries.certificates import class_certificates, lines_on_revoked
from yunpei.common.errors import Conflict, Forbidden, Invalid, NotFound
from yunpei.common.models import AuditRow
from yunpei.credentials import queries as credentials
from yunpei.credentials.actions import revocation_ask
from yunpei.evidence import study as configured
from yunpei.messages.models import Message

pytestmark = pytest.mark.django_db


@pytest.fixture
def book(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Classbook]:
    yield made(tmp_path, monkeypatch)
    configured.reset()
    from yunpei.interfaces.study_settings import from_settings

    configured.configure(from_settings)


def standing(book: Classbook) -> str:
    [number] = [one.number for one in credentials.every_of_class(book.held.id) if one.revoked_at is None]
    return number


def test_the_office_revokes_and_everyone_sees_why(book: Classbook) -> None:
    number, filing, reviewer = standing(book), book.held.case_number, book.there.reviewers[0]
    holder = signed_up(1)
    line = CaseLine.objects.get(case__kind="claim", person_id=credentials.every_of_class(book.held.id)[0].person_id)
    line.facts = {**line.facts, "certificate_no": number}
    line.save()
    [row] = [one for one in class_certificates(number=filing, by=reviewer) if one.certificate.number == number]
    assert ([one.case for one in row.resting], row.at_odds) == ([line.case.number], False)
    certificate_revoke(number=filing, certificate=number, why="查实代学", by=reviewer, at=LATER)
    checked = credentials.check(number)
    assert (checked.valid, checked.revoked_why) == (False, "查实代学")
    [row] = [one for one in class_certificates(number=filing, by=reviewer) if one.certificate.number == number]
    assert row.at_odds
    assert lines_on_revoked(number=line.case.number) == [(line.name, number)]
    assert Message.objects.filter(to_account_id=holder.account_id, link=f"/certificates/{number}/").count() == 1
    assert AuditRow.objects.filter(verb="certificate_revoke", subject_id=number).count() == 1
    with pytest.raises(Conflict):
        certificate_revoke(number=filing, certificate=number, why="再来", by=reviewer, at=LATER)
    CaseLine.objects.filter(pk=line.pk).update(state="refused", reserved_fen=0)
    assert not any(one.at_odds for one in class_certificates(number=filing, by=reviewer))


def test_who_may(book: Classbook) -> None:
    number, filing, there = standing(book), book.held.case_number, book.there
    for by in (there.admin, there.payer, there.finance):
        with pytest.raises(Forbidden):
            certificate_revoke(number=filing, certificate=number, why="x", by=by, at=LATER)
        with pytest.raises(Forbidden):
            class_certificates(number=filing, by=by)
    with pytest.raises(NotFound):
        certificate_revoke(number=filing, certificate="YP2020-222222-222222", why="x", by=there.reviewers[0], at=LATER)
    with pytest.raises(Invalid):
        certificate_revoke(number=filing, certificate=number, why=" ", by=there.reviewers[0], at=LATER)
    assert credentials.check(number).valid
    certificate_revoke(number=filing, certificate=number, why="抽查发现", by=there.inspector, at=LATER)


def test_the_organisation_asks_and_the_office_answers(book: Classbook) -> None:
    number, filing, there = standing(book), book.held.case_number, book.there
    with pytest.raises(Invalid):
        revocation_ask(number=number, why=" ", by=there.admin, at=LATER)
    with pytest.raises(NotFound):
        revocation_ask(number=number, why="x", by=there.reviewers[0], at=LATER)
    with pytest.raises(NotFound):
        revocation_decline(number=filing, certificate=number, why="证据不足", by=there.reviewers[0], at=LATER)
    revocation_ask(number=number, why="姓名登记错误", by=there.admin, at=LATER)
    with pytest.raises(Conflict):
        revocation_ask(number=number, why="再问", by=there.admin, at=LATER)
    assert [one.open_ask is not None for one in class_certificates(number=filing, by=there.inspector)] == [False, True]
    with pytest.raises(Forbidden):
        revocation_decline(number=filing, certificate=number, why="x", by=there.admin, at=LATER)
    revocation_decline(number=filing, certificate=number, why="证据不足", by=there.reviewers[0], at=LATER)
    assert credentials.asks_of_class(book.held.id)[number].declined_why == "证据不足"
    assert Message.objects.filter(to_account_id=there.admin.account_id, text_zh__contains="未予撤销").count() == 1
    revocation_ask(number=number, why="另有证据", by=there.admin, at=LATER)
    certificate_revoke(number=filing, certificate=number, why="登记错误", by=there.reviewers[0], at=LATER)
    assert credentials.asks_of_class(book.held.id)[number].answered_at == LATER
    with pytest.raises(Conflict):
        revocation_ask(number=number, why="又问", by=there.admin, at=LATER)
