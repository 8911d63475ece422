"""What is done to the event log. Callers check who may and write the audit row, unless it says otherwise. Keyword only."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import UTC, datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from yunpei.common import audit, secrets
from yunpei.common.actor import Actor
from yunpei.common.clock import day_of
from yunpei.common.errors import Forbidden, Invalid, NotFound, Problem
from yunpei.common.identifiers_db import new_id
from yunpei.common.language import Text
from yunpei.evidence.log import holding
from yunpei.evidence.merkle import leaf_hash
from yunpei.evidence.models import Event, Leaf, SealedValue
from yunpei.evidence.sealing import commitment, new_salt
from yunpei.evidence.types import Erased, Verb
from yunpei.evidence.verifier import canonical

FORMAT = "yunpei-event-1"
PURPOSE = "evidence.value"  # what stored values are encrypted for
KEEPERS = ("security", "system")


def event_record(
    *,
    verb: Verb,
    by: Actor,
    at: datetime,
    person: str = "",
    class_id: str = "",
    detail: Mapping[str, Any] | None = None,
    claim: Mapping[str, Any] | None = None,
    sealed: Mapping[str, str] | None = None,
) -> str:
    """Write down that something happened, in the transaction of its change; returns the event's id (UUIDv7).

    person, class_id: public ids, "" for none. detail: what the server knows, claim: what the client said of itself; both
    JSON of ids, numbers and fixed words, for they stay for good. sealed: free text, address, device or face data by name;
    the event keeps a salted commitment, the value can be erased. Raises RuntimeError outside a transaction, ValueError for
    a time without a zone.
    """
    return _write(verb, by, at, person, class_id, {"detail": detail, "claim": claim}, sealed, None)


@transaction.atomic
def login_record(*, person: str, address: str, device: str, by: Actor, at: datetime) -> None:
    """Write down that a person opened a session of the site; network address and device as commitments. For the sign-in page."""
    event_record(verb=Verb.LOGIN, by=by, at=at, person=person, sealed={"address": address, "device": device})


@transaction.atomic
def event_correct(
    *, event_id: str, by: Actor, at: datetime, detail: Mapping[str, Any], sealed: Mapping[str, str] | None = None
) -> str:
    """Say that an event was wrong, and what is right: a new event that names the old one, which stays. Raises NotFound."""
    old = Event.objects.filter(pk=event_id).first()
    if old is None:
        raise NotFound
    return _write(Verb.CORRECTION, by, at, old.person, old.class_id, {"detail": detail, "claim": None}, sealed, old)


def _write(
    verb: Verb,
    by: Actor,
    at: datetime,
    person: str,
    class_id: str,
    said: Mapping[str, Mapping[str, Any] | None],
    sealed: Mapping[str, str] | None,
    old: Event | None,
) -> str:
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError(f"event {verb} outside the transaction of its change")
    if at.tzinfo is None:
        raise ValueError(f"event {verb}: the time needs its zone")
    made, salts = new_id(), {name: new_salt() for name in sealed or {}}
    text = canonical(
        {
            "format": FORMAT,
            "id": str(made),
            "verb": verb.value,
            "at": utc(at),
            "by": sorted(by.roles),
            "person": person,
            "class": class_id,
            "detail": dict(said["detail"] or {}),
            "claim": dict(said["claim"] or {}),
            "sealed": {name: commitment(name, value, salts[name]) for name, value in (sealed or {}).items()},
            "corrects": str(old.pk) if old else "",
        }
    )
    event = Event.objects.create(id=made, verb=verb, at=at, person=person, class_id=class_id, corrects=old, text=text)
    Leaf.objects.create(event=event, hash=leaf_hash(text.encode()))
    SealedValue.objects.bulk_create(
        SealedValue(event=event, name=name, salt=salts[name], value=secrets.encrypt(value, purpose=PURPOSE))
        for name, value in (sealed or {}).items()
    )
    return str(made)


def utc(at: datetime) -> str:
    """A time as events and checkpoints write it: UTC, to the millisecond."""
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


@transaction.atomic
def values_erase(*, person: str, why: str, by: Actor, at: datetime) -> Erased:
    """Erase all that events commit to of a person: value and salt go, the leaves stay and prove nothing more about them.

    What has to be kept (holding.py) is restricted instead: nobody reads it, and it goes when it need not be kept any longer. The
    security administrator, or the program. Writes its own audit row and event. Raises Forbidden, Invalid without a reason.
    """
    _need_keeper(by)
    said = _reason(why)
    done = _erase(SealedValue.objects.filter(event__person=person), person, at)
    counts = {"erased": done.erased, "restricted": done.restricted}
    event_record(verb=Verb.ERASURE, by=by, at=at, person=person, detail=counts)
    _record("values_erase", person, by, at, {**counts, "why": said})
    return done


@transaction.atomic
def named_erase(*, person: str, names: Collection[str], at: datetime) -> Erased:
    """Erase, or under a legal hold restrict, what a person's events seal under some names: a consent was withdrawn.

    Callers check who may, and write event and audit row.
    """
    return _erase(SealedValue.objects.filter(event__person=person, name__in=names), person, at)


def _erase(values: QuerySet[SealedValue], person: str, at: datetime) -> Erased:
    kept = holding.held(person, day_of(at))
    waiting = values if kept.everything else values.filter(event__class_id__in=kept.classes)
    restricted = waiting.filter(restricted_at=None).update(restricted_at=at)
    return Erased(erased=_free(values, kept).delete()[0], restricted=restricted)


def _free(values: QuerySet[SealedValue], kept: holding.Held) -> QuerySet[SealedValue]:
    return values.none() if kept.everything else values.exclude(event__class_id__in=kept.classes)


@transaction.atomic
def restricted_erase(*, at: datetime) -> int:
    """Erase what was restricted and need not be kept any longer; returns how many values. The program alone (jobs)."""
    found = SealedValue.objects.exclude(restricted_at=None)
    people = list(found.order_by("event__person").values_list("event__person", flat=True).distinct())
    of_people = ((found.filter(event__person=person), holding.held(person, day_of(at))) for person in people)
    return sum(_free(values, kept).delete()[0] for values, kept in of_people)


def _need_keeper(by: Actor) -> None:
    if not by.has(*KEEPERS):
        raise Forbidden


def _reason(why: str) -> str:
    if not why.strip():
        raise Invalid([Problem("why", Text("请写明原因", "give the reason"))])
    return why.strip()


def _record(verb: str, person: str, by: Actor, at: datetime, detail: dict[str, object]) -> None:
    audit.record(by=by, at=at, verb=verb, subject_type="person", subject_id=person, detail=detail)
