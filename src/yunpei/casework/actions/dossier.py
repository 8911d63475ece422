"""A class's dossier is handed out: bound by a checkpoint, sealed as a whole, and written to a file."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction

from yunpei.casework import access
from yunpei.casework.dossier import Gathered
from yunpei.casework.models import Case
from yunpei.common import audit
from yunpei.common.actor import Actor
from yunpei.common.errors import Forbidden
from yunpei.evidence import study as study_clock
from yunpei.evidence.dossier import Draft
from yunpei.evidence.log import queries as log
from yunpei.evidence.log.actions import event_record
from yunpei.evidence.log.checkpoints import checkpoint_make
from yunpei.evidence.sealing import SIGNATURE, Signer
from yunpei.evidence.types import CheckpointCard, LoggedEvent, Verb
from yunpei.training import queries as training
from yunpei.training.types import ClassFacts


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
