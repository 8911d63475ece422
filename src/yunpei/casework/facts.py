"""What is known of each person of a claim, gathered from the rooms below, each fact with where it comes from.

Nothing is guessed: a fact that no room has stays unknown, and the engine says so.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from yunpei.casework.models import Case, CaseLine
from yunpei.casework.types import LineFacts, Source
from yunpei.common.language import Text
from yunpei.credentials import queries as credentials
from yunpei.learning import queries as learning
from yunpei.people import queries as people
from yunpei.people.types import OrganisationCard
from yunpei.policy.carriers.values import ABSENT
from yunpei.policy.columns import COLUMNS
from yunpei.policy.types import Pack
from yunpei.training import queries as training
from yunpei.training.types import Fact

# Rooms that know something of a class's people; a later one says more about the same person, never something else.
ROOMS = (training, learning, credentials)


def gather(
    case: Case, lines: Sequence[CaseLine], pack: Pack, *, firm: OrganisationCard, claimed_on: date, signed: bool
) -> list[LineFacts]:
    """The facts of each line, in the order of the lines. A fixed number of queries per room.

    firm: the claimant as registered. claimed_on: the day the claim counts as made. signed: the claim's undertaking is signed,
    so the programme's attested facts are taken from it.
    """
    assert case.training_class_id is not None
    known: dict[int, dict[str, Fact]] = {}
    for room in ROOMS:
        for one in room.claim_facts(case.training_class_id):
            known.setdefault(one.line_id, {}).update(one.facts)
    cards = people.persons([line.person_id for line in lines if line.person_id is not None])
    shared = _shared(firm, claimed_on, pack, signed=signed)
    return [
        _line(
            line, known.get(line.roster_line_id, {}), shared, cards[line.person_id].public_id if line.person_id else ""
        )
        for line in lines
    ]


def _shared(firm: OrganisationCard, claimed_on: date, pack: Pack, *, signed: bool) -> dict[str, tuple[Any, Source]]:
    """Facts that all lines of a claim have in common."""
    facts: dict[str, tuple[Any, Source]] = {
        "employer_id": (firm.credit_code, Source.ORGANISATION),
        "employer_name": (firm.name, Source.ORGANISATION),
        "employer_kind": (str(firm.kind), Source.ORGANISATION),
        "employer_size": (str(firm.size) or None, Source.ORGANISATION),
        "claimed_on": (claimed_on, Source.CASE),
    }
    for name in pack.attested:
        facts[name] = (True if signed else None, Source.UNDERTAKING)
    return facts


def _line(line: CaseLine, known: Mapping[str, Fact], shared: Mapping[str, tuple[Any, Source]], key: str) -> LineFacts:
    facts: dict[str, Any] = {}
    sources: dict[str, Source] = {}
    notes: dict[str, Text] = {}
    for name, fact in known.items():
        facts[name] = ABSENT if fact.value is None and name in COLUMNS and COLUMNS[name].absent_is_none else fact.value
        sources[name] = Source(fact.source)
        if fact.note is not None:
            notes[name] = fact.note
    for name, (value, source) in shared.items():
        facts[name], sources[name] = value, source
    if line.allowed_by_id is not None:
        facts |= {"allowed_by": str(line.allowed_by_id), "allowed_reason": line.allowed_reason}
        sources |= {"allowed_by": Source.OFFICER, "allowed_reason": Source.OFFICER}
    return LineFacts(
        line.roster_line_id,
        line.person_id,
        key or f"line-{line.roster_line_id}",
        line.name,
        line.id_masked,
        facts,
        sources,
        notes,
    )
