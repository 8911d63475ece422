"""What is done to the event log. Callers check who may and write the audit row, unless it says otherwise. Keyword only."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

from django.db import transaction

from yunpei.common import audit, secrets
from yunpei.common.actor import Actor
from yunpei.common.clock import day_of
from yunpei.common.errors import Conflict, Forbidden, Invalid, NotFound, Problem
from yunpei.common.identifiers_db import new_id
from yunpei.common.language import Text
from yunpei.evidence.merkle import leaf_hash
from yunpei.evidence.models import Event, Leaf, LegalHold, SealedValue
from yunpei.evidence.sealing import commitment, new_salt
from yunpei.evidence.types import Erased, Verb
from yunpei.evidence.verifier import canonical

FORMAT = "yunpei-event-1"
PURPOSE = "evidence.value"  # what stored values are encrypted for
KEEPERS = ("ops", "system")


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

    Under a legal hold the values are restricted instead: nobody reads them, and they go when the hold ends. Operations, or
    the program. Writes its own audit row and event. Raises Forbidden, Invalid without a reason.
    """
    _need_keeper(by)
    said = _reason(why)
    values = SealedValue.objects.filter(event__person=person)
    if held_until(person, day_of(at)) is not None:
        done = Erased(erased=0, restricted=values.filter(restricted_at=None).update(restricted_at=at))
    else:
        done = Erased(erased=values.delete()[0], restricted=0)
    counts = {"erased": done.erased, "restricted": done.restricted}
    event_record(verb=Verb.ERASURE, by=by, at=at, person=person, detail=counts)
    _record("values_erase", person, by, at, {**counts, "why": said})
    return done


@transaction.atomic
def restricted_erase(*, at: datetime) -> int:
    """Erase what was restricted under holds that have ended; returns how many values. The program alone (jobs)."""
    found = SealedValue.objects.exclude(restricted_at=None)
    people = found.order_by("event__person").values_list("event__person", flat=True).distinct()
    free = [person for person in people if held_until(person, day_of(at)) is None]
    erased: int = found.filter(event__person__in=free).delete()[0]
    return erased


@transaction.atomic
def hold_put(*, person: str, why: str, until: date, by: Actor, at: datetime) -> int:
    """Keep what is known of a person to the end of a day, whoever asks for erasure; returns the hold's id.

    Operations, or the program. Raises Forbidden, Invalid.
    """
    _need_keeper(by)
    if until < day_of(at):
        raise Invalid([Problem("until", Text("保留期限已过", "that day is over"))])
    made = LegalHold.objects.create(person=person, why=_reason(why), until=until, put_at=at)
    _record("hold_put", person, by, at, {"until": until.isoformat(), "why": made.why})
    return made.pk


@transaction.atomic
def hold_lift(*, hold_id: int, why: str, by: Actor, at: datetime) -> None:
    """End a hold before its day. Operations, or the program. Raises Forbidden, NotFound, Conflict, Invalid."""
    _need_keeper(by)
    held = LegalHold.objects.select_for_update().filter(pk=hold_id).first()
    if held is None:
        raise NotFound
    if held.lifted_at is not None:
        raise Conflict(Text("该保留已解除", "this hold was lifted already"))
    held.lifted_at = at
    held.save(update_fields=["lifted_at"])
    _record("hold_lift", held.person, by, at, {"why": _reason(why)})


def held_until(person: str, today: date) -> date | None:
    """The last day of the longest hold that binds a person's values today; None where there is none."""
    holds = LegalHold.objects.filter(person=person, lifted_at=None, until__gte=today).order_by("-until")
    return holds.values_list("until", flat=True).first()


def _need_keeper(by: Actor) -> None:
    if not by.has(*KEEPERS):
        raise Forbidden


def _reason(why: str) -> str:
    if not why.strip():
        raise Invalid([Problem("why", Text("请写明原因", "give the reason"))])
    return why.strip()


def _record(verb: str, person: str, by: Actor, at: datetime, detail: dict[str, object]) -> None:
    audit.record(by=by, at=at, verb=verb, subject_type="person", subject_id=person, detail=detail)
