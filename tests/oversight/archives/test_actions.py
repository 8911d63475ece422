"""Papers are kept their years and longer under a hold; two administrators purge together, and the proof can be counted again."""

from __future__ import annotations

import itertools
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.db.utils import IntegrityError

from tests.casework.city import AFTER, DAY, City, Studied, claimed
from tests.classroom import SYSTEM, signed_up
from yunpei.casework import actions as casework
from yunpei.casework.models import Case, CaseDocument
from yunpei.common.actor import Actor
from yunpei.common.errors import Conflict, Forbidden, Invalid, NotFound
from yunpei.common.models import AuditRow
from yunpei.files.keeping import path_of
from yunpei.files.models import StoredFile
from yunpei.files.types import FileKind
from yunpei.oversight.archives import actions, queries
from yunpei.oversight.archives.states import TABLES
from yunpei.oversight.archives.types import PurgeState
from yunpei.oversight.models import Keep, Purge
from yunpei.people import actions as people
from yunpei.people import queries as people_queries
from yunpei.people.types import ADMINISTRATORS, Role

pytestmark = [pytest.mark.django_db, pytest.mark.req("R37")]
GONE = AFTER + timedelta(days=2 * 366 + 2)


@pytest.fixture(autouse=True)
def _uploads(tmp_path: Path, settings: Any) -> None:
    settings.YUNPEI_UPLOADS = tmp_path / "files"


def administrator(n: int, role: Role) -> Actor:
    who = signed_up(n)
    assert who.account_id
    people.membership_grant(account_id=who.account_id, role=role, by=SYSTEM, at=AFTER)
    return people_queries.actor_of(who.account_id, str(role))


def stored(text: str) -> StoredFile:
    """A stored file, past the reader: what it holds does not matter here."""
    import hashlib

    sha256 = hashlib.sha256(text.encode()).hexdigest()
    path_of(sha256).parent.mkdir(parents=True, exist_ok=True)
    path_of(sha256).write_bytes(text.encode())
    return StoredFile.objects.create(sha256=sha256, size=len(text), kind=FileKind.PDF, name="扫描.pdf", stored_at=AFTER)


def withdrawn(there: City, *, scan: str = "one") -> str:
    """A case that is over, with a paper."""
    number = claimed(there)
    file = stored(scan)
    CaseDocument.objects.create(
        case=Case.objects.get(number=number), requirement="x", file=file.public_id, name="扫描.pdf", added_at=AFTER
    )
    casework.case_withdraw(number=number, reason="不再申领", by=there.admin, at=AFTER)
    return number


@pytest.fixture
def ops(there: City) -> Actor:
    return administrator(960, Role.OPS)


@pytest.fixture
def security(there: City) -> Actor:
    return administrator(961, Role.SECURITY)


def purged(ops: Actor, security: Actor) -> Purge:
    purge = actions.purge_propose(why="保存期满", by=ops, at=GONE)
    actions.purge_carry_out(purge=purge, by=security, at=GONE)
    return Purge.objects.get(public_id=purge)


@pytest.mark.django_db(transaction=True)
def test_a_purge_takes_the_bytes_and_leaves_the_proof(
    there: City, studied: Studied, ops: Actor, security: Actor
) -> None:
    number = withdrawn(there)
    file = StoredFile.objects.get()
    done = purged(ops, security)
    assert not path_of(file.sha256).exists()
    assert not StoredFile.objects.exists()
    assert done.proof == [{"case": number, "file": str(file.public_id), "sha256": file.sha256, "size": 3}]
    assert done.digest == actions.proof_digest(done.proof)
    assert Case.objects.filter(number=number).exists()  # the record stays, its papers are gone
    assert AuditRow.objects.filter(verb__in=["purge_propose", "purge_carry_out", "file_erase"]).count() == 3
    with pytest.raises(Conflict):
        actions.purge_propose(why="再来", by=ops, at=GONE)


@pytest.mark.django_db(transaction=True)
def test_bytes_that_another_upload_shares_stay(there: City, studied: Studied, ops: Actor, security: Actor) -> None:
    withdrawn(there, scan="same")
    other = stored("same")
    purged(ops, security)
    assert path_of(other.sha256).exists()


