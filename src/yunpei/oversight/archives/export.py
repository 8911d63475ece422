"""Classes handed to auditors: each class's dossier, and a manifest with the digest of every file. Numbers stay masked."""

from __future__ import annotations

import hashlib
import json
import tempfile
import zipfile
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import transaction

from yunpei.casework.actions.dossier import dossier_export
from yunpei.casework.queries import archives as casework
from yunpei.casework.types.archives import KeptCase
from yunpei.common import audit
from yunpei.common.actor import Actor
from yunpei.common.errors import Forbidden, Invalid, NotFound, Problem
from yunpei.common.language import Text
from yunpei.people.access import region_covers
from yunpei.people.types import Role

MOST_CASES = 50
MANIFEST = "manifest.json"


def archive_export(*, cases: Sequence[str], out: Path, by: Actor, at: datetime) -> str:
    """Write the dossiers of the cases' classes to one archive; SHA-256 of its manifest. An inspector of their region.

    A case without a class is named in the manifest, with nothing else of it. Leaves an audit row, and one for each dossier.
    Raises NotFound, Forbidden, Invalid for none or more than MOST_CASES, StoreDown.
    """
    if not by.has(Role.OFFICER_INSPECT):
        raise Forbidden
    if not 0 < len(cases) <= MOST_CASES:
        told = Text(f"请选择 1 到 {MOST_CASES} 件", f"choose from 1 to {MOST_CASES} cases")
        raise Invalid([Problem("cases", told)])
    kept = [_seen(number, by) for number in cases]
    with tempfile.TemporaryDirectory(prefix="archive-") as folder, zipfile.ZipFile(out, "w") as archive:
        digests = {}
        for one in {one.class_id: one for one in kept if one.class_id is not None}.values():
            assert one.class_id is not None
            place = Path(folder) / f"{one.number}.zip"
            dossier_export(class_id=one.class_id, out=place, by=by, at=at)
            with place.open("rb") as file:
                digests[one.class_id] = (place.name, hashlib.file_digest(file, "sha256").hexdigest())
            archive.write(place, place.name)
            place.unlink()
        text = json.dumps(_manifest(kept, digests, at), ensure_ascii=False, indent=1)
        archive.writestr(MANIFEST, text)
    digest = hashlib.sha256(text.encode()).hexdigest()
    with transaction.atomic():
        detail = {"cases": sorted(one.number for one in kept), "manifest": digest}
        audit.record(by=by, at=at, verb="archive_export", subject_type="archive", subject_id=digest[:16], detail=detail)
    return digest


def _seen(number: str, by: Actor) -> KeptCase:
    found = casework.kept_case(number)
    if found is None or not region_covers(by.region, found.region):
        raise NotFound
    return found


def _manifest(kept: Sequence[KeptCase], digests: dict[int, tuple[str, str]], at: datetime) -> dict[str, Any]:
    rows = []
    for one in kept:
        file, sha256 = digests.get(one.class_id or 0, ("", ""))
        until = one.keep_until.isoformat() if one.keep_until else None
        row = {"case": one.number, "programme": one.programme, "class": one.class_number, "keep_until": until}
        rows.append(row | {"file": file, "sha256": sha256})
    return {"made_at": at.isoformat(), "cases": rows}
