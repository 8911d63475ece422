"""Uploads that come in parts: a lost line costs one part, not the film. The end of each is judged like any upload."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction

from yunpei.common.actor import Actor
from yunpei.common.errors import Conflict, Forbidden, Invalid, NotFound, Problem
from yunpei.common.language import Text
from yunpei.files import actions, queries
from yunpei.files.models import Partial
from yunpei.files.types import LIMITS, FileCard, FileKind

PART = 4 << 20  # bytes
KEPT = timedelta(days=2)


@transaction.atomic
def partial_begin(*, name: str, size: int, kinds: Collection[FileKind], by: Actor, at: datetime) -> tuple[str, int]:
    """Begin an upload of so many bytes, or go on with the one of that name and size; its id, and the bytes that are here.

    Raises Forbidden, Invalid.
    """
    if by.account_id is None:
        raise Forbidden
    limit = max(LIMITS[kind] for kind in kinds)
    if not 0 < size <= limit:
        said = Text(f"文件应不超过 {limit >> 20} MB，且不能为空", f"the file may have up to {limit >> 20} MB, not none")
        raise Invalid([Problem("file", said)])
    clean = actions.name_clean(name)
    mine = Partial.objects.filter(account_id=by.account_id, file=None, **_place(by))
    row = mine.filter(name=clean, size=size).order_by("-id").first()
    if row is None:
        row = Partial.objects.create(
            account_id=by.account_id, organisation_id=by.organisation_id, name=clean, size=size, begun_at=at
        )
    return str(row.public_id), _here(row)


def partial_add(*, public_id: str, offset: int, data: bytes, by: Actor) -> int:
    """Add the bytes that stand at `offset`; how many are here now.

    A part that is here already (its answer was lost) is not written twice. Raises NotFound, Conflict for a gap, Invalid.
    """
    with transaction.atomic():
        row = _own(public_id, by)
        here = _here(row)
        if offset > here:
            raise Conflict(
                Text("中间缺了一段，请重新选择文件续传", "a part is missing; choose the file again to go on")
            )
        fresh = data[here - offset :]
        if len(data) > PART or here + len(fresh) > row.size:
            raise Invalid([Problem("file", Text("上传的内容比文件长", "more bytes than the file has"))])
        with _path(row).open("ab") as out:
            out.write(fresh)
        return here + len(fresh)


def partial_end(*, public_id: str, kinds: Collection[FileKind], by: Actor, at: datetime) -> FileCard:
    """Keep a whole upload as a file, judged by its content; asked twice, the same file. Raises NotFound, Conflict, Invalid."""
    with transaction.atomic():
        row = _own(public_id, by)
        if row.file is not None:
            return queries.card(row.file)
        if _here(row) != row.size:
            raise Conflict(Text("文件还没有传完", "the file is not whole yet"))
        with _path(row).open("rb") as data:
            kept = actions.store(data=data, name=row.name, kinds=kinds, by=by, at=at)
        Partial.objects.filter(pk=row.pk).update(file_id=kept.id)
        transaction.on_commit(lambda: _path(row).unlink(missing_ok=True))
    return kept


def partials_drop(*, at: datetime) -> int:
    """Remove what was begun longer ago than it is kept. Returns how many."""
    old = list(Partial.objects.filter(begun_at__lt=at - KEPT))
    for row in old:
        _path(row).unlink(missing_ok=True)
    Partial.objects.filter(pk__in=[row.pk for row in old]).delete()
    return len(old)


def _place(by: Actor) -> dict[str, Any]:
    """Where an upload belongs besides its account: one begun for one organisation is not gone on with for another."""
    return {"organisation_id": by.organisation_id} if by.organisation_id else {"organisation__isnull": True}


def _own(public_id: str, by: Actor) -> Partial:
    try:
        found = Partial.objects.select_for_update().filter(public_id=UUID(public_id)).first()
    except ValueError:
        found = None
    if found is None or (found.account_id, found.organisation_id) != (by.account_id, by.organisation_id):
        raise NotFound
    return found


def _path(row: Partial) -> Path:
    place = Path(settings.YUNPEI_UPLOADS) / "taking"
    place.mkdir(parents=True, exist_ok=True)
    return place / f"{row.public_id}.part"


def _here(row: Partial) -> int:
    place = _path(row)
    return place.stat().st_size if place.is_file() else 0
