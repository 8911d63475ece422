"""What the archive finds, what is on hold, purged or asked to be erased, and who looked at whose number."""

from __future__ import annotations

from datetime import date, datetime

from yunpei.casework.queries import archives as casework
from yunpei.casework.types.archives import KeptCase
from yunpei.common import audit
from yunpei.common.actor import Actor
from yunpei.common.clock import day_of
from yunpei.common.errors import Forbidden, NotFound
from yunpei.oversight.archives.erasing import code_digest
from yunpei.oversight.archives.holding import kept_of
from yunpei.oversight.archives.types import (
    Because,
    Destroyed,
    ErasureCard,
    ErasureState,
    FoundCase,
    KeepCard,
    KeepState,
    KeptPart,
    Look,
    PurgeCard,
    PurgeState,
)
from yunpei.oversight.models import Erasure, Keep, Purge
from yunpei.oversight.models.erasures import OPEN
from yunpei.people import queries as people
from yunpei.people.types import Role

FINDERS = (Role.OFFICER_REVIEW, Role.OFFICER_INSPECT)
ADMINISTRATORS = (Role.OPS, Role.SECURITY, Role.AUDIT)
MOST_LOOKS = 2000
MOST_ERASURES = 200


def found_cases(*, class_number: str = "", id_number: str = "", credit_code: str = "", by: Actor) -> list[FoundCase]:
    """Cases of the officer's region by class, person or organisation; each that is given has to fit.

    A person is found by the blind index of the number. Raises Forbidden. 5 queries.
    """
    if not by.has(*FINDERS) or not by.region:
        raise Forbidden
    person = people.person_by_id_number(id_number) if id_number else None
    firm = people.organisation_of_code(credit_code) if credit_code else None
    if (id_number and person is None) or (credit_code and firm is None):
        return []
    kept = casework.kept_cases(
        region=by.region,
        class_number=class_number.strip(),
        person=person.id if person else None,
        organisation=firm.id if firm else None,
    )
    return _with_standing(kept)


def _with_standing(cases: list[KeptCase]) -> list[FoundCase]:
    numbers = [one.number for one in cases]
    held = set(Keep.objects.filter(case__in=numbers, state=KeepState.PLACED).values_list("case", flat=True))
    gone = {number for one in Purge.objects.filter(state=PurgeState.DONE) for number in one.cases}
    return [FoundCase(one, one.number in held, one.number in gone) for one in cases]


def keeps(*, by: Actor) -> list[KeepCard]:
    """Every hold, those that stand first. Administrators of the site. Raises Forbidden. 1 query."""
    _need_administrator(by)
    rows = Keep.objects.order_by("-state", "-id")  # "placed" before "lifted"
    return [
        KeepCard(row.pk, row.case, row.why, KeepState(row.state), row.placed_at, row.lifted_at, row.lift_why)
        for row in rows
    ]


def purges(*, by: Actor) -> list[PurgeCard]:
    """Every purge with its proof, the latest first. Administrators of the site. Raises Forbidden. 1 query."""
    _need_administrator(by)
    return [_purge(row) for row in Purge.objects.order_by("-id")]


def _purge(row: Purge) -> PurgeCard:
    return PurgeCard(
        id=str(row.public_id),
        state=PurgeState(row.state),
        why=row.why,
        cases=tuple(row.cases),
        proposed_at=row.proposed_at,
        decided_at=row.decided_at,
        files=len(row.proof),
        size=sum(one["size"] for one in row.proof),
        digest=row.digest,
        checkpoint=row.checkpoint,
        proof=tuple(row.proof),
    )


def erasures(*, by: Actor, at: datetime) -> list[ErasureCard]:
    """Every request for erasure, open ones first; of open ones what has to stay as of now. Administrators. Raises Forbidden."""
    _need_administrator(by)
    rows = list(Erasure.objects.order_by("-id")[:MOST_ERASURES])
    return sorted((_erasure(row, at) for row in rows), key=lambda one: not one.open)


def own_erasure(*, by: Actor, at: datetime) -> ErasureCard | None:
    """The last request of the one who asks; None where there is none."""
    row = Erasure.objects.filter(person_id=by.person_id or 0).order_by("-id").first()
    return _erasure(row, at) if row else None


def own_kept(*, by: Actor, at: datetime) -> list[KeptPart]:
    """What would have to stay of the one who asks. Raises NotFound."""
    if by.person_id is None:
        raise NotFound
    return kept_of(people.person(by.person_id).public_id, day_of(at))


def erasure_by_code(code: str, *, at: datetime) -> ErasureCard:
    """How a request stands, for whoever has its receipt code. Raises NotFound."""
    row = Erasure.objects.filter(code_digest=code_digest(code)).first()
    if row is None:
        raise NotFound
    return _erasure(row, at)


def _erasure(row: Erasure, at: datetime) -> ErasureCard:
    who = people.person(row.person_id)
    kept = [
        KeptPart(
            one["case"],
            one["held"],
            Because(one["because"]),
            date.fromisoformat(one["until"]) if one["until"] else None,
        )
        for one in row.kept
    ]
    if row.state in OPEN:
        kept = kept_of(who.public_id, day_of(at))
    return ErasureCard(
        id=str(row.public_id),
        person=who.public_id,
        name=who.name,
        id_masked=who.id_masked,
        state=ErasureState(row.state),
        asked_at=row.asked_at,
        due=row.due,
        examined_at=row.examined_at,
        decided_at=row.decided_at,
        why=row.why,
        erased=row.erased,
        restricted=row.restricted,
        kept=tuple(kept),
    )


def destroyed(*, file: str, case: str) -> Destroyed | None:
    """By which purge a file of a case was taken away; None where none took it. Who may see the case may ask. 1 query."""
    for row in Purge.objects.filter(state=PurgeState.DONE).order_by("-id"):
        for one in row.proof:
            if (one["file"], one["case"]) == (file, case):
                assert row.decided_at is not None
                return Destroyed(
                    str(row.public_id), row.decided_at, row.digest, row.checkpoint, one["sha256"], one["size"]
                )
    return None


def purge_proof(purge: str) -> PurgeCard:
    """What a purge took away, for whoever has its address: anyone may count its digest again. Raises NotFound."""
    row = Purge.objects.filter(public_id=purge, state=PurgeState.DONE).first()
    if row is None:
        raise NotFound
    return _purge(row)


def looks(*, by: Actor) -> list[Look]:
    """Every look at a whole ID number, the latest first, at most MOST_LOOKS. Audit administrator. Raises Forbidden. 2 queries."""
    if not by.has(Role.AUDIT):
        raise Forbidden
    found = audit.entries(verb="person_full_id", limit=MOST_LOOKS)
    names = people.account_names(one.account_id for one in found if one.account_id is not None)
    return [
        Look(
            at=one.at,
            who=names.get(one.account_id or 0, one.actor_name),
            roles=one.roles,
            of=one.detail.get("id_masked", ""),
            why=one.detail.get("why", ""),
        )
        for one in found
    ]


def _need_administrator(by: Actor) -> None:
    if not by.has(*ADMINISTRATORS):
        raise Forbidden
