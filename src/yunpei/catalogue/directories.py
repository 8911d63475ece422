"""The two directories (两目录): bodies that train and evaluate, training projects. Published in numbered batches.

A batch adds entries and may take earlier ones out; nothing in it changes afterwards, so any day's directory can be shown.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Count, Q

from yunpei.catalogue import searching
from yunpei.catalogue.models import DirectoryBatch, DirectoryEntry
from yunpei.catalogue.types import Directory, EntryKind
from yunpei.common import audit
from yunpei.common.actor import Actor
from yunpei.common.clock import day_of
from yunpei.common.errors import Forbidden, Invalid, Problem
from yunpei.common.language import Text

KINDS = {
    Directory.BODIES: (EntryKind.TRAINING, EntryKind.EVALUATION),
    Directory.PROJECTS: (EntryKind.PROJECT,),
}
MOST = 2000  # entries a batch


@dataclass(frozen=True, slots=True)
class NewEntry:
    """One line of a batch. code: credit code of a body, occupation of a project, or ""."""

    kind: EntryKind
    name: str
    code: str
    scope: str
    since: date
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """What stands in a directory, since when, until when, by which batch; `out` where a later batch took it out."""

    id: int
    kind: EntryKind
    name: str
    code: str
    scope: str
    region: str
    since: date
    until: date | None
    batch: int
    out: int | None


@dataclass(frozen=True, slots=True)
class Batch:
    """One published list."""

    region: str
    number: int
    title: str
    published_on: date
    added: int
    taken_out: int


@transaction.atomic
def batch_publish(
    *,
    directory: Directory,
    title: str,
    entries: Sequence[NewEntry],
    out: Sequence[int] = (),
    by: Actor,
    at: datetime,
) -> int:
    """Publish a batch of the actor's region: entries that come in, ids of those that go out. Its number.

    Reviewing officers. Raises Forbidden, Invalid with every line that is wrong.
    """
    if not by.has("officer_review") or not by.region or by.account_id is None:
        raise Forbidden
    title = " ".join(title.split())
    leaving = DirectoryEntry.objects.select_for_update(of=("self",)).filter(
        pk__in=list(out), out=None, batch__directory=directory, batch__region=by.region
    )
    gone = list(leaving)
    problems = _problems(directory, title, entries)
    if len(gone) != len(set(out)):
        problems.append(
            _problem("out", "要移出的条目不在本地区目录中", "what is to go out is not in this region's directory")
        )
    if not entries and not gone:
        problems.append(_problem("entries", "请填写至少一个条目", "name at least one entry"))
    if problems:
        raise Invalid(problems)
    earlier = DirectoryBatch.objects.select_for_update().filter(directory=directory, region=by.region)
    batch = DirectoryBatch.objects.create(
        directory=directory,
        region=by.region,
        number=(earlier.order_by("-number").values_list("number", flat=True).first() or 0) + 1,
        title=title,
        published_on=day_of(at),
        account_id=by.account_id,
    )
    DirectoryEntry.objects.bulk_create([_row(batch, one) for one in entries], batch_size=500)
    DirectoryEntry.objects.filter(pk__in=[one.pk for one in gone]).update(out=batch)
    detail = {"directory": directory, "number": batch.number, "added": len(entries), "out": [one.pk for one in gone]}
    audit.record(by=by, at=at, verb="directory_publish", subject_type="directory", subject_id=batch.pk, detail=detail)
    return batch.number


def entries_on(
    directory: Directory, *, on: date, words: str = "", kind: str = "", region: str = "", limit: int = 500
) -> list[Entry]:
    """What stood in a directory on a day, by name. 1 query."""
    found = DirectoryEntry.objects.select_related("batch", "out").filter(
        Q(until=None) | Q(until__gte=on),
        Q(out=None) | Q(out__published_on__gt=on),
        batch__directory=directory,
        batch__published_on__lte=on,
        since__lte=on,
    )
    for word in searching.normal(words).split():
        found = found.filter(words__contains=word)
    if kind:
        found = found.filter(kind=kind)
    if region:
        found = found.filter(batch__region=region)
    return [_entry(row) for row in found.order_by("name", "id")[:limit]]


def batches(directory: Directory) -> list[Batch]:
    """Every batch, the newest first. 1 query."""
    rows = DirectoryBatch.objects.filter(directory=directory).annotate(
        added=Count("entries", distinct=True), gone=Count("taken_out", distinct=True)
    )
    return [
        Batch(row.region, row.number, row.title, row.published_on, row.added, row.gone)
        for row in rows.order_by("-published_on", "-id")
    ]


def _row(batch: DirectoryBatch, one: NewEntry) -> DirectoryEntry:
    name, code, scope = " ".join(one.name.split()), one.code.strip(), one.scope.strip()
    return DirectoryEntry(
        batch=batch,
        kind=one.kind,
        name=name,
        code=code,
        scope=scope,
        words=searching.normal(name, code, scope),
        since=one.since,
        until=one.until,
    )


def _entry(row: DirectoryEntry) -> Entry:
    return Entry(
        row.pk,
        EntryKind(row.kind),
        row.name,
        row.code,
        row.scope,
        row.batch.region,
        row.since,
        row.until,
        row.batch.number,
        row.out.number if row.out else None,
    )


def _problems(directory: Directory, title: str, entries: Sequence[NewEntry]) -> list[Problem]:
    problems = []
    if not title or len(title) > 200:
        problems.append(_problem("title", "请填写批次名称，不超过200字", "name the batch, in up to 200 characters"))
    if len(entries) > MOST:
        problems.append(_problem("entries", f"一批最多{MOST}条", f"a batch has up to {MOST} entries"))
    seen = set[tuple[str, str]]()
    for n, one in enumerate(entries, start=1):
        name = " ".join(one.name.split())
        key = (name, one.code.strip())
        if not name or len(name) > 200:
            problems.append(
                _problem("entries", f"第{n}行：请填写名称，不超过200字", f"line {n}: the name lacks or is too long")
            )
        if len(one.code.strip()) > 18:
            problems.append(
                _problem("entries", f"第{n}行：编码不超过18位", f"line {n}: the code has up to 18 characters")
            )
        if one.kind not in KINDS[directory]:
            problems.append(
                _problem("entries", f"第{n}行：类型不属于本目录", f"line {n}: belongs to the other directory")
            )
        if one.until is not None and one.until < one.since:
            problems.append(_problem("entries", f"第{n}行：结束日期早于开始日期", f"line {n}: ends before it begins"))
        if key in seen:
            problems.append(_problem("entries", f"第{n}行：与前面重复", f"line {n}: stands above already"))
        seen.add(key)
    return problems


def _problem(field: str, zh: str, en: str) -> Problem:
    return Problem(field, Text(zh, en))
