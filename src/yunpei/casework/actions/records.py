"""Records of study elsewhere: an organisation brings them in as its filing and its programme allow, an officer judges them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from yunpei.casework import access
from yunpei.casework.models import Case
from yunpei.casework.moving import locked, table_of
from yunpei.casework.programmes import pack_of, plan_of_claim
from yunpei.casework.record_facts import decide_records
from yunpei.casework.states import OVER
from yunpei.casework.types import CaseKind, CaseState
from yunpei.common.actor import Actor
from yunpei.common.errors import Conflict, NotFound
from yunpei.common.language import Text
from yunpei.files.types import FileCard
from yunpei.learning.records import actions as records
from yunpei.learning.records.types import Brought, Filed, Grade, Kind, RecordRow, Stated, Verdict, Way


def records_import(
    *,
    class_id: int,
    platform: str,
    channel: str,
    file: str,
    rows: Sequence[RecordRow],
    by: Actor,
    at: datetime,
) -> Brought:
    """Bring in a platform's export for a class, graded by the channels of its plan. Raises as learning's export_bring."""
    filed = _filed(class_id, by)
    return records.export_bring(
        class_id=class_id, platform=platform, channel=channel, file=file, records=rows, filed=filed, by=by, at=at
    )


def records_add(
    *,
    class_id: int,
    kind: Kind,
    way: Way,
    channel: str,
    files: Sequence[str],
    stated: Sequence[Stated],
    note: str = "",
    by: Actor,
    at: datetime,
) -> str:
    """Bind screenshots, video or sign-in sheets to persons of a class. Raises as learning's papers_bring."""
    filed = _filed(class_id, by)
    return records.papers_bring(
        class_id=class_id,
        kind=kind,
        way=way,
        channel=channel,
        files=files,
        stated=stated,
        note=note,
        filed=filed,
        by=by,
        at=at,
    )


@transaction.atomic
def records_judge(
    *,
    number: str,
    batch: str | UUID,
    lines: Collection[int],
    verdict: Verdict,
    reason: str,
    by: Actor,
    at: datetime,
) -> None:
    """An officer's verdict on what a batch states for some persons. In a claim they are decided again with it, nobody else is.

    An officer of the reviewing office: at the filing while nothing is claimed, at the claim before its first review is passed. Raises
    NotFound, Forbidden, Conflict, Invalid.
    """
    case = locked(number, by, CaseKind.CLASS_FILING, CaseKind.CLAIM)
    access.need_reviewer(by, case)
    if case.training_class_id is None:
        raise NotFound
    if case.kind == CaseKind.CLAIM:
        table_of(case).row(case.state, "review_first")
    elif case.state != CaseState.APPROVED or case.claims.exclude(state__in=(*OVER, CaseState.DRAFT)).exists():
        raise Conflict(Text("该班级已申领，请在申领案件中审核", "this class is claimed for: judge them at the claim"))
    changed = records.records_judge(
        class_id=case.training_class_id, batch=batch, lines=lines, verdict=verdict, reason=reason, by=by, at=at
    )
    if case.kind == CaseKind.CLAIM:
        decide_records(case, changed, by=by, at=at)


def record_file_open(*, number: str, file: str | UUID, by: Actor, at: datetime) -> FileCard:
    """A file of a record, for whoever sees the case: each opening is audited. Raises NotFound."""
    case = access.need_seen(by, Case.objects.filter(number=number).first())
    if case.training_class_id is None:
        raise NotFound
    return records.record_file_open(class_id=case.training_class_id, file=file, by=by, at=at)


def _filed(class_id: int, by: Actor) -> Filed:
    filing = Case.objects.filter(training_class_id=class_id, kind=CaseKind.CLASS_FILING).first()
    filing = access.need_seen(by, filing)
    access.need_applicant(by, filing)
    channels = [(name, link) for name, _, link in plan_of_claim(filing).channels]
    return Filed(channels, frozenset(Grade(one.id) for one in pack_of(filing).evidence))
