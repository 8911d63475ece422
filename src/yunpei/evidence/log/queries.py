"""Reads of the event log and its checkpoints. Checkpoints are for everyone; of events and values the caller checks who may."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db.models import Q

from yunpei.common import secrets
from yunpei.common.errors import NotFound
from yunpei.evidence.log.actions import PURPOSE
from yunpei.evidence.log.tree import stored_tree
from yunpei.evidence.models import Checkpoint, Event, Leaf, SealedValue, TimeStamp
from yunpei.evidence.sealing import Signer
from yunpei.evidence.types import CheckpointCard, LoggedEvent, Proof, Verb

PIECE = 500


def checkpoints(*, before: int | None = None, limit: int = 100) -> list[CheckpointCard]:
    """Published checkpoints, the newest first. before: only those with a smaller number. 1 query."""
    found = Checkpoint.objects.select_related("stamp").order_by("-number")
    if before is not None:
        found = found.filter(number__lt=before)
    return [_card(row) for row in found[:limit]]


def checkpoint(number: int) -> CheckpointCard:
    """One published checkpoint. Raises NotFound. 1 query."""
    row = Checkpoint.objects.select_related("stamp").filter(pk=number).first()
    if row is None:
        raise NotFound
    return _card(row)


def consistency(old: int, new: int) -> list[str]:
    """The proof, hashes in hex, that checkpoint `new` forgot and changed nothing of checkpoint `old`.

    old, new: numbers of checkpoints. Raises NotFound for one that is not there, or for old after new.
    """
    sizes = Checkpoint.objects.in_bulk([old, new])
    if old not in sizes or new not in sizes or old > new:
        raise NotFound
    return [one.hex() for one in stored_tree().consistency(sizes[old].size, sizes[new].size)]


def public_keys() -> Mapping[str, str]:
    """Key id → public half of what signs checkpoints and dossiers, base64; the current one first."""
    return Signer(settings.YUNPEI_FIELD_KEYS).public_keys()


def history(last: int) -> list[tuple[CheckpointCard, list[str]]]:
    """Every checkpoint from the first to `last`, each with the proof that it is consistent with the one before."""
    tree, found, size = stored_tree(), list[tuple[CheckpointCard, list[str]]](), 0
    for row in Checkpoint.objects.select_related("stamp").filter(number__lte=last).order_by("number"):
        found.append((_card(row), [one.hex() for one in tree.consistency(size, row.size)] if size else []))
        size = row.size
    return found


def covering(leaf: int) -> CheckpointCard | None:
    """The first checkpoint that binds a leaf. 1 query."""
    row = Checkpoint.objects.select_related("stamp").filter(size__gt=leaf).order_by("number").first()
    return _card(row) if row else None


def proofs(numbers: Iterable[int], size: int) -> list[Proof]:
    """The inclusion proof of each leaf in the tree of `size` leaves."""
    tree = stored_tree()
    return [Proof(number, [one.hex() for one in tree.inclusion(number, size)]) for number in numbers]


def bound_events(class_id: str, people: Sequence[str], since: datetime, until: datetime) -> list[LoggedEvent]:
    """A class's events that a checkpoint binds, in order of their leaves.

    And of its people what is of no class, from `since` to before `until`. Sealings are left out: they come after what they seal.
    """
    of_nobody = Q(class_id="", person__in=people, at__gte=since, at__lt=until)
    rows = Event.objects.filter(Q(class_id=class_id) | of_nobody, leaf__number__isnull=False)
    rows = rows.exclude(verb=Verb.DOSSIER).order_by("leaf__number")
    return [LoggedEvent(str(pk), text, leaf) for pk, text, leaf in rows.values_list("pk", "text", "leaf__number")]


def events_count(class_id: str, *, person: str | None = None) -> int:
    """How many events there are of a class, or of one person in it. 1 query."""
    rows = Event.objects.filter(class_id=class_id).exclude(verb=Verb.DOSSIER)
    return (rows if person is None else rows.filter(person=person)).count()


def last_seal(class_id: str) -> LoggedEvent | None:
    """The last sealing of a class's dossier; its leaf is None until a checkpoint binds it."""
    row = (
        Event.objects.filter(class_id=class_id, verb=Verb.DOSSIER).select_related("leaf").order_by("-leaf__id").first()
    )
    return LoggedEvent(str(row.pk), row.text, row.leaf.number) if row else None


def bound_receipts(sessions: Sequence[str]) -> dict[str, tuple[int, int]]:
    """Session → (seq, leaf) of its last receipt that a checkpoint binds."""
    found: dict[str, tuple[int, int]] = {}
    for start in range(0, len(sessions), PIECE):
        some = Leaf.objects.filter(session__in=sessions[start : start + PIECE], number__isnull=False).order_by("seq")
        found |= {session: (seq or 0, leaf or 0) for session, seq, leaf in some.values_list("session", "seq", "number")}
    return found


def value_of(event_id: str | UUID, name: str) -> tuple[str, bytes] | None:
    """The value that an event commits to, and its salt; None where it was erased, or is restricted."""
    row = SealedValue.objects.filter(event_id=event_id, name=name, restricted_at=None).first()
    return (secrets.decrypt(row.value, purpose=PURPOSE), bytes(row.salt)) if row else None


def _card(row: Checkpoint) -> CheckpointCard:
    stamp: TimeStamp | None = getattr(row, "stamp", None)
    return CheckpointCard(
        number=row.number,
        size=row.size,
        at=row.at,
        root=row.root,
        text=row.text,
        signature=row.signature,
        stamped_at=stamp.stamped_at if stamp else None,
        token=base64.b64encode(bytes(stamp.token)).decode() if stamp else "",
        authority=stamp.authority if stamp else "",
    )
