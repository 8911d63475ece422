"""The roster of a filing from a file: at once or by a job, whole or not at all, the same file once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from tests.casework.city import DAY, DRAFTED, City, city, drafted, firm_of
from tests.invented import name, person
from tests.people.conftest import SYSTEM
from yunpei.casework import actions, queries
from yunpei.casework.actions import roster as rostering
from yunpei.commands.worker import find_jobs
from yunpei.common import audit, jobs
from yunpei.common.errors import Conflict, Forbidden, Invalid, NotFound
from yunpei.common.models import AuditRow, Job
from yunpei.common.sheets import open_table
from yunpei.common.sheets.write import write_csv, write_xlsx
from yunpei.files import queries as stored
from yunpei.people import actions as people
from yunpei.people.models import Person
from yunpei.training import queries as training
from yunpei.training import roster_uploads
from yunpei.training.models import Roster, RosterLine, RosterUpload
from yunpei.training.types import UploadFacts, UploadState

pytestmark = [pytest.mark.req("R13"), pytest.mark.django_db]

HEADER = ["姓名", "身份证号码", "人员类别", "岗位"]
LATER = DRAFTED + timedelta(minutes=20)


@pytest.fixture(autouse=True)
def _uploads(settings: object, tmp_path: Path) -> None:
    settings.YUNPEI_UPLOADS = tmp_path / "files"  # type: ignore[attr-defined]


@pytest.fixture
def there() -> City:
    find_jobs()
    return city()


@pytest.fixture
def number(there: City) -> str:
    return drafted(there, (1,))


@pytest.fixture
def put(there: City, number: str, tmp_path: Path) -> Callable[..., tuple[UploadFacts, bool]]:
    """Put up people by their numbers, with changes: (place, column) → text."""

    def do(
        people_: list[int], changes: dict[tuple[int, int], str] | None = None, ending: str = "xlsx"
    ) -> tuple[UploadFacts, bool]:
        rows = [[name(n), person(n), "职工", "钳工"] for n in people_]
        for (place, column), text in (changes or {}).items():
            rows[place][column] = text
        path = tmp_path / f"{people_}{sorted((changes or {}).items())}.{ending}"
        if not path.exists():  # written a second later it is another file: a workbook says when it was made
            (write_xlsx if ending == "xlsx" else write_csv)(path, HEADER, rows)
        return actions.roster_upload(number=number, path=path, name=f"花名册.{ending}", by=there.admin, at=DRAFTED)

    return do


Put = Callable[..., tuple[UploadFacts, bool]]


def names(there: City, number: str) -> list[str]:
    roster_id = queries.case(number=number, by=there.admin).roster_id
    return [one.name for one in training.roster_lines(roster_id or 0)]


def test_a_small_file_is_taken_at_once_and_changes_what_differs(there: City, number: str, put: Put) -> None:
    roster_id = queries.case(number=number, by=there.admin).roster_id
    upload, new = put([1, 2, 3])
    assert (upload.state, upload.rows, upload.added, upload.removed, new) == (UploadState.TAKEN, 3, 2, 0, True)
    assert queries.case(number=number, by=there.admin).roster_id == upload.roster_id == roster_id
    assert names(there, number) == [name(1), name(2), name(3)]
    before = list(RosterLine.objects.order_by("id").values_list("id", "post"))
    again, new = put([1, 2, 3])
    assert (again, new) == (upload, False)
    assert list(RosterLine.objects.order_by("id").values_list("id", "post")) == before
    mended, new = put([1, 2, 3], {(1, 3): "焊工"})
    assert (mended.added, mended.changed, mended.removed, new) == (0, 1, 0, True)
    back, new = put([1, 2, 3])  # the first file once more: its digest is known, but it is not what the roster says now
    assert (back.changed, new) == (1, True)


def test_a_csv_is_as_good(there: City, number: str, put: Put) -> None:
    upload, _ = put([4, 5], ending="csv")
    assert upload.state is UploadState.TAKEN
    assert names(there, number) == [name(4), name(5)]


def test_a_bad_file_leaves_nothing_but_itself_marked(there: City, number: str, put: Put) -> None:
    people_before, lines = Person.objects.count(), names(there, number)
    upload, _ = put([1, 2, 3, 4], {(1, 1): "123", (2, 0): "", (3, 1): person(1)})
    assert (upload.state, upload.bad_rows, upload.rows) == (UploadState.REFUSED, 3, 4)
    assert [one.row for one in upload.shown] == [3, 4, 5]
    assert (Person.objects.count(), names(there, number)) == (people_before, lines)
    assert upload.marked
    marked = stored.file_seen(upload.marked, by=there.admin)
    path = stored.path(marked)
    link = path.with_name("m.xlsx")
    link.symlink_to(path)
    table = open_table(link, known=lambda text: text if text in HEADER else None, key="身份证号码")
    assert [cells[1] for _, cells in table.rows] == [person(1), "123", person(3), person(1)]
    kept = [str(list(model.objects.values())) for model in (RosterUpload, AuditRow, Job)]
    assert not [n for n in (1, 2, 3, 4) if person(n) in "".join(kept)]


def test_a_large_file_waits_for_the_job(there: City, number: str, put: Put, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rostering, "AT_ONCE", 2)
    upload, new = put([1, 2, 3])
    assert (upload.state, new) == (UploadState.WAITING, True)
    assert put([1, 2, 3]) == (upload, False)
    with pytest.raises(Conflict):
        put([1, 2, 4])
    assert queries.roster_uploaded(number=number, upload=upload.public_id, by=there.admin) == (upload, False)
    assert jobs.run_next(machine_now=LATER, at=LATER)
    done = training.upload(upload.public_id)
    assert (done.state, done.rows, done.added) == (UploadState.TAKEN, 3, 2)
    steps = len(queries.case(number=number, by=there.admin).steps)
    jobs.enqueue(rostering.JOB, at=LATER, upload=upload.public_id)  # as after a crash between the work and its mark
    assert jobs.run_next(machine_now=LATER, at=LATER)
    assert len(queries.case(number=number, by=there.admin).steps) == steps
    assert Roster.objects.count() == 1


def test_two_workers_take_it_over_once(there: City, number: str, put: Put, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second one is given it while the first is about to write: one of them writes."""
    monkeypatch.setattr(rostering, "AT_ONCE", 2)
    upload, _ = put([1, 2, 3])
    check, other = roster_uploads.upload_check, list[int]()

    def overtaken(**given: object) -> bool:
        sound = check(**given)  # type: ignore[arg-type]
        if not other:
            other.append(1)
            actions.roster_take(upload=upload.public_id, at=LATER)
        return sound

    monkeypatch.setattr("yunpei.training.actions.upload_check", overtaken)
    actions.roster_take(upload=upload.public_id, at=LATER)
    assert training.upload(upload.public_id).state is UploadState.TAKEN
    assert AuditRow.objects.filter(verb="roster_take").count() == 1
    assert names(there, number) == [name(1), name(2), name(3)]


