"""Reads of records from elsewhere, and an export read against a class's roster. A fixed number of queries each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import UUID

from django.db.models import Count, Max, Min, Sum

from yunpei.common.actor import Actor
from yunpei.common.clock import day_of
from yunpei.common.errors import Invalid, NotFound, Problem
from yunpei.common.language import Text
from yunpei.files import queries as stored
from yunpei.files.types import FileCard
from yunpei.learning.models import Record, RecordBatch, RecordFile
from yunpei.learning.records.mappings import Platform, mappings
from yunpei.learning.records.outside import of_class
from yunpei.learning.records.reading import matched, names, numbers, plain, read
from yunpei.learning.records.table import RecordsRead, Roster
from yunpei.learning.records.types import BatchCard, Grade, Kind, PersonPart, Verdict, Way
from yunpei.people import queries as people
from yunpei.training import queries as training
from yunpei.training.access import ORGANISER, require_organisation
from yunpei.training.types import Accumulate, ClassFacts, RosterLineFacts

__all__ = ["batch_of", "batches", "export_read", "has_file", "of_class", "own_file", "platform_of"]


def platform_of(platform: str) -> Platform:
    """A platform by its id. Raises Invalid for one that there is no mapping for."""
    found = mappings()[0].get(platform)
    if found is None:
        raise Invalid([Problem("platform", Text("没有这个平台的列名对照", "there is no mapping of that name"))])
    return found


def export_read(*, class_id: int, platform: str, file: str, by: Actor) -> RecordsRead:
    """Read an export against the roster of a class: every sound row with its person, every bad one with its reason.

    file: public id in the files room. The organisation's own people. Raises NotFound, Forbidden; Invalid for an unknown platform;
    UnreadableFile. 5 queries.
    """
    held = training.class_of(class_id)
    require_organisation(by, held.organisation_id, *ORGANISER)
    card = own_file(file, held)
    lines = training.roster_lines(held.roster_id)
    roster = Roster(
        first_day=held.starts_on,
        last_day=held.ends_on,
        by_day=held.hour.accumulate is Accumulate.DAY,
        people={line.person_id: line.id for line in lines},
    )
    with TemporaryDirectory() as folder:
        place = Path(folder) / Path(card.name).with_suffix(f".{card.kind}")  # a reader goes by the ending
        place.symlink_to(stored.path(card))
        found = read(place, platform_of(platform), roster)
    owners = {number: card.id for number, card in people.persons_by_id_numbers(numbers(found)).items()}
    found.records = matched(found, roster, owners, _phones(lines, names(found)))
    return found


def _phones(lines: Sequence[RosterLineFacts], wanted: Collection[str]) -> Mapping[tuple[str, str], int]:
    asked = [line for line in lines if plain(line.name) in wanted]
    cards = people.persons(line.person_id for line in asked) if asked else {}
    return {(plain(line.name), cards[line.person_id].phone): line.id for line in asked if cards[line.person_id].phone}


def own_file(public_id: str, held: ClassFacts) -> FileCard:
    """A file of the organisation whose class it is. Raises NotFound."""
    card = stored.file(public_id)
    if card.organisation_id != held.organisation_id:
        raise NotFound
    return card


def batches(class_id: int) -> list[BatchCard]:
    """All that was brought in for a class, the latest first, what was taken back too. The caller has judged who may. 3 queries."""
    parts, files = _parts(class_id), _files(class_id)
    rows = RecordBatch.objects.filter(training_class_id=class_id).order_by("-brought_at", "-id")
    return [_card(row, files.get(row.pk, []), parts.get(row.pk, [])) for row in rows]


def has_file(class_id: int, file_id: str | UUID) -> bool:
    """Whether a file hangs on a record of the class. 1 query."""
    return RecordFile.objects.filter(batch__training_class_id=class_id, file__public_id=file_id).exists()


def batch_of(class_id: int, public_id: str | UUID) -> RecordBatch:
    """A batch of the class, locked. Raises NotFound."""
    found = RecordBatch.objects.select_for_update().filter(training_class_id=class_id, public_id=public_id).first()
    if found is None:
        raise NotFound
    return found


def _parts(class_id: int) -> Mapping[int, list[PersonPart]]:
    found: defaultdict[int, list[PersonPart]] = defaultdict(list)
    rows = Record.objects.filter(batch__training_class_id=class_id).values(
        "batch_id", "line_id", "line__name", "line__id_masked", "verdict", "reason"
    )
    summed = rows.annotate(rows=Count("id"), total=Sum("ms"), first=Min("starts_at"), last=Max("ends_at"))
    for one in summed.order_by("batch_id", "line__row", "line_id", "verdict"):
        found[one["batch_id"]].append(_part(one))
    return found


def _part(one: Mapping[str, Any]) -> PersonPart:
    return PersonPart(
        line_id=one["line_id"],
        name=one["line__name"],
        id_masked=one["line__id_masked"],
        rows=one["rows"],
        ms=one["total"],
        first=day_of(one["first"]),
        last=day_of(one["last"] - timedelta(milliseconds=1)),
        verdict=Verdict(one["verdict"]),
        reason=one["reason"],
    )


def _files(class_id: int) -> Mapping[int, list[tuple[str, str]]]:
    found: defaultdict[int, list[tuple[str, str]]] = defaultdict(list)
    rows = RecordFile.objects.filter(batch__training_class_id=class_id).order_by("id")
    for batch, public_id, name in rows.values_list("batch_id", "file__public_id", "file__name"):
        found[batch].append((str(public_id), name))
    return found


def _card(row: RecordBatch, files: list[tuple[str, str]], parts: list[PersonPart]) -> BatchCard:
    return BatchCard(
        public_id=str(row.public_id),
        kind=Kind(row.kind),
        channel=row.channel,
        filed=row.filed,
        grade=Grade(row.grade),
        way=Way(row.way),
        counts=row.counts,
        note=row.note,
        brought_by=row.brought_by_id,
        brought_at=row.brought_at,
        voided_at=row.voided_at,
        void_reason=row.void_reason,
        files=files,
        parts=parts,
    )
