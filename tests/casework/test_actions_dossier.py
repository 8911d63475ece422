"""A dossier asked for on the site: written by a job, had by those who may, traced, and gone after its days."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.casework.classbook import LATER, Classbook, made
from tests.classroom import signed_up
from tests.oversight.archives.test_actions import administrator
from yunpei.casework import jobs as handlers
from yunpei.casework.actions.dossier import KEPT, dossier_ask, dossier_hand_out
from yunpei.casework.queries.dossiers import JOB, dossier, dossier_of_organisation, dossier_of_person
from yunpei.common import jobs
from yunpei.common.errors import Conflict, Forbidden, NotFound
from yunpei.common.models import AuditRow, Job
from yunpei.evidence import study as configured
from yunpei.evidence import verifier
from yunpei.files.copies import copy_piece
from yunpei.files.keeping import path_of
from yunpei.people.types import Role
from yunpei.training import queries as training

pytestmark = pytest.mark.django_db


@pytest.fixture
def book(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: Any) -> Iterator[Classbook]:
    settings.YUNPEI_UPLOADS = tmp_path / "files"
    yield made(tmp_path, monkeypatch)
    configured.reset()
    from yunpei.interfaces.study_settings import from_settings

    configured.configure(from_settings)


def asked(book: Classbook) -> str:
    """A copy that was asked for and written."""
    copy = dossier_ask(number=book.held.case_number, by=book.there.reviewers[0], at=LATER)
    while jobs.run_next(machine_now=LATER, at=LATER):
        pass
    return copy


def test_what_is_handed_out_holds(book: Classbook) -> None:
    copy, reviewer, number = asked(book), book.there.reviewers[0], book.held.case_number
    [card] = dossier(number=number, by=reviewer).copies
    assert (card.id, card.ready, card.waits) == (copy, True, False)
    sha256, size, name = dossier_hand_out(number=number, copy=copy, by=reviewer, at=LATER)
    piece = copy_piece(sha256, size, name, "", "")
    assert verifier.check(piece.path)
    assert (piece.media_type, name) == ("application/zip", f"{number}.zip")
    verbs = ["dossier_ask", "dossier_export", "dossier_make", "dossier_hand_out"]
    assert [AuditRow.objects.filter(verb=verb).count() for verb in verbs] == [1, 1, 1, 1]


def test_one_at_a_time_and_again_after_a_failure(book: Classbook) -> None:
    number, reviewer = book.held.case_number, book.there.reviewers[0]
    first = dossier_ask(number=number, by=reviewer, at=LATER)
    with pytest.raises(Conflict):
        dossier_ask(number=number, by=book.there.inspector, at=LATER)
    Job.objects.filter(name=JOB, key=first).update(state=Job.State.FAILED)
    assert [one.failed for one in dossier(number=number, by=reviewer).copies] == [True]
    second = asked(book)
    assert {one.id: one.ready for one in dossier(number=number, by=reviewer).copies} == {first: False, second: True}
    handlers.dossier_make(copy=second, at=LATER)  # again: nothing changes
    assert AuditRow.objects.filter(verb="dossier_make").count() == 1


@pytest.mark.django_db(transaction=True)
def test_copies_go_after_their_days(book: Classbook) -> None:
    copy, number, reviewer = asked(book), book.held.case_number, book.there.reviewers[0]
    sha256, _, _ = dossier_hand_out(number=number, copy=copy, by=reviewer, at=LATER)
    handlers.dossiers_drop(at=LATER + KEPT)
    assert path_of(sha256).exists()
    handlers.dossiers_drop(at=LATER + KEPT + timedelta(seconds=1))
    assert not path_of(sha256).exists()
    with pytest.raises(NotFound):
        dossier_hand_out(number=number, copy=copy, by=reviewer, at=LATER)


def test_who_may_ask(book: Classbook) -> None:
    number, there = book.held.case_number, book.there
    for by, refused in ((there.admin, Forbidden), (there.payer, Forbidden), (there.finance, Forbidden)):
        with pytest.raises(refused):
            dossier_ask(number=number, by=by, at=LATER)
        with pytest.raises(refused):
            dossier(number=number, by=by)
    with pytest.raises(NotFound):
        dossier_ask(number="WX-0000-0000", by=there.reviewers[0], at=LATER)
    auditor = administrator(962, Role.AUDIT)
    dossier_ask(number=number, by=auditor, at=LATER)
    for role in (Role.OPS, Role.SECURITY):
        with pytest.raises(NotFound):
            dossier(number=number, by=administrator(963 + (role is Role.OPS), role))


def test_the_organisation_sees_how_much_and_a_learner_their_own(book: Classbook) -> None:
    whole = {
        one.file: one.count for one in dossier_of_organisation(class_id=book.held.id, by=book.there.admin).holdings
    }
    assert (whole["roster"], whole["receipts"], whole["meetings"], whole["records"], whole["practical"]) == (
        3,
        6,
        3,
        6,
        2,
    )
    line = training.roster_lines(book.held.roster_id)[1]
    learner = signed_up(2)
    assert learner.person_id == line.person_id
    mine = dossier_of_person(class_id=book.held.id, by=learner)
    counts = {one.file: one.count for one in mine.holdings}
    assert (counts["roster"], counts["receipts"], counts["records"], counts["practical"]) == (1, 2, 2, 0)
    assert mine.copies == ()
    with pytest.raises(NotFound):
        dossier_of_person(class_id=book.held.id, by=book.there.admin)
    with pytest.raises(NotFound):
        dossier_of_organisation(class_id=book.held.id, by=learner)
