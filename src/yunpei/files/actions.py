"""What can be done with files: keep one. Nothing is ever overwritten."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from datetime import datetime
from typing import BinaryIO

from django.db import transaction

from yunpei.common import audit
from yunpei.common.actor import Actor
from yunpei.common.errors import Forbidden, Invalid, Problem
from yunpei.common.language import Text
from yunpei.files import contents, keeping
from yunpei.files.contents import videos
from yunpei.files.models import StoredFile
from yunpei.files.queries import card
from yunpei.files.types import LIMITS, FileCard, FileKind
from yunpei.people.types import OFFICE_ROLES, Role

_LONGEST_NAME = 100


def store(
    *,
    data: bytes | BinaryIO,
    name: str,
    kinds: Collection[FileKind],
    by: Actor,
    at: datetime,
    for_organisation: int | None = None,
) -> FileCard:
    """Keep an upload that is really of one of `kinds`, by its content; what the browser says of it is not asked.

    Whoever is signed in may. It belongs to the place they act in: their organisation, their office, else themselves;
    operations' and the program's own belong to the platform. for_organisation: an officer or the program enters a paper
    that an organisation brought to the window. Licences and other scans: types.DOCUMENTS.
    Raises Forbidden, Invalid (field "file") saying what is wrong with it. Bytes of a transaction that is rolled back
    stay on the disk, named by nobody.
    """
    owner = _owner(by, for_organisation)
    clean = name_clean(name)
    try:
        with keeping.taking(data, clean, max(LIMITS[kind] for kind in kinds)) as taken:
            kind = _judged(taken, kinds)
            duration = videos.duration_ms(taken.path) if kind is FileKind.MP4 else None
            keeping.keep(taken)
    except keeping.TooLarge:
        raise _invalid(_too_large(max(LIMITS[kind] for kind in kinds))) from None
    with transaction.atomic():
        row = StoredFile.objects.create(
            sha256=taken.sha256,
            size=taken.size,
            kind=kind,
            name=clean,
            duration_ms=duration,
            stored_at=at,
            stored_by_id=by.account_id,
            **owner,
        )
        detail = {"sha256": row.sha256, "size": row.size, "kind": kind.value, "name": clean}
        audit.record(by=by, at=at, verb="file_store", subject_type="file", subject_id=row.public_id, detail=detail)
    return card(row)


def _owner(by: Actor, for_organisation: int | None) -> dict[str, int | None]:
    if by.account_id is None and not by.is_system:
        raise Forbidden
    if for_organisation is not None:
        if not (by.is_system or by.has(*OFFICE_ROLES) or by.organisation_id == for_organisation):
            raise Forbidden
        return {"organisation_id": for_organisation}
    if by.organisation_id is not None:
        return {"organisation_id": by.organisation_id}
    if by.office_id is not None:
        return {"office_id": by.office_id}
    return {} if by.is_system or by.has(Role.OPS) else {"person_id": by.person_id}


def _judged(taken: keeping.Taken, kinds: Collection[FileKind]) -> FileKind:
    if taken.size == 0:
        raise _invalid(Text("文件是空的；请重新选择", "the file is empty; choose it again"))
    kind = contents.kind_of(taken.path)
    if kind is None or kind not in kinds:
        wanted = "、".join(sorted(one.value for one in kinds))
        raise _invalid(
            Text(
                f"文件内容不是 {wanted}；请换成这些格式之一",
                f"the content is none of {wanted}; convert it to one of them",
            )
        )
    if taken.size > LIMITS[kind]:
        raise _invalid(_too_large(LIMITS[kind]))
    if problem := contents.problem(taken.path, kind):
        raise _invalid(problem)
    return kind


def _too_large(limit: int) -> Text:
    return Text(f"文件超过 {limit >> 20} MB；请压缩后再上传", f"the file is over {limit >> 20} MB; make it smaller")


def _invalid(text: Text) -> Invalid:
    return Invalid([Problem("file", text)])


def name_clean(name: str) -> str:
    """A name fit to be shown and offered for download: no folders, no control or direction marks, 100 characters.

    An ID number in a name is masked: names are seen by more people than contents are.
    """
    from yunpei.files.full_ids import masked_text

    plain = unicodedata.normalize("NFC", name).replace("\\", "/").rpartition("/")[2]
    plain = "".join(character for character in plain if character.isprintable() and character not in '<>:"|?*')
    stem, dot, end = masked_text(plain).replace("*", "x").strip(" .").rpartition(".")
    if not dot or not re.fullmatch(r"[A-Za-z0-9]{1,5}", end):
        stem, dot, end = stem + dot + end, "", ""
    return (stem.strip()[: _LONGEST_NAME - len(end) - 1] + dot + end) or "file"