def test_nothing_goes_before_its_time(there: City, studied: Studied, ops: Actor) -> None:
    withdrawn(there)
    with pytest.raises(Conflict):
        actions.purge_propose(why="太早", by=ops, at=AFTER + timedelta(days=2 * 365 - 1))


def test_a_hold_keeps_papers_even_if_it_comes_after_the_proposal(
    there: City, studied: Studied, ops: Actor, security: Actor
) -> None:
    number = withdrawn(there)
    purge = actions.purge_propose(why="保存期满", by=ops, at=GONE)
    held = actions.keep_place(case=number, why="审计正在核查", by=there.inspector, at=GONE)
    actions.purge_carry_out(purge=purge, by=security, at=GONE)
    assert StoredFile.objects.count() == 1
    assert Purge.objects.get(public_id=purge).cases == []
    with pytest.raises(Conflict):
        actions.purge_propose(why="保存期满", by=ops, at=GONE)
    with pytest.raises(Conflict):
        actions.keep_place(case=number, why="再封", by=security, at=GONE)
    actions.keep_lift(keep=held, why="核查完毕", by=security, at=GONE + DAY)
    actions.purge_propose(why="保存期满", by=ops, at=GONE + DAY)


def test_reasons_are_asked_for(there: City, studied: Studied, ops: Actor) -> None:
    number = withdrawn(there)
    with pytest.raises(Invalid):
        actions.keep_place(case=number, why=" ", by=there.inspector, at=GONE)
    with pytest.raises(Invalid):
        actions.purge_propose(why="", by=ops, at=GONE)


def test_an_inspector_holds_in_their_region_alone(there: City, studied: Studied) -> None:
    from tests.casework.city import officer
    from yunpei.people.types import OfficeKind

    number = withdrawn(there)
    office = people.office_open(name="大连监督", region="210200", kind=OfficeKind.INSPECTION, by=SYSTEM, at=AFTER)
    with pytest.raises(NotFound):
        actions.keep_place(case=number, why="核查", by=officer(951, office, OfficeKind.INSPECTION), at=GONE)
    with pytest.raises(Forbidden):
        actions.keep_place(case=number, why="核查", by=there.reviewers[0], at=GONE)


@pytest.mark.parametrize(("first", "second"), list(itertools.permutations(sorted(ADMINISTRATORS), 2)))
def test_nobody_is_two_of_the_three_administrators(db: None, first: Role, second: Role) -> None:
    who = administrator(960, first)
    assert who.account_id
    with pytest.raises(Conflict):
        people.membership_grant(account_id=who.account_id, role=second, by=SYSTEM, at=AFTER)
    from yunpei.people.models import Membership

    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.create(account_id=who.account_id, role=second, granted_at=AFTER)


def test_every_state_and_event_takes_its_own_roles() -> None:
    """State × event × role: who is not named in the table may not."""
    for table in TABLES:
        for state, event, role in itertools.product(table.states, table.events, Role):
            row = table.find(state, event)
            assert table.may(state, event, {role}) is (row is not None and role in row.roles)


def test_the_wrong_administrator_is_refused(there: City, studied: Studied, ops: Actor, security: Actor) -> None:
    number = withdrawn(there)
    auditor = administrator(962, Role.AUDIT)
    for by in (security, auditor, there.inspector, there.admin):
        with pytest.raises(Forbidden):
            actions.purge_propose(why="期满", by=by, at=GONE)
    purge = actions.purge_propose(why="期满", by=ops, at=GONE)
    held = actions.keep_place(case=number, why="核查", by=there.inspector, at=GONE)
    for by in (ops, auditor, there.inspector, there.admin):
        with pytest.raises(Forbidden):
            actions.purge_carry_out(purge=purge, by=by, at=GONE)
        with pytest.raises(Forbidden):
            actions.purge_drop(purge=purge, by=by, at=GONE)
        with pytest.raises(Forbidden):
            actions.keep_lift(keep=held, why="完", by=by, at=GONE)
    actions.purge_drop(purge=purge, by=security, at=GONE)
    assert Purge.objects.get().state == PurgeState.DROPPED
    assert Keep.objects.get().state == "placed"
    assert [one.state for one in queries.purges(by=auditor)] == [PurgeState.DROPPED]
