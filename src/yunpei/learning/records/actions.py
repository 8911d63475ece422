"""What is done to records from elsewhere. Keyword only; each runs in one transaction and leaves its audit row."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction

from yunpei.common import audit
from yunpei.common.actor import Actor
from yunpei.common.clock import start_of
from yunpei.common.errors import Conflict, Invalid, NotFound, Problem
from yunpei.common.language import Text
from yunpei.files import queries as files
from yunpei.files.types import FileCard
from yunpei.learning.models import Record, RecordBatch, RecordFile
from yunpei.learning.records.mappings import GENERAL
from yunpei.learning.records.queries import batch_of, has_file, own_file, platform_of
from yunpei.learning.records.stating import stated_problems
from yunpei.learning.records.types import Brought, Filed, Grade, Kind, RecordRow, Stated, Verdict, Way
from yunpei.policy.cells import norm_project
from yunpei.training import queries as training
from yunpei.training.access import ORGANISER, require_organisation, require_reviewer
from yunpei.training.types import ClassFacts, ClassState


@transaction.atomic
def export_bring(
    *,
    class_id: int,
    platform: str,
    channel: str,
    file: str,
    records: Sequence[RecordRow],
    filed: Filed,
    by: Actor,
    at: datetime,
) -> Brought:
    """Take over a platform's export whole, as queries.export_read gave it; the same file again changes nothing.

    channel: where it comes from, for the general mapping alone. Its grade is `platform` where that is a channel of the filing,
    else `paper`. The organisation's own people. Raises NotFound, Forbidden, Conflict, Invalid.
    """
    held = _open(class_id, by)
    card = own_file(file, held)
    name, listed = _channel(platform, channel, filed)
    if before := _in_already(held, card.sha256):
        return before
    if not records:
        raise Invalid([Problem("file", Text("没有可收的记录", "there are no records in it"))])
    made = RecordBatch(
        training_class_id=class_id,
        kind=Kind.EXPORT,
        channel=name,
        filed=listed,
        grade=Grade.PLATFORM if listed else Grade.PAPER,
        way=Way.ONLINE,
        digest=card.sha256,
    )
    _keep(made, [card], [_of_row(one) for one in records], held, filed, by, at)
    found = Brought(str(made.public_id), len({one.line_id for one in records}), len(records))
    detail = {"kind": made.kind, "channel": name, "grade": made.grade, "people": found.people, "rows": found.rows}
    _record(held, "records_import", by, at, {"batch": found.batch, "sha256": card.sha256, **detail})
    return found


@transaction.atomic
def papers_bring(
    *,
    class_id: int,
    kind: Kind,
    way: Way,
    channel: str,
    files: Sequence[str],
    stated: Sequence[Stated],
    note: str = "",
    filed: Filed,
    by: Actor,
    at: datetime,
) -> str:
    """Bind screenshots, a video or sign-in sheets to persons of a class, with what is stated for each; returns the batch's id.

    files: public ids in the files room. Counts once an officer of the case accepted it. The organisation's own people.
    Raises NotFound, Forbidden, Conflict; Invalid with everything that is lacking or cannot be.
    """
    held = _open(class_id, by)
    cards = [own_file(one, held) for one in files]
    if problems := stated_problems(held, kind, way, channel, cards, stated):
        raise Invalid(problems)
    name, listed = _channel(GENERAL, channel, filed)
    digest = hashlib.sha256("".join(sorted(card.sha256 for card in cards)).encode()).hexdigest()
    made = RecordBatch(
        training_class_id=class_id,
        kind=kind,
        channel=name,
        filed=listed,
        grade=Grade.PAPER,
        way=way,
        digest=digest,
        note=note.strip(),
    )
    _keep(made, cards, [_of_stated(one) for one in stated], held, filed, by, at)
    detail = {"kind": kind, "way": way, "channel": name, "files": len(cards), "people": len(stated)}
    _record(held, "records_add", by, at, {"batch": str(made.public_id), **detail})
    return str(made.public_id)


@transaction.atomic
def records_void(*, class_id: int, batch: str | UUID, reason: str, by: Actor, at: datetime) -> None:
    """Take back what was brought in: it counts no more and stays visible with the reason. The organisation's own people.

    Raises NotFound, Forbidden, Invalid; Conflict where it was taken back already.
    """
    held = training.class_of(class_id)
    require_organisation(by, held.organisation_id, *ORGANISER)
    found = batch_of(class_id, batch)
    said = _reason(reason)
    if found.voided_at is not None:
        raise Conflict(Text("这批记录已经作废", "these records are void already"))
    found.voided_at, found.voided_by_id, found.void_reason = at, by.account_id, said
    found.save(update_fields=["voided_at", "voided_by", "void_reason"])
    _record(held, "records_void", by, at, {"batch": str(found.public_id), "reason": said})


@transaction.atomic
def records_judge(
    *,
    class_id: int,
    batch: str | UUID,
    lines: Collection[int],
    verdict: Verdict,
    reason: str,
    by: Actor,
    at: datetime,
) -> set[int]:
    """An officer's verdict on what a batch states for some persons (roster lines); returns whose it changed.

    Called by casework, which has judged whether the officer may act on the case. Raises Forbidden, NotFound, Invalid; Conflict for a
    batch that was taken back.
    """
    require_reviewer(by)
    found = batch_of(class_id, batch)
    problems = [] if lines else [Problem("lines", Text("请选择人员", "choose the people"))]
    if verdict is Verdict.WAITING:
        problems.append(Problem("verdict", Text("请选择采信或不采信", "accept or reject")))
    if not reason.strip():
        problems.append(Problem("reason", _NO_REASON))
    if problems:
        raise Invalid(problems)
    if found.voided_at is not None:
        raise Conflict(Text("这批记录已经作废", "these records are void already"))
    rows = found.records.filter(line_id__in=lines)
    changed = set(rows.values_list("line_id", flat=True))
    if not changed:
        raise NotFound
    rows.update(verdict=verdict, reason=reason.strip(), judged_by_id=by.account_id, judged_at=at)
    detail: dict[str, object] = {"batch": str(found.public_id), "verdict": verdict, "reason": reason.strip()}
    detail["lines"] = sorted(changed)
    _record(training.class_of(class_id), "records_judge", by, at, detail)
    return changed


@transaction.atomic
def record_file_open(*, class_id: int, file: str | UUID, by: Actor, at: datetime) -> FileCard:
    """A file that hangs on a record of the class, for an officer who may see its case: each opening leaves its row.

    Raises NotFound for a file of nothing there.
    """
    if not has_file(class_id, file):
        raise NotFound
    card = files.file(file)
    detail = {"class": training.class_of(class_id).public_id, "sha256": card.sha256}
    audit.record(by=by, at=at, verb="record_file_open", subject_type="file", subject_id=card.public_id, detail=detail)
    return card


_NO_REASON = Text("请写明理由", "give the reason in writing")


def _open(class_id: int, by: Actor) -> ClassFacts:
    held = training.class_of(class_id)
    require_organisation(by, held.organisation_id, *ORGANISER)
    if held.state in (ClassState.PLANNED, ClassState.CANCELLED):
        raise Conflict(Text("班级尚未开班或已取消，不能补录", "the class has not begun, or was cancelled"))
    return held


def _in_already(held: ClassFacts, digest: str) -> Brought | None:
    rows = RecordBatch.objects.filter(training_class_id=held.id, kind=Kind.EXPORT, digest=digest, voided_at=None)
    before = rows.first()
    if before is None:
        return None
    lines = before.records.values_list("line_id", flat=True)
    return Brought(str(before.public_id), len(set(lines)), len(lines), again=True)


def _of_row(one: RecordRow) -> Record:
    return Record(
        line_id=one.line_id, starts_at=one.starts_at, ends_at=one.ends_at, ms=one.ms, course=one.course, row=one.row
    )


def _of_stated(one: Stated) -> Record:
    ends = start_of(one.last_day + timedelta(days=1))
    return Record(line_id=one.line_id, starts_at=start_of(one.first_day), ends_at=ends, ms=one.minutes * 60_000)


def _channel(platform: str, channel: str, filed: Filed) -> tuple[str, bool]:
    """The channel's name, and whether it is filed; one that is has the name that the plan gives it."""
    known = platform_of(platform)
    if platform != GENERAL:
        named = [name or link for name, link in filed.channels if known.is_at(name, link)]
        return (named[0], True) if named else (known.name.zh, False)
    if not channel.strip():
        raise Invalid([Problem("channel", Text("请写明在哪里学习", "say where it was studied"))])
    same = norm_project(channel)
    named = [name or link for name, link in filed.channels if same in (norm_project(name), norm_project(link))]
    return (named[0], True) if named else (channel.strip()[:200], False)


def _keep(
    made: RecordBatch,
    cards: Sequence[FileCard],
    records: Sequence[Record],
    held: ClassFacts,
    filed: Filed,
    by: Actor,
    at: datetime,
) -> None:
    made.counts = made.grade in filed.grades
    made.brought_by_id, made.brought_at = by.account_id, at
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError:
        raise Conflict(Text("这些文件已经提交过", "these files were brought in already")) from None
    RecordFile.objects.bulk_create(RecordFile(batch=made, file_id=card.id) for card in cards)
    people = {one.id: one.person_id for one in training.roster_lines(held.roster_id)}
    for one in records:
        one.batch, one.person_id = made, people[one.line_id]
    Record.objects.bulk_create(records, batch_size=1000)


def _reason(reason: str) -> str:
    if not reason.strip():
        raise Invalid([Problem("reason", _NO_REASON)])
    return reason.strip()[:500]


def _record(held: ClassFacts, verb: str, by: Actor, at: datetime, detail: dict[str, object]) -> None:
    audit.record(by=by, at=at, verb=verb, subject_type="class", subject_id=held.public_id, detail=detail)
