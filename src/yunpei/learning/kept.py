"""What a class's dossier keeps of grades and of records from elsewhere, voided ones too. The caller checks who may."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from yunpei.learning.models import PracticalGrade, Record, RecordBatch, RecordFile


class Graded(NamedTuple):
    """What one grader gave for a try at the practical part; `grade` is what its event calls it."""

    person_id: int
    grade: int
    number: int
    mark: int
    scale: str
    remark: str
    graded_at: datetime
    voided_at: datetime | None
    void_reason: str


class BatchKept(NamedTuple):
    """What was brought in at once. sha256: of each file that came with it; digest: of the bytes as they were uploaded."""

    batch: str
    kind: str
    channel: str
    filed: bool
    grade: str
    way: str
    counted: bool  # whether the programme counts this grade
    note: str
    digest: str
    files: tuple[tuple[str, str], ...]  # (name, SHA-256)
    brought_at: datetime
    voided_at: datetime | None
    void_reason: str


class RecordKept(NamedTuple):
    """One record: so many ms of one person between two moments, and what an officer made of it."""

    person_id: int
    starts_at: datetime
    ends_at: datetime
    ms: int
    course: str
    row: int
    verdict: str
    reason: str
    judged_at: datetime | None


def graded_in_class(class_id: int) -> list[Graded]:
    """Every grade of the practical part, by person and time. 1 query."""
    rows = PracticalGrade.objects.filter(training_class_id=class_id).order_by("person_id", "id")
    names = [name if name != "grade" else "pk" for name in Graded._fields]
    return [Graded(*row) for row in rows.values_list(*names)]


def records_in_class(class_id: int) -> Iterator[tuple[BatchKept, list[RecordKept]]]:
    """Every batch in the order it was brought in, with its records. 3 queries."""
    files, records = defaultdict[int, list[tuple[str, str]]](list), defaultdict[int, list[RecordKept]](list)
    of_class = {"batch__training_class_id": class_id}
    for batch, name, sha256 in (
        RecordFile.objects.filter(**of_class).order_by("id").values_list("batch_id", "file__name", "file__sha256")
    ):
        files[batch].append((name, sha256))
    for batch, *row in Record.objects.filter(**of_class).order_by("id").values_list("batch_id", *RecordKept._fields):
        records[batch].append(RecordKept(*row))
    for one in RecordBatch.objects.filter(training_class_id=class_id).order_by("brought_at", "id"):
        kept = BatchKept(
            batch=str(one.public_id),
            kind=one.kind,
            channel=one.channel,
            filed=one.filed,
            grade=one.grade,
            way=one.way,
            counted=one.counts,
            note=one.note,
            digest=one.digest,
            files=tuple(files[one.pk]),
            brought_at=one.brought_at,
            voided_at=one.voided_at,
            void_reason=one.void_reason,
        )
        yield kept, records[one.pk]
