"""A class's dossier is handed out: bound by a checkpoint, sealed as a whole, and written to a file or kept for a while."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction

from yunpei.casework import access
from yunpei.casework.dossier import Gathered
from yunpei.casework.models import Case, DossierCopy
from yunpei.casework.queries.dossiers import JOB, copy_of, dossier_class
from yunpei.common import audit, jobs
from yunpei.common.actor import Actor
from yunpei.common.errors import Conflict, Forbidden
from yunpei.common.language import Text
from yunpei.evidence import study as study_clock
from yunpei.evidence.dossier import Draft
from yunpei.evidence.log import queries as log
from yunpei.evidence.log.actions import event_record
from yunpei.evidence.log.checkpoints import checkpoint_make
from yunpei.evidence.sealing import SIGNATURE, Signer
from yunpei.evidence.types import CheckpointCard, LoggedEvent, Verb
from yunpei.files.copies import copy_drop, copy_keep
from yunpei.training import queries as training
from yunpei.training.types import ClassFacts

KEPT = timedelta(days=7)  # a copy: it can be asked for again at any time
WRITER = Actor.system("dossier")
_WRITTEN = Text("档案正在生成，请稍候", "the dossier is being written; wait a little")


@transaction.atomic
def dossier_ask(*, number: str, by: Actor, at: datetime) -> str:
    """Have the dossier of a case's class written by a job; the id of the copy.

    Officers who review or inspect and see the case; the audit administrator. Raises NotFound, Forbidden, Conflict while one is being
    written.
    """
    held = dossier_class(number, by)
    if by.account_id is None:
        raise Forbidden
    waiting = DossierCopy.objects.select_for_update().filter(
        training_class_id=held.id, made_at__isnull=True, dropped_at__isnull=True
    )
    for one in waiting:
        if not jobs.gave_up(JOB, str(one.public_id)):
            raise Conflict(_WRITTEN)
        one.dropped_at = at
        one.save(update_fields=["dropped_at"])
    try:
        with transaction.atomic():
            made = DossierCopy.objects.create(training_class_id=held.id, asked_by_id=by.account_id, asked_at=at)
    except IntegrityError:  # somebody else asked in the same moment
        raise Conflict(_WRITTEN) from None
    _note(made, "dossier_ask", by, at, {"case": number, "class": held.public_id})
    jobs.enqueue(JOB, at=at, key=str(made.public_id), copy=str(made.public_id))
    return str(made.public_id)


def dossier_make(*, copy: str, at: datetime) -> None:
    """Write a copy that was asked for. The program; a second time changes nothing."""
    row = DossierCopy.objects.get(public_id=copy)
    if row.made_at is not None or row.dropped_at is not None:
        return
    with tempfile.TemporaryDirectory(prefix="dossier-copy-") as folder:
        out = Path(folder) / f"{copy}.zip"
        dossier_export(class_id=row.training_class_id, out=out, by=WRITER, at=at)
        sha256, size = copy_keep(out)
    with transaction.atomic():
        row.made_at, row.sha256, row.size = at, sha256, size
        row.save(update_fields=["made_at", "sha256", "size"])
        _note(row, "dossier_make", WRITER, at, {"sha256": sha256, "size": size})


@transaction.atomic
def dossier_hand_out(*, number: str, copy: str, by: Actor, at: datetime) -> tuple[str, int, str]:
    """SHA-256, size and name of a copy, for whoever may ask for one. Leaves an audit row. Raises NotFound, Forbidden."""
    row = copy_of(number, copy, by)
    _note(row, "dossier_hand_out", by, at, {"case": number, "sha256": row.sha256})
    return row.sha256, row.size, f"{number}.zip"


@transaction.atomic
def dossiers_drop(*, at: datetime) -> None:
    """Let go of copies that were kept long enough. The program; a second time changes nothing."""
    old = DossierCopy.objects.filter(made_at__lt=at - KEPT, dropped_at__isnull=True).select_for_update()
    for row in list(old):
        row.dropped_at = at
        row.save(update_fields=["dropped_at"])
        shared = DossierCopy.objects.filter(sha256=row.sha256, dropped_at__isnull=True).exists()
        if not shared:
            copy_drop(row.sha256)
        _note(row, "dossier_drop", WRITER, at, {"sha256": row.sha256})


def _note(row: DossierCopy, verb: str, by: Actor, at: datetime, detail: dict[str, Any]) -> None:
    audit.record(by=by, at=at, verb=verb, subject_type="dossier", subject_id=row.public_id, detail=detail)


def dossier_export(*, class_id: int, out: Path, by: Actor, at: datetime) -> None:
    """Write a class's dossier to a file: records, receipts and events with the proofs that checkpoints bind them.

    Officers who review or inspect and see its filing, and the program. A checkpoint is made first, so that all that
    happened is in it; what was sealed before and has not changed is not sealed again, and gives the same bytes. Leaves an
    audit row. Raises NotFound, Forbidden, OSError, StoreDown.
    """
    held = training.class_of(class_id)
    _need_reader(held, by)
    checkpoint_make(by=by, at=at)
    signer = Signer(settings.YUNPEI_FIELD_KEYS)
    with tempfile.TemporaryDirectory(prefix="dossier-") as folder:
        draft, gathered = Draft(Path(folder)), Gathered(held, study_clock.current())
        gathered.write(draft)
        seal, over = _sealed(held, draft.sealed(), by, at)
        assert seal.leaf is not None
        leaves = {**gathered.bound.leaves, ("seal.jsonl", 1): seal.leaf}
        draft.put("seal.jsonl", [seal.text])
        keys = signer.public_keys().items()
        draft.put_records("keys.jsonl", ({"key": key, "algorithm": SIGNATURE, "public": one} for key, one in keys))
        history = log.history(over.number)
        draft.put_records("checkpoints.jsonl", map(_checkpoint, history))
        stamped = (card for card, _ in history if card.token)
        draft.put_records("stamps.jsonl", ({"checkpoint": card.number, "token": card.token} for card in stamped))
        draft.put_records("proofs.jsonl", _proofs(leaves, over.size))
        draft.finish(out, number=held.number, key=signer.key, sign=signer.sign)


def _need_reader(held: ClassFacts, by: Actor) -> None:
    access.need_seen(by, Case.objects.filter(number=held.case_number).first())
    if not by.is_system and not by.has(*access.DESK):
        raise Forbidden


def _sealed(held: ClassFacts, files: dict[str, str], by: Actor, at: datetime) -> tuple[LoggedEvent, CheckpointCard]:
    """The event that seals these records, and the first checkpoint that binds it; the last seal if it was of the same."""
    seal = log.last_seal(held.public_id)
    with transaction.atomic():
        if seal is None or json.loads(seal.text)["detail"]["files"] != files:
            event_record(verb=Verb.DOSSIER, by=by, at=at, class_id=held.public_id, detail={"files": files})
        audit.record(
            by=by,
            at=at,
            verb="dossier_export",
            subject_type="class",
            subject_id=held.public_id,
            detail={"files": files},
        )
    checkpoint_make(by=by, at=at)
    seal = log.last_seal(held.public_id)
    over = log.covering(seal.leaf) if seal and seal.leaf is not None else None
    assert seal is not None
    assert over is not None
    return seal, over


def _checkpoint(one: tuple[CheckpointCard, list[str]]) -> dict[str, Any]:
    card, path = one
    return {"text": card.text, "signature": card.signature, "consistency": path}


def _proofs(leaves: dict[tuple[str, int], int], size: int) -> Iterator[dict[str, Any]]:
    places = sorted(leaves)
    for (file, line), proof in zip(places, log.proofs([leaves[place] for place in places], size), strict=True):
        yield {"file": file, "line": line, "leaf": proof.leaf, "path": proof.path}