def test_what_changed_meanwhile_is_respected(
    there: City, number: str, put: Put, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rostering, "AT_ONCE", 2)
    upload, _ = put([1, 2, 3])
    actions.undertaking_sign(number=number, by=there.legal, at=DRAFTED)
    actions.filing_submit(number=number, by=there.admin, at=DRAFTED)
    actions.roster_take(upload=upload.public_id, at=LATER)
    refused = training.upload(upload.public_id)
    assert (refused.state, bool(refused.why)) == (UploadState.REFUSED, True)
    assert names(there, number) == [name(1)]
    assert Person.objects.filter(name=name(2)).count() == 0


def test_a_name_that_came_to_be_known_is_told_when_it_is_checked_again(
    there: City, number: str, put: Put, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rostering, "AT_ONCE", 2)
    upload, _ = put([1, 2, 3])
    check = roster_uploads.upload_check

    def someone_enters(**given: object) -> bool:
        sound = check(**given)  # type: ignore[arg-type]
        people.person_enter(name="别人", id_number=person(2), by=SYSTEM, at=LATER)
        return sound

    monkeypatch.setattr("yunpei.training.actions.upload_check", someone_enters)
    with pytest.raises(Invalid):
        actions.roster_take(upload=upload.public_id, at=LATER)
    monkeypatch.setattr("yunpei.training.actions.upload_check", check)
    actions.roster_take(upload=upload.public_id, at=LATER)
    refused = training.upload(upload.public_id)
    assert [one.row for one in refused.shown] == [3]
    assert names(there, number) == [name(1)]


def test_the_names_that_follow_are_told(there: City, number: str, put: Put) -> None:
    put([1, 2], {(1, 0): "误写"})
    upload, _ = put([1, 2])
    assert upload.state is UploadState.TAKEN
    assert any("第 3 行" in one.zh for one in upload.warnings)


def test_too_many_people_and_a_job_that_gave_up(there: City, put: Put, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rostering, "AT_ONCE", 2)
    monkeypatch.setattr("yunpei.training.roster.MOST_ROWS", 2)
    upload, _ = put([1, 2, 3])
    actions.roster_take(upload=upload.public_id, at=LATER)
    refused = training.upload(upload.public_id)
    assert refused.why is not None
    assert "超过2人" in refused.why.zh
    stuck, _ = put([1, 2, 3, 4])
    Job.objects.update(state=Job.State.FAILED, ended_at=LATER)
    assert queries.roster_uploaded(number=stuck.case_number, upload=stuck.public_id, by=there.admin)[1]
    put([1, 2, 5])
    assert training.upload(stuck.public_id).state is UploadState.REFUSED


def test_who_may(there: City, number: str, put: Put, tmp_path: Path) -> None:
    upload, _ = put([1, 2])
    _, stranger, _ = firm_of(510)
    given = {"number": number, "path": tmp_path / "[1, 2][].xlsx", "name": "r.xlsx", "at": DRAFTED + DAY}
    with pytest.raises(NotFound):
        actions.roster_upload(by=stranger, **given)  # type: ignore[arg-type]
    with pytest.raises(Forbidden):
        actions.roster_upload(by=there.legal, **given)  # type: ignore[arg-type]
    with pytest.raises(NotFound):
        queries.roster_uploaded(number=number, upload=upload.public_id, by=stranger)
    other = drafted(there, (7,), project="焊工")
    with pytest.raises(NotFound):
        queries.roster_uploaded(number=other, upload=upload.public_id, by=there.admin)
    assert audit.history(subject_type="roster_upload", subject_id=upload.public_id)
