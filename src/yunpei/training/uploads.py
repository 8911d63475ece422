"""Reads of roster files on their way to be a roster: how far the check is, what it found."""

from __future__ import annotations

from uuid import UUID

from yunpei.common.errors import NotFound
from yunpei.common.language import Text
from yunpei.training.models import RosterUpload
from yunpei.training.types import ShownRow, UploadFacts, UploadState


def upload(public_id: str | UUID) -> UploadFacts:
    """A file on its way to be a roster, for a caller that has judged who may. Raises NotFound. 1 query."""
    return _facts(_found(public_id))


def last_upload(case_number: str) -> UploadFacts | None:
    """The file that was last put up for a filing. 1 query."""
    row = RosterUpload.objects.filter(case_number=case_number).order_by("-id").first()
    return _facts(row) if row else None


def _found(public_id: str | UUID) -> RosterUpload:
    try:
        return RosterUpload.objects.get(public_id=UUID(str(public_id)))
    except (ValueError, RosterUpload.DoesNotExist):
        raise NotFound from None


def _facts(row: RosterUpload) -> UploadFacts:
    return UploadFacts(
        public_id=str(row.public_id),
        case_number=row.case_number,
        organisation_id=row.organisation_id,
        roster_id=row.roster_id,
        name=row.name,
        state=UploadState(row.state),
        rows=row.rows,
        bad_rows=row.bad_rows,
        shown=tuple(
            ShownRow(number, name, masked, tuple((header, Text(*reason)) for header, reason in faults))
            for number, name, masked, faults in row.shown
        ),
        warnings=tuple(Text(*one) for one in row.warnings),
        marked=str(row.marked) if row.marked else None,
        why=Text(*row.why) if row.why else None,
        added=row.added,
        changed=row.changed,
        removed=row.removed,
        uploaded_by=row.uploaded_by_id,
    )
