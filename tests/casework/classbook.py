"""A class with real receipts, events, an exam, a certificate and a claim, and its dossier: what the dossier's tests start from."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import transaction

from tests.casework.city import AFTER, City, Studied, city, claimed
from tests.study_stores import KEYS, Moved
from yunpei.casework.actions.dossier import dossier_export
from yunpei.common.actor import Actor
from yunpei.common.identifiers_db import new_id
from yunpei.credentials import actions as certificates
from yunpei.credentials.numbers import new_number
from yunpei.credentials.types import Content
from yunpei.evidence import actions as clock_actions
from yunpei.evidence import study as configured
from yunpei.evidence.dossier import Draft
from yunpei.evidence.log import actions as log
from yunpei.evidence.receipt import new_secret
from yunpei.evidence.sealing import Signer
from yunpei.evidence.store import open_store
from yunpei.evidence.study import Study
from yunpei.evidence.types import Admitted, Claim, Kind, Verb
from yunpei.evidence.verifier import FILES, MANIFEST
from yunpei.learning.models import Attempt, PracticalGrade, Record, RecordBatch
from yunpei.training import queries as training
from yunpei.training.models import Attendance, Meeting
from yunpei.training.types import ClassFacts

BY = Actor.system("tests")
LATER = AFTER + timedelta(days=30)


def studied(held: ClassFacts, clock: Moved, *, beats: int = 4) -> None:
    """Everyone on the roster watches, loses the line, goes on, and opens another lesson."""
    for line in training.roster_lines(held.roster_id):
        for _ in range(2):
            secret = new_secret()
            admitted = Admitted(line.person, held.public_id, str(new_id()), Kind.VIDEO, 600, 2**53)
            receipt = clock_actions.session_open(admitted=admitted, secret=secret)
            for beat in range(beats):
                clock.passes(60 if beat == 1 else 15)
                claim = Claim(True, beat != 2, 100, None, 15_000 * (beat + 1))
                answer = clock_actions.heartbeat(receipt=receipt.text, secret=secret, claim=claim)
                assert answer is not None
                receipt = answer


def happened(held: ClassFacts) -> None:
    """Some events of the class, one with words that can be erased."""
    for line in training.roster_lines(held.roster_id):
        for verb in (Verb.ANSWER, Verb.QUESTION):
            with transaction.atomic():
                log.event_record(
                    verb=verb,
                    by=BY,
                    at=AFTER,
                    person=line.person,
                    class_id=held.public_id,
                    sealed={"text": "师傅，这里怎么接线？"},
                )


def met(held: ClassFacts) -> None:
    """A meeting on the spot: everyone signed in, and one was taken off again."""
    meeting = Meeting.objects.create(
        training_class_id=held.id,
        topic="接线实训",
        place="一号车间",
        teacher="周师傅",
        starts_at=AFTER - timedelta(days=3),
        ends_at=AFTER - timedelta(days=3) + timedelta(hours=2),
        key="",
        planned_at=AFTER - timedelta(days=9),
    )
    for line in training.roster_lines(held.roster_id):
        detail = {"meeting": str(meeting.public_id), "window": 7, "ms": 7_200_000}
        event = happens(Verb.ATTENDANCE, held, line.person, detail)
        Attendance.objects.create(
            meeting=meeting, line_id=line.id, at=meeting.starts_at, ms=7_200_000, device=str(line.id), event=event
        )
    last = Attendance.objects.order_by("id").last()
    assert last is not None
    log.event_correct(event_id=str(last.event), by=BY, at=AFTER, detail={"voided": True})
    Attendance.objects.filter(pk=last.pk).update(voided_at=AFTER, void_reason="并未到场")


def brought(held: ClassFacts) -> None:
    """A platform's export that counts, and one that was taken back."""
    for count, channel in enumerate(("职培在线", "某平台")):
        batch = RecordBatch.objects.create(
            training_class_id=held.id,
            kind="export",
            channel=channel,
            filed=True,
            grade="platform",
            way="online",
            counts=True,
            digest=f"{count:064x}",
            brought_at=AFTER,
            voided_at=AFTER if count else None,
            void_reason="导出错了" if count else "",
        )
        for row, line in enumerate(training.roster_lines(held.roster_id), start=1):
            begin = AFTER - timedelta(days=2)
            Record.objects.create(
                batch=batch,
                line_id=line.id,
                person_id=line.person_id,
                starts_at=begin,
                ends_at=begin + timedelta(hours=1),
                ms=1_800_000,
                row=row,
            )


