"""The dossier and the certificates of a class on the office's pages, and a file that a purge took away."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.casework.city import AFTER, City, Studied
from tests.casework.classbook import LATER, Classbook, made
from tests.classroom import signed_up
from tests.oversight.archives.test_actions import GONE, administrator, purged, withdrawn
from tests.portals.conftest import SignedIn
from yunpei.casework import jobs as handlers
from yunpei.casework.models import CaseDocument, DossierCopy
from yunpei.common import clock
from yunpei.common.models import AuditRow
from yunpei.credentials import queries as credentials
from yunpei.evidence import study as configured
from yunpei.evidence import verifier
from yunpei.people.types import Role

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _uploads(tmp_path: Path, settings: Any) -> None:
    settings.YUNPEI_UPLOADS = tmp_path / "files"


@pytest.fixture
def book(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Classbook]:
    with clock.holding(LATER):
        yield made(tmp_path, monkeypatch)
    configured.reset()
    from yunpei.interfaces.study_settings import from_settings

    configured.configure(from_settings)


def test_a_dossier_is_asked_for_written_and_taken(book: Classbook, signed_in: SignedIn, tmp_path: Path) -> None:
    client, address = signed_in(book.there.reviewers[0]), f"/bureau/cases/{book.held.case_number}/dossier/"
    assert "还没有生成过" in client.get(address).content.decode()
    assert client.post(address).status_code == 302
    assert "正在生成" in client.get(address).content.decode()
    handlers.dossier_make(copy=str(DossierCopy.objects.get().public_id), at=LATER)
    shown = client.get(address).content.decode()
    assert "下载档案" in shown
    link = shown.split('.zip" download')[0].rsplit('"', 1)[1] + ".zip"
    answer = client.get(link)
    assert answer["Content-Type"] == "application/zip"
    (tmp_path / "taken.zip").write_bytes(answer.getvalue())
    assert verifier.check(tmp_path / "taken.zip")
    assert AuditRow.objects.filter(verb="dossier_hand_out").count() == 1
    auditor = signed_in(administrator(962, Role.AUDIT))
    found = auditor.get("/ops/dossiers/", {"number": book.held.case_number})
    assert found["Location"] == f"/ops/dossiers/{book.held.case_number}/"
    assert "下载档案" in auditor.get(found["Location"]).content.decode()
    assert auditor.get("/ops/dossiers/", {"number": "x"})["Location"] == "/ops/archives/"


def test_the_organisation_and_the_learner_see_what_it_holds(book: Classbook, signed_in: SignedIn) -> None:
    whole = signed_in(book.there.admin).get(f"/org/classes/{book.held.public_id}/dossier/").content.decode()
    learner = signed_up(2)
    mine = signed_in(learner).get(f"/learn/classes/{book.held.public_id}/dossier/").content.decode()
    for shown in (whole, mine):
        assert "学习次数" in shown
        assert "下载档案" not in shown
    assert mine.count('<dd class="figures">2</dd>') >= 2  # two sessions, two records
    assert '<dd class="figures">6</dd>' in whole


def test_a_certificate_is_revoked_on_its_page(book: Classbook, signed_in: SignedIn) -> None:
    [number] = [one.number for one in credentials.every_of_class(book.held.id) if one.revoked_at is None]
    firm, office = signed_in(book.there.admin), signed_in(book.there.reviewers[0])
    asking = f"/org/classes/{book.held.public_id}/certificates/{number}/"
    assert "为什么要撤销" in firm.get(asking).content.decode()
    firm.post(asking, {"why": "姓名登记错误"})
    listing = f"/bureau/cases/{book.held.case_number}/certificates/"
    assert "姓名登记错误" in office.get(listing).content.decode()
    office.post(f"{listing}{number}/decline/", {"why": "证据不足"})
    assert "证据不足" in firm.get(asking).content.decode()
    office.post(f"{listing}{number}/revoke/", {"why": "查实代学"})
    assert "查实代学" in office.get(f"/certificates/{number}/").content.decode()
    assert "已经撤销" in firm.get(asking).content.decode()


@pytest.mark.django_db(transaction=True)
def test_a_file_that_was_destroyed_says_so_with_its_proof(there: City, studied: Studied, signed_in: SignedIn) -> None:
    number = withdrawn(there)
    file = CaseDocument.objects.get(case__number=number).file
    done = purged(administrator(960, Role.OPS), administrator(961, Role.SECURITY))
    with clock.holding(GONE + timedelta(days=1)):
        for by, portal in ((there.inspector, "bureau/cases"), (there.admin, "org/cases")):
            address = f"/{portal}/{number}/files/{file}/"
            answer = signed_in(by).get(address)
            assert answer.status_code == 410, address
            shown = answer.content.decode()
            assert f"/evidence/purges/{done.public_id}.json" in shown
            assert done.proof[0]["sha256"] in shown
            assert signed_in(by).get(address.replace(str(file), str(done.public_id))).status_code == 404
        proof = json.loads(signed_in(there.admin).get(f"/evidence/purges/{done.public_id}.json").content)
    from yunpei.oversight.archives.actions import proof_digest

    assert proof_digest(proof["files"]) == proof["digest"] == done.digest
    assert AFTER < GONE
