"""What the archive finds, what is on hold, what was purged, and who looked at whose number."""

from __future__ import annotations

from yunpei.casework.queries import archives as casework
from yunpei.casework.types.archives import KeptCase
from yunpei.common import audit
from yunpei.common.actor import Actor
from yunpei.common.errors import Forbidden
from yunpei.oversight.archives.types import FoundCase, KeepCard, KeepState, Look, PurgeCard, PurgeState
from yunpei.oversight.models import Keep, Purge
from yunpei.people import queries as people
from yunpei.people.types import Role

FINDERS = (Role.OFFICER_REVIEW, Role.OFFICER_INSPECT)
ADMINISTRATORS = (Role.OPS, Role.SECURITY, Role.AUDIT)
MOST_LOOKS = 2000


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
    return [
        PurgeCard(
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
        for row in Purge.objects.order_by("-id")
    ]


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
