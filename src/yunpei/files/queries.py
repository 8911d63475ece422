"""Reads of stored files. Those that take `by` judge who may; the others are for rooms above, which have judged already."""

from __future__ import annotations

import re
from pathlib import Path
from uuid import UUID

from yunpei.common.actor import Actor
from yunpei.common.errors import NotFound
from yunpei.files import keeping
from yunpei.files.access import sees_file
from yunpei.files.models import StoredFile
from yunpei.files.types import FileCard, FileKind, NotSatisfiable, Piece

_RANGE = re.compile(r"\s*bytes\s*=\s*([0-9]{0,18})\s*-\s*([0-9]{0,18})\s*", re.IGNORECASE | re.ASCII)


def card(row: StoredFile) -> FileCard:
    """The row as other rooms see it."""
    return FileCard(
        id=row.pk,
        public_id=str(row.public_id),
        name=row.name,
        kind=FileKind(row.kind),
        size=row.size,
        sha256=row.sha256,
        duration_ms=row.duration_ms,
        stored_at=row.stored_at,
        person_id=row.person_id,
        organisation_id=row.organisation_id,
        office_id=row.office_id,
    )


def file(public_id: str | UUID) -> FileCard:
    """A file by its public id, for a caller that has judged who may. Raises NotFound."""
    return card(_row(public_id))


def file_seen(public_id: str | UUID, *, by: Actor) -> FileCard:
    """A file by the id in an address, for those whom access.sees_file lets. Raises NotFound for all others."""
    row = _row(public_id)
    if not sees_file(by, row):
        raise NotFound
    return card(row)


def path(found: FileCard) -> Path:
    """Where the bytes lie. Nobody may write there. Raises NotFound when they are gone from the disk."""
    return _place(found.sha256)


def piece(found: FileCard, wanted: str = "", if_range: str = "") -> Piece:
    """What to answer to a GET with this Range header ("" = none): a part, or the whole. RFC 9110, 14.

    A header that is malformed, or names several parts, counts as none, as the standard allows; so does one whose
    If-Range names another version. Raises NotSatisfiable, NotFound.
    """
    return piece_of(found.sha256, found.size, found.media_type, found.name, wanted=wanted, if_range=if_range)


def piece_of(sha256: str, size: int, media_type: str, name: str, *, wanted: str = "", if_range: str = "") -> Piece:
    """As `piece`, for bytes that are no upload of their own: one size of a film. Raises as it does."""
    place, etag = _place(sha256), f'"{sha256}"'
    start, end, partial = 0, size, False
    if wanted and if_range in ("", etag) and (span := _span(wanted, size)):
        (start, end), partial = span, True
    return Piece(place, start, end, size, partial, media_type, etag, name)


def _place(sha256: str) -> Path:
    place = keeping.path_of(sha256)
    if not place.is_file():
        raise NotFound
    return place


def _span(wanted: str, total: int) -> tuple[int, int] | None:
    match = _RANGE.fullmatch(wanted)
    if match is None or not (match[1] or match[2]):
        return None
    if not match[1]:  # the last so many bytes
        last = int(match[2])
        if last == 0:
            raise NotSatisfiable(total)
        return max(total - last, 0), total
    start, end = int(match[1]), int(match[2]) + 1 if match[2] else total
    if match[2] and end <= start:
        return None
    if start >= total:
        raise NotSatisfiable(total)
    return start, min(end, total)


def _row(public_id: str | UUID) -> StoredFile:
    try:
        row = StoredFile.objects.filter(public_id=UUID(str(public_id))).first()
    except ValueError:
        row = None
    if row is None:
        raise NotFound
    return row
