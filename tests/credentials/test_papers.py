"""The paper of a certificate: made once, signed, says what was issued; gone from the check page once it is revoked."""

from __future__ import annotations

import io
import shutil
import subprocess
from pathlib import Path

import pytest
from django.test import Client
from pypdf import PdfReader

from tests.classroom import IN_CLASS, SYSTEM, Town
from tests.credentials.test_actions import issue, pass_exam
from tests.files.conftest import uploads  # noqa: F401  # a store of one's own
from tests.invented import firm, name, person
from yunpei.common.audit import history
from yunpei.common.errors import NotFound
from yunpei.credentials import actions, jobs, queries
from yunpei.credentials.models import Certificate
from yunpei.files import pades
from yunpei.files import queries as files
from yunpei.training.types import ClassFacts

pytestmark = [pytest.mark.database, pytest.mark.req("R19")]


@pytest.fixture(autouse=True)
def seal(settings: object, tmp_path: Path) -> None:
    settings.YUNPEI_PAPER_SEAL = tmp_path / "paper-seal.pem"  # type: ignore[attr-defined]


@pytest.fixture
def number(held: ClassFacts, there: Town) -> str:
    """A certificate whose paper was made."""
    pass_exam(held, there.learners[1])
    made = issue(held, there.learners[1])
    assert not queries.check(made).paper
    with pytest.raises(NotFound):
        queries.certificate_file(made)
    jobs.paper_make(number=made, at=IN_CLASS)
    return made


def paper(number: str) -> bytes:
    return files.path(files.file(queries.certificate_file(number))).read_bytes()


def test_it_says_what_was_issued_and_is_signed(number: str, tmp_path: Path) -> None:
    made = paper(number)
    words = (
        "".join(page.extract_text() for page in PdfReader(io.BytesIO(made)).pages).replace("\n", "").replace(" ", "")
    )
    for part in (number, name(1), firm(500), "完成4课时，考试成绩100分", "2020年3月10日", f"/certificates/{number}/"):
        assert part in words
    assert person(1) not in words
    assert len(PdfReader(io.BytesIO(made)).pages) == 1
    assert pades.holds(made, at=IN_CLASS)
    if shutil.which("pdfsig"):
        place = tmp_path / "c.pdf"
        place.write_bytes(made)
        said = subprocess.run(["pdfsig", "-nocert", place], capture_output=True, text=True, check=False).stdout
        assert "Signature is Valid" in said
        assert "Total document signed" in said


def test_it_is_made_once_and_stays(number: str) -> None:
    first = paper(number)
    Certificate.objects.update(canonical=Certificate.objects.get().canonical.replace(name(1), name(2)))
    jobs.paper_make(number=number, at=IN_CLASS)
    assert paper(number) == first
    verbs = [one.verb for one in history(subject_type="certificate", subject_id=number)]
    assert verbs.count("certificate_paper_make") == 1


def test_anyone_with_the_number_has_it_until_it_is_revoked(number: str, client: Client) -> None:
    shown = client.get(f"/certificates/{number}/").content.decode()
    assert f"/certificates/{number}/certificate.pdf" in shown
    answer = client.get(f"/certificates/{number}/certificate.pdf")
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    assert b"".join(getattr(answer, "streaming_content")) == paper(number)  # noqa: B009 - the test client's answer has no such type
    actions.certificate_revoke(number=number, why="查实代学", by=SYSTEM, at=IN_CLASS)
    shown = client.get(f"/certificates/{number}/").content.decode()
    assert "查实代学" in shown
    assert "certificate.pdf" not in shown
    assert client.get(f"/certificates/{number}/certificate.pdf").status_code == 404
