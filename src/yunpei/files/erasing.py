"""Files taken away for good, when their time of keeping is over. What they were is told to the caller, who keeps the proof."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from yunpei.common import audit
from yunpei.common.actor import Actor
from yunpei.common.errors import Forbidden
from yunpei.files.keeping import path_of
from yunpei.files.models import StoredFile
from yunpei.people.types import Role


@dataclass(frozen=True, slots=True)
class Erased:
    """A file that was."""

    public_id: str
    sha256: str
    size: int


@transaction.atomic
def files_erase(*, public_ids: Iterable[str], why: str, by: Actor, at: datetime) -> list[Erased]:
    """Erase files; those that are gone already are left out. The security administrator. Raises Forbidden.

    Bytes that another upload shares stay with it. They leave the disk once the transaction stands.
    """
    if not by.has(Role.SECURITY):
        raise Forbidden
    rows = list(StoredFile.objects.select_for_update().filter(public_id__in=list(public_ids)).order_by("id"))
    found = [Erased(str(row.public_id), row.sha256, row.size) for row in rows]
    StoredFile.objects.filter(pk__in=[row.pk for row in rows]).delete()
    audit.record_all(
        by=by,
        at=at,
        subject_type="file",
        entries=[("file_erase", one.public_id, {"sha256": one.sha256, "size": one.size, "why": why}) for one in found],
    )
    transaction.on_commit(lambda: _unlink({one.sha256 for one in found}))
    return found


def _unlink(digests: set[str]) -> None:
    shared = set(StoredFile.objects.filter(sha256__in=digests).values_list("sha256", flat=True))
    for sha256 in digests - shared:
        path_of(sha256).unlink(missing_ok=True)
