"""A file on its way to be the roster of a filing: kept, checked row by row, then taken over whole or given back marked.

The check holds no lock and writes only how far it is, so it may run for a while and be begun again. Taking over is one
transaction in which the upload itself is locked: whatever dies, and whoever else runs, it happens once.
"""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.db import transaction

from yunpei.common import audit
from yunpei.common.actor import Actor
from yunpei.common.errors import Conflict, NotFound
from yunpei.common.language import Text
from yunpei.common.sheets import UnreadableFile
from yunpei.files import actions as files
from yunpei.files import queries as stored
from yunpei.files.types import TABLES, FileKind
from yunpei.training.access import require_organisation
from yunpei.training.models import RosterUpload
from yunpei.training.roster import MOST_SHOWN, BadRow, RosterRead, open_roster
from yunpei.training.roster_marked import write_marked
from yunpei.training.rosters import check_names, roster_put, roster_renew
from yunpei.training.states import UPLOAD
from yunpei.training.types import RosterChanges, RosterRow, UploadState

LIVE = (UploadState.WAITING, UploadState.CHECKING, UploadState.WRITING)
PROGRAM = Actor.system("rosters")
_UNDER_WAY = Text(
    "本备案有一份花名册正在检查，请等它结束再上传", "a roster of this filing is being checked; wait until it is done"
)


def upload_keep(
    *,
    organisation_id: int,
    case_number: str,
    roster_id: int | None,
    path: Path,
    name: str,
    first_day: date,
    by: Actor,
    at: datetime,
) -> tuple[str, bool]:
    """Keep a file that is to be the roster of a filing; its public id, and whether it is new.

    It is not new when the filing's roster was taken from this very file, or this very file is being checked: then nothing is
    kept. roster_id: the filing's roster now. The organisation's administrators. Raises NotFound, Forbidden; Invalid for what is no
    xlsx or CSV, too large, or a bomb; Conflict while another file is being checked.
    """
    require_organisation(by, organisation_id, "org_admin")
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    last = (
        RosterUpload.objects.filter(case_number=case_number).exclude(state=UploadState.REFUSED).order_by("-id").first()
    )
    if last is not None and _same(last, digest, first_day, roster_id):
        return str(last.public_id), False
    if last is not None and last.state in LIVE:
        raise Conflict(_UNDER_WAY)
    with path.open("rb") as file, transaction.atomic():
        kept = files.store(data=file, name=name, kinds=TABLES, by=by, at=at, for_organisation=organisation_id)
        made = RosterUpload.objects.create(
            organisation_id=organisation_id,
            case_number=case_number,
            file=kept.public_id,
            name=kept.name,
            sha256=kept.sha256,
            first_day=first_day,
            uploaded_at=at,
            uploaded_by_id=by.account_id,
        )
        _record(made, "roster_upload", by, at, {"case": case_number, "file": str(kept.public_id)})
    return str(made.public_id), True


def _same(last: RosterUpload, digest: str, first_day: date, roster_id: int | None) -> bool:
    if (last.sha256, last.first_day) != (digest, first_day):
        return False
    return last.state in LIVE or (last.roster_id is not None and last.roster_id == roster_id)


def upload_check(*, upload: str, at: datetime) -> bool:
    """Read a kept file from its first row to its last and say whether it can be taken over; else it is refused and given back.

    The program alone. Begun again it checks again; one that has ended already is left alone. Raises NotFound.
    """
    held = _begun(upload)
    if held is None:
        return False
    with _source(held) as source:
        try:
            found = _read(held, source)
        except UnreadableFile as error:
            upload_refuse(upload=upload, why=error.text, at=at)
            return False
        if not found.bad:
            _moved(upload, "pass", rows=found.people, warnings=_told(found.warnings))
            return True
        marked = _marked(held, source, found, at)
    shown = [[row.row, row.name, row.id_masked, _faults(row)] for row in found.bad_rows(MOST_SHOWN)]
    _refused(
        upload,
        at,
        rows=found.people,
        bad_rows=found.count_bad(),
        shown=shown,
        marked=marked,
        warnings=_told(found.warnings),
    )
    return False


