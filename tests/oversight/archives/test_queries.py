"""The archive finds a case by class, person and company; looks at whole numbers are told to the auditor alone."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.casework.city import AFTER, City, Studied, claimed, officer
from tests.casework.classbook import LATER, Classbook, made
from tests.classroom import SYSTEM
from tests.invented import employer, person
from tests.oversight.archives.test_actions import administrator
from yunpei.casework.models import Case
from yunpei.common.errors import Forbidden, Invalid, NotFound
from yunpei.common.models import AuditRow
from yunpei.evidence import study as configured
from yunpei.oversight.archives import queries
from yunpei.oversight.archives.export import MANIFEST, archive_export
from yunpei.people import actions as people
from yunpei.people import queries as people_queries
from yunpei.people.types import OfficeKind, Role
from yunpei.training.models import TrainingClass

pytestmark = [pytest.mark.django_db, pytest.mark.req("R37")]


@pytest.fixture
def book(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Classbook]:
    yield made(tmp_path, monkeypatch)
    configured.reset()
    from yunpei.interfaces.study_settings import from_settings

    configured.configure(from_settings)


def test_a_case_is_found_by_class_person_and_company(there: City, studied: Studied) -> None:
    number = claimed(there, (1, 2))
    inspector = there.inspector
    number_of_class = TrainingClass.objects.get().number
    for asked in ({"class_number": number_of_class}, {"id_number": person(1)}):
        assert number in [one.case.number for one in queries.found_cases(by=inspector, **asked)]
    by_firm = [one.case.number for one in queries.found_cases(by=inspector, credit_code=employer(500))]
    assert set(by_firm) == set(Case.objects.values_list("number", flat=True))
    assert queries.found_cases(by=inspector, id_number=person(77)) == []
    assert queries.found_cases(by=inspector, id_number=person(1), class_number="没有") == []
    assert queries.found_cases(by=inspector) == []
    assert all(one.case.keep_until is None for one in queries.found_cases(by=inspector, id_number=person(1)))


def test_another_region_finds_nothing_and_others_may_not_ask(there: City, studied: Studied) -> None:
    claimed(there)
    office = people.office_open(name="大连监督", region="210200", kind=OfficeKind.INSPECTION, by=SYSTEM, at=AFTER)
    assert queries.found_cases(by=officer(951, office, OfficeKind.INSPECTION), id_number=person(1)) == []
    for by in (there.admin, there.payer, there.finance):
        with pytest.raises(Forbidden):
            queries.found_cases(by=by, id_number=person(1))


def test_looks_are_told_to_the_auditor_alone(there: City, studied: Studied) -> None:
    claimed(there)
    card = people_queries.person_by_id_number(person(1))
    assert card is not None
    people_queries.person_full_id(person_id=card.id, by=there.inspector, at=AFTER, why="核对证件")
    [look] = queries.looks(by=administrator(962, Role.AUDIT))
    assert (look.of, look.why, look.roles) == (card.id_masked, "核对证件", ("officer_inspect",))
    assert look.who
    for by in (administrator(960, Role.OPS), administrator(961, Role.SECURITY), there.inspector):
        with pytest.raises(Forbidden):
            queries.looks(by=by)


def test_auditors_get_dossiers_with_digests_and_no_whole_number(book: Classbook) -> None:
    import hashlib

    claim = Case.objects.get(kind="claim").number
    out = book.folder / "archive.zip"
    digest = archive_export(cases=[claim], out=out, by=book.there.inspector, at=LATER)
    with zipfile.ZipFile(out) as archive:
        text = archive.read(MANIFEST)
        [row] = json.loads(text)["cases"]
        dossier = archive.read(row["file"])
    assert hashlib.sha256(text).hexdigest() == digest
    assert hashlib.sha256(dossier).hexdigest() == row["sha256"]
    assert not any(person(n).encode() in text + dossier for n in (1, 2, 3))
    assert AuditRow.objects.filter(verb="archive_export").count() == 1
    with pytest.raises(Forbidden):
        archive_export(cases=[claim], out=out, by=book.there.admin, at=LATER)
    with pytest.raises(Invalid):
        archive_export(cases=[], out=out, by=book.there.inspector, at=LATER)
    with pytest.raises(NotFound):
        archive_export(cases=["WX-0000-0000"], out=out, by=book.there.inspector, at=LATER)
