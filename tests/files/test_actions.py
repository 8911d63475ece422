"""Keeping uploads: by content, once, for their owner."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from tests.files.conftest import SAMPLES, box, jpg, mp4, pdf, png, xlsx
from tests.invented import person
from tests.people.conftest import AT, DALIAN, SYSTEM, enrol, officer, operator, register
from yunpei.common.actor import NOBODY, Actor
from yunpei.common.errors import Forbidden, Invalid, NotFound
from yunpei.common.models import AuditRow
from yunpei.files import actions, queries
from yunpei.files.models import StoredFile
from yunpei.files.types import DOCUMENTS, LIMITS, FileCard, FileKind
from yunpei.people import queries as people
from yunpei.people.types import OfficeKind

pytestmark = [pytest.mark.req("R02"), pytest.mark.django_db]


def store(
    data: Any, by: Actor = SYSTEM, name: str = "a.pdf", kinds: Iterable[FileKind] = FileKind, **more: Any
) -> FileCard:
    return actions.store(data=data, name=name, kinds=list(kinds), by=by, at=AT, **more)


def refused(data: bytes, kinds: Iterable[FileKind] = FileKind) -> str:
    with pytest.raises(Invalid) as fault:
        store(data, kinds=kinds)
    assert [one.field for one in fault.value.problems] == ["file"]
    return fault.value.text.zh


@pytest.mark.parametrize("kind", SAMPLES)
def test_every_kind_is_known_by_its_content_alone(kind: str, uploads: Path) -> None:
    data: bytes = SAMPLES[kind]()
    card = store(data)
    for upload in (data, io.BytesIO(data)):
        card = store(upload, name="holiday.exe")
        assert (card.kind, card.size, card.sha256) == (kind, len(data), hashlib.sha256(data).hexdigest())
        assert queries.path(card).read_bytes() == data
        assert queries.file(card.public_id) == card
    assert card.media_type.partition("/")[0] in ("application", "image", "video")
    assert len([path for path in uploads.rglob("*") if path.is_file()]) == 1
    assert StoredFile.objects.count() == AuditRow.objects.filter(verb="file_store").count() == 3
    assert (card.duration_ms == 90_000) is (kind == "mp4")


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"", "空"),
        (b"MZ\x90\0program", "不是"),
        (b"<html><script>alert(1)</script>", "不是"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "不是"),
        (png()[:-20], "损坏"),
        (jpg()[:200], "损坏"),
        (png() + b"<script>alert(1)</script>", "夹带"),
        (jpg() + b"<?php system(1);", "夹带"),
        (png() + xlsx(), "夹带"),
        (pdf("app.alert(1)"), "脚本"),
        (pdf().replace(b"startxref", b"9 0 obj << /S /J#61vaScript >> endobj\nstartxref"), "脚本"),  # in no table
        (pdf()[:-40], "损坏"),
        (b"%PDF-1.7\n%%EOF", "损坏"),
        (xlsx()[:-30], "损坏"),
        (b"PK\x03\x04" + bytes(100), "损坏"),
        (mp4()[:-1], "损坏"),
        (mp4(0), "损坏"),
        (box(b"ftyp", b"isom" + bytes(4)), "损坏"),
        (mp4(brand=b"qt  ").replace(b"mp41", b"qt  "), "mp4"),
        (bytes(4) + b"ftyp" + bytes(4), "mp4"),
    ],
)
def test_what_may_not_stay(data: bytes, word: str, uploads: Path) -> None:
    assert word in refused(data)
    assert not [path for path in uploads.rglob("*") if path.is_file()]
    assert not StoredFile.objects.exists()


def test_a_kind_that_is_not_wanted_is_refused() -> None:
    assert "pdf" in refused(xlsx(), DOCUMENTS)


def test_macros_are_refused() -> None:
    import zipfile

    out = io.BytesIO(xlsx())
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"macro")
    assert "宏" in refused(out.getvalue())
    other = io.BytesIO()
    with zipfile.ZipFile(other, "w") as archive:
        archive.writestr("word/document.xml", "<w/>")
    assert "docx" in refused(other.getvalue())


def test_locked_and_compressed_pdfs() -> None:
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf())))
    writer.encrypt("secret", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    assert "密码" in refused(out.getvalue())


def test_the_limit_stops_an_upload_before_its_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(LIMITS, FileKind.PNG, 1 << 20)
    monkeypatch.setitem(LIMITS, FileKind.PDF, 2 << 20)

    class Endless(io.RawIOBase):
        given = 0

        def read(self, size: int = -1) -> bytes:
            self.given += size
            assert self.given < 10 << 20
            return b"\x89PNG\r\n\x1a\n".ljust(size, b"\0")

    with pytest.raises(Invalid, match="2 MB"):
        store(Endless(), kinds=[FileKind.PNG, FileKind.PDF])
    assert "1 MB" in refused(b"\x89PNG\r\n\x1a\n".ljust((1 << 20) + 1, b"\0"), [FileKind.PNG, FileKind.PDF])


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("licence.pdf", "licence.pdf"),
        ("C:\\Users\\王\\执照 (1).PDF", "执照 (1).PDF"),
        ("../../etc/passwd", "passwd"),
        ("..", "file"),
        ("", "file"),
        ("a\u202efdp.exe\n", "afdp.exe"),
        ("x" * 300 + ".pdf", "x" * 96 + ".pdf"),
        (f"身份证{person(1)}.jpg", f"身份证{person(1)[:4]}xxxxxxxxxxxx{person(1)[-2:]}.jpg"),
    ],
)
def test_names_are_shown_and_never_followed(given: str, kept: str) -> None:
    assert store(png(), name=given).name == kept


def test_it_belongs_to_the_place_one_acts_in() -> None:
    learner = people.actor_of(register(1))
    firm = enrol(1, learner)
    admin = people.actor_of(learner.account_id or 0)
    reviewer, ops = officer(2, OfficeKind.REVIEW), operator(3)

    def owner(card: FileCard) -> tuple[int | None, int | None, int | None]:
        return card.person_id, card.organisation_id, card.office_id

    assert owner(store(png(), learner)) == (learner.person_id, None, None)
    assert owner(store(png(), admin)) == (None, firm, None)
    assert owner(store(png(), reviewer)) == (None, None, reviewer.office_id)
    assert owner(store(png(), reviewer, for_organisation=firm)) == (None, firm, None)
    assert owner(store(png(), ops)) == owner(store(png())) == (None, None, None)
    refusals: list[tuple[Actor, dict[str, Any]]] = [
        (NOBODY, {}),
        (learner, {"for_organisation": firm}),
        (ops, {"for_organisation": firm}),
    ]
    for actor, more in refusals:
        with pytest.raises(Forbidden):
            store(png(), actor, **more)


def test_who_sees_which_file() -> None:
    learner = people.actor_of(register(1))
    firm = enrol(1, learner)
    actors = {
        "nobody": NOBODY,
        "learner": learner,
        "other": people.actor_of(register(5)),
        "admin": people.actor_of(learner.account_id or 0),
        "review": officer(2, OfficeKind.REVIEW),
        "far": officer(3, OfficeKind.REVIEW, DALIAN),
        "finance": officer(4, OfficeKind.FINANCE),
        "ops": operator(6),
        "system": SYSTEM,
    }
    matrix = {
        # nobody learner other admin review far finance ops system
        "-+-+++" + "+-+": store(png(), learner),
        "---++-" + "+-+": store(png(), for_organisation=firm),
        "----+-" + "--+": store(png(), actors["review"]),
        "------" + "--+": store(mp4()),
    }
    for wanted, card in matrix.items():
        seen = ""
        for actor in actors.values():
            try:
                seen += "+" if queries.file_seen(card.public_id, by=actor) == card else "?"
            except NotFound:
                seen += "-"
        assert seen == wanted


@pytest.mark.parametrize("change", [{"sha256": "x"}, {"size": 0}, {"name": ""}, {"duration_ms": 1}])
def test_the_table_refuses_nonsense(change: dict[str, object]) -> None:
    store(png())
    with pytest.raises(IntegrityError), transaction.atomic():
        StoredFile.objects.update(**change)