def graded(held: ClassFacts, by: Actor) -> None:
    """A try at the exam, and two grades of the practical part, one of them voided."""
    assert by.account_id is not None
    line = training.roster_lines(held.roster_id)[0]
    sat = Attempt.objects.create(
        training_class_id=held.id,
        person_id=line.person_id,
        kind="exam",
        number=1,
        started_at=AFTER - timedelta(hours=1),
        due_at=AFTER,
        seed=1,
        paper=[],
        asked=4,
        right=3,
        points=5,
        full=10,
        submitted_at=AFTER,
    )
    happens(Verb.SCORE, held, line.person, {"attempt": str(sat.public_id), "right": 3, "asked": 4, "mark": 50})
    for number, mark in enumerate((50, 85), start=1):
        made = PracticalGrade.objects.create(
            training_class_id=held.id,
            person_id=line.person_id,
            number=number,
            mark=mark,
            scale="points",
            graded_by_id=by.account_id,
            graded_at=AFTER,
        )
        detail = {"kind": "practical", "try": number, "mark": mark, "grade": made.pk}
        happens(Verb.SCORE, held, line.person, detail)
        if mark < 60:
            happens(Verb.VOID, held, "", {"grade": made.pk})
            PracticalGrade.objects.filter(pk=made.pk).update(voided_at=AFTER, void_reason="记错人")


def certified(held: ClassFacts) -> list[str]:
    """Two certificates of the first on the roster: one revoked, and the one that was issued anew."""
    line, numbers = training.roster_lines(held.roster_id)[0], []
    for why in ("发现代学", ""):
        content = Content(
            number=new_number(2020),
            person_name=line.name,
            id_masked=line.id_masked,
            course="低压电工",
            project=held.project,
            employer="某公司",
            class_number=held.number,
            hours=4,
            mark=75,
            starts_on=held.starts_on,
            ends_on=held.ends_on,
            issued_on=held.ends_on,
        )
        with transaction.atomic():
            numbers.append(certificates._store(content, held.id, line.person_id, BY, AFTER))
        if why:
            certificates.certificate_revoke(number=numbers[-1], why=why, by=BY, at=AFTER)
    return numbers


def happens(verb: Verb, held: ClassFacts, person: str, detail: dict) -> str:
    """One event of the class."""
    with transaction.atomic():
        return log.event_record(verb=verb, by=BY, at=AFTER, person=person, class_id=held.public_id, detail=detail)


class Classbook:
    """A class whose dossier can be written, read apart and put together again."""

    def __init__(self, folder: Path, clock: Moved, there: City, held: ClassFacts) -> None:
        self.folder, self.clock, self.there, self.held = folder, clock, there, held

    def export(self, name: str = "F.zip") -> Path:
        out = self.folder / name
        dossier_export(class_id=self.held.id, out=out, by=BY, at=LATER)
        return out


def made(folder: Path, monkeypatch: pytest.MonkeyPatch, roster: tuple[int, ...] = (1, 2, 3)) -> Classbook:
    """The class, studied and claimed. Needs the site's database; the study clock is a file in `folder`."""
    clock = Moved()
    study = Study(open_store(str(folder / "study.sqlite3"), clock), KEYS)
    configured.configure(lambda: study)
    Studied().stand_in(monkeypatch)
    there = city()
    claimed(there, roster)
    held = training.class_by_case(_filing())
    assert held is not None
    studied(held, clock)
    happened(held)
    met(held)
    brought(held)
    graded(held, there.admin)
    certified(held)
    return Classbook(folder, clock, there, held)


def _filing() -> str:
    from yunpei.casework.models import Case

    return Case.objects.get(kind="class_filing").number


Files = dict[str, bytes]


def apart(archive: Path) -> Files:
    """What is in an archive, by name."""
    with zipfile.ZipFile(archive) as found:
        return {name: found.read(name) for name in found.namelist()}


def together(files: Files, out: Path) -> Path:
    """An archive of these files in this order."""
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out


def signed_again(files: Files, folder: Path, out: Path, change: Callable[[dict[str, list[str]]], None]) -> Path:
    """A dossier forged by someone who has a signing key: lines changed, and the manifest made and signed anew."""
    lines = {name: data.decode().splitlines() for name, data in files.items() if name.endswith(".jsonl")}
    change(lines)
    (folder / "forged").mkdir(exist_ok=True)
    draft = Draft(folder / "forged")
    for name in FILES:
        if name in lines and name != MANIFEST:
            draft.put(name, lines[name])
        elif name == "dossier.pdf":
            draft.put_bytes(name, files[name])
    from django.conf import settings

    signer = Signer(settings.YUNPEI_FIELD_KEYS)
    draft.finish(out, number=json.loads(lines["class.jsonl"][0])["number"], key=signer.key, sign=signer.sign)
    return out