def _read(held: RosterUpload, source: Path) -> RosterRead:
    found, pieces = open_roster(source, first_day=held.first_day)
    follow = list[int]()
    for piece in pieces:
        follow += check_names(found, piece, organisation_id=held.organisation_id)
        RosterUpload.objects.filter(pk=held.pk, state=UploadState.CHECKING).update(rows=found.people)
    if follow:
        some = "、".join(map(str, follow[:8])) + (f" … ({len(follow)})" if len(follow) > 8 else "")
        found.warnings.append(
            Text(
                f"第 {some} 行：本单位以前的名单上此人写作另一姓名；本人尚未注册，登记姓名改为这一份上的",
                f"row {some}: an earlier list of yours has another name for this person, who has not registered; this one counts",
            )
        )
    return found


@transaction.atomic
def upload_take(*, upload: str, roster_id: int | None, by: Actor, at: datetime) -> int | None:
    """Take a checked file over, as a new roster or into the filing's own one; the roster's id. Inside the caller's transaction.

    None where that was done before, or is not to be done. Raises as roster_put and roster_renew do.
    """
    held = RosterUpload.objects.select_for_update().get(public_id=upload)
    if held.state != UploadState.WRITING:
        return None
    given: dict[str, Any] = {"rows": _rows(held), "first_day": held.first_day, "by": by, "at": at}
    if roster_id is None:
        roster_id = roster_put(organisation_id=held.organisation_id, **given)
        changes = RosterChanges(held.rows, held.rows, 0, 0)
    else:
        changes = roster_renew(roster_id=roster_id, **given)
    held.state, held.ended_at, held.roster_id = UPLOAD.next(held.state, "take"), at, roster_id
    held.added, held.changed, held.removed = changes.added, changes.changed, changes.removed
    held.save()
    _record(held, "roster_take", by, at, {"people": changes.people})
    return roster_id


def upload_refuse(*, upload: str, why: Text, at: datetime) -> None:
    """End an upload that cannot be taken over as a whole. One that has ended already is left alone. Raises NotFound."""
    _refused(upload, at, why=[why.zh, why.en])


def _rows(held: RosterUpload) -> Iterator[RosterRow]:
    with _source(held) as source:
        _found, pieces = open_roster(source, first_day=held.first_day)
        for piece in pieces:
            yield from piece


@contextmanager
def _source(held: RosterUpload) -> Iterator[Path]:
    """The kept bytes under the name they came with, which says what kind of table they are."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / held.name
        place.symlink_to(stored.path(stored.file(held.file)))
        yield place


def _begun(upload: str) -> RosterUpload | None:
    with transaction.atomic():
        held = RosterUpload.objects.select_for_update().filter(public_id=upload).first()
        if held is None:
            raise NotFound
        if held.state not in LIVE:
            return None
        held.state, held.rows = UPLOAD.next(held.state, "check"), 0
        held.save()
        return held


@transaction.atomic
def _moved(upload: str, event: str, **values: Any) -> RosterUpload | None:
    """Along the table, unless another worker was there first."""
    held = RosterUpload.objects.select_for_update().get(public_id=upload)
    if UPLOAD.find(held.state, event) is None:
        return None
    held.state = UPLOAD.next(held.state, event)
    for name, value in values.items():
        setattr(held, name, value)
    held.save()
    return held


@transaction.atomic
def _refused(upload: str, at: datetime, **values: Any) -> None:
    if held := _moved(upload, "refuse", ended_at=at, **values):
        _record(held, "roster_refuse", PROGRAM, at, {"bad_rows": held.bad_rows})


def _marked(held: RosterUpload, source: Path, found: RosterRead, at: datetime) -> str:
    """The same table with its faults coloured, kept as the organisation's own file; its public id."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "marked.xlsx"
        write_marked(place, source, found)
        name = f"{held.case_number}-花名册-已标错.xlsx"
        with place.open("rb") as file:
            kept = files.store(
                data=file,
                name=name,
                kinds={FileKind.XLSX},
                by=PROGRAM,
                at=at,
                for_organisation=held.organisation_id,
            )
    return kept.public_id


def _faults(row: BadRow) -> list[list[Any]]:
    return [[header, [reason.zh, reason.en]] for header, reason in row.faults]


def _told(texts: list[Text]) -> list[list[str]]:
    return [[one.zh, one.en] for one in texts]


def _record(held: RosterUpload, verb: str, by: Actor, at: datetime, detail: dict[str, Any]) -> None:
    audit.record(by=by, at=at, verb=verb, subject_type="roster_upload", subject_id=held.public_id, detail=detail)
