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
from yunpei.training import queries as training
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
