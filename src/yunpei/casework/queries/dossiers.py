"""A class's dossier on pages: for officers with the copies that were asked for, for others what it holds of theirs."""

from __future__ import annotations

import json
from datetime import datetime

from yunpei.casework import access
from yunpei.casework.models import Case, CaseLine
from yunpei.casework.models.dossiers import DossierCopy
from yunpei.casework.types import CaseKind, CaseState
from yunpei.casework.types.dossiers import CopyCard, DossierPage, Holding
from yunpei.common import jobs
from yunpei.common.actor import Actor
from yunpei.common.errors import Forbidden, NotFound
from yunpei.credentials import queries as credentials
from yunpei.evidence import queries as evidence
from yunpei.evidence.log import queries as log
from yunpei.learning import kept, papers
from yunpei.people.types import Role
from yunpei.training import attended
from yunpei.training import queries as training
from yunpei.training.access import TEACHING, require_organisation
from yunpei.training.types import ClassFacts

JOB = "casework.dossier_make"
MOST = 20  # copies shown


def dossier(*, number: str, by: Actor) -> DossierPage:
    """The dossier of a case's class, with the copies that were asked for.

    Officers who review or inspect and see the case; the audit administrator. Raises NotFound, Forbidden, StoreDown.
    """
    held = dossier_class(number, by)
    rows = DossierCopy.objects.filter(training_class_id=held.id).order_by("-id")[:MOST]
    return _page(held, copies=tuple(map(_card, rows)))


def dossier_class(number: str, by: Actor) -> ClassFacts:
    """The class of a case whose dossier the actor may have. Raises NotFound, Forbidden."""
    case = Case.objects.filter(number=number).first()
    if not by.has(Role.AUDIT):
        access.need_seen(by, case)
        if not by.has(*access.DESK):
            raise Forbidden
    if case is None or case.training_class_id is None:
        raise NotFound
    return training.class_of(case.training_class_id)


def dossier_of_organisation(*, class_id: int, by: Actor) -> DossierPage:
    """What the dossier of a class holds. Its organisation's own people. Raises NotFound, Forbidden, StoreDown."""
    held = training.class_of(class_id)
    require_organisation(by, held.organisation_id, *TEACHING)
    return _page(held)


def dossier_of_person(*, class_id: int, by: Actor) -> DossierPage:
    """What the dossier of a class holds of the one who asks, and nothing of others. Raises NotFound, StoreDown."""
    if by.person_id is None:
        raise NotFound
    training.line_of_person(class_id, by.person_id)
    return _page(training.class_of(class_id), person=by.person_id)


def copy_of(number: str, copy: str, by: Actor) -> DossierCopy:
    """A copy that can be had, for those who may ask for one. Raises NotFound, Forbidden."""
    held = dossier_class(number, by)
    found = DossierCopy.objects.filter(training_class_id=held.id, public_id=copy, made_at__isnull=False).first()
    if found is None or found.dropped_at is not None:
        raise NotFound
    return found


def _page(held: ClassFacts, *, person: int | None = None, copies: tuple[CopyCard, ...] = ()) -> DossierPage:
    seal = log.last_seal(held.public_id)
    at = json.loads(seal.text)["at"] if seal else ""
    sealed = datetime.fromisoformat(at.replace("Z", "+00:00")) if at else None
    return DossierPage(held, _holdings(held, person), sealed, copies)


def _holdings(held: ClassFacts, person: int | None) -> tuple[Holding, ...]:
    """How many records of each kind there are, of the whole class or of one person alone."""
    lines = [one for one in training.roster_lines(held.roster_id) if person in (None, one.person_id)]
    public = lines[0].person if person is not None else None
    claims = Case.objects.filter(training_class_id=held.id, kind=CaseKind.CLAIM).exclude(state=CaseState.DRAFT)
    decided = CaseLine.objects.filter(case__in=claims)
    met = attended.attendances_of_class(held.id).values()
    found = {
        "roster": len(lines),
        "receipts": evidence.sessions_count(held.public_id, person=public),
        "events": log.events_count(held.public_id, person=public),
        "meetings": sum(person in (None, who) for rows in met for who, _, _ in rows),
        "records": sum(person in (None, one.person_id) for _, rows in kept.records_in_class(held.id) for one in rows),
        "exam": sum(person in (None, one.person_id) for one in papers.sat_in_class(held.id)),
        "practical": sum(person in (None, one.person_id) for one in kept.graded_in_class(held.id)),
        "certificates": sum(person in (None, one.person_id) for one in credentials.signed_of_class(held.id)),
        "decision": (decided if person is None else decided.filter(person_id=person)).count(),
    }
    return tuple(Holding(file, count) for file, count in found.items())


def _card(row: DossierCopy) -> CopyCard:
    waiting = row.made_at is None and row.dropped_at is None
    return CopyCard(
        id=str(row.public_id),
        asked_at=row.asked_at,
        asked_by=row.asked_by_id,
        made_at=row.made_at,
        sha256=row.sha256,
        size=row.size,
        dropped_at=row.dropped_at,
        failed=waiting and jobs.gave_up(JOB, str(row.public_id)),
    )
