"""What is known of each person of a case, gathered from the rooms below or stated for it, each fact with where it comes from.

Nothing is guessed: a fact that no room has stays unknown, and the engine says so.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from yunpei.casework.applicants import employs
from yunpei.casework.engine import restored
from yunpei.casework.models import Case, CaseLine
from yunpei.casework.programmes import plan_of_claim
from yunpei.casework.types import Applicant, CaseKind, LineFacts, Source
from yunpei.common.language import Text
from yunpei.credentials import queries as credentials
from yunpei.learning import queries as learning
from yunpei.people import queries as people
from yunpei.people.types import PersonCard
from yunpei.policy.carriers.values import ABSENT
from yunpei.policy.columns import COLUMNS
from yunpei.policy.types import Pack
from yunpei.training import queries as training
from yunpei.training.types import Fact, RosterLineFacts

# Rooms that know something of a class's people; a later one says more about the same person, never something else.
ROOMS = (training, learning, credentials)


def gather(
    case: Case, lines: Sequence[CaseLine], pack: Pack, *, applicant: Applicant, claimed_on: date, signed: bool
) -> list[LineFacts]:
    """The facts of each line, in the order of the lines. A fixed number of queries per room.

    applicant: as registered. claimed_on: the day the case counts as handed in. signed: its undertaking is signed, so the
    programme's attested facts are taken from it.
    """
    measured = recorded(lines) if case.training_class_id is None else _of_class(case.training_class_id, _alone(lines))
    cards = people.persons([line.person_id for line in lines if line.person_id is not None])
    shared = shared_facts(pack, applicant, claimed_on, signed=signed)
    if "training_kind" in pack.facts and case.kind != CaseKind.APPLICATION:
        shared["training_kind"] = plan_of_claim(case).training_kind or None, Source.FILING
    return [
        _line(line, measured.get(line.roster_line_id or 0, {}), shared, cards.get(line.person_id or 0))
        for line in lines
    ]


def recorded(lines: Sequence[CaseLine]) -> dict[int, dict[str, Fact]]:
    """What our own rooms know of the people of an application, by roster line, where it names the class they were in."""
    named = [line.roster_line_id for line in lines if line.roster_line_id is not None]
    classes = training.classes_of_lines(named) if named else {}
    known = [_of_class(class_id) for class_id in sorted(set(classes.values()))]
    return {line: facts for one in known for line, facts in one.items() if line in classes}


def _alone(lines: Sequence[CaseLine]) -> list[RosterLineFacts] | None:
    """The roster line of a single line, so that nobody else of a large class is read; None: all of them."""
    if len(lines) != 1 or lines[0].roster_line_id is None:
        return None
    return [training.roster_line(lines[0].roster_line_id)]


def _of_class(class_id: int, some: Sequence[RosterLineFacts] | None = None) -> dict[int, dict[str, Fact]]:
    found: dict[int, dict[str, Fact]] = {}
    for room in ROOMS:
        for one in room.claim_facts(class_id, lines=some):
            found.setdefault(one.line_id, {}).update(one.facts)
    return found


def shared_facts(pack: Pack, applicant: Applicant, claimed_on: date, *, signed: bool) -> dict[str, tuple[Any, Source]]:
    """Facts that all lines of a case have in common: what we know without asking anyone."""
    facts: dict[str, tuple[Any, Source]] = {
        "claimed_on": (claimed_on, Source.CASE),
        "claimed_by": (applicant.claimant, Source.CASE),
    }
    firm = applicant.firm
    if firm is not None and employs(pack, applicant):
        facts |= {
            "employer_id": (firm.credit_code, Source.ORGANISATION),
            "employer_name": (firm.name, Source.ORGANISATION),
            "employer_kind": (str(firm.kind), Source.ORGANISATION),
            "employer_size": (str(firm.size) or None, Source.ORGANISATION),
        }
    for name in pack.attested:
        facts[name] = (True if signed else None, Source.UNDERTAKING)
    return facts


def _line(
    line: CaseLine, known: Mapping[str, Fact], shared: Mapping[str, tuple[Any, Source]], card: PersonCard | None
) -> LineFacts:
    facts: dict[str, Any] = {}
    sources: dict[str, Source] = {}
    notes: dict[str, Text] = {}
    for name, fact in known.items():
        facts[name] = ABSENT if fact.value is None and name in COLUMNS and COLUMNS[name].absent_is_none else fact.value
        sources[name] = Source(fact.source)
        if fact.note is not None:
            notes[name] = fact.note
    given = {name: one for name, one in _given(line, card).items() if facts.get(name) in (None, ABSENT)}
    for name, (value, source) in {**given, **shared}.items():  # what our own rooms know is no matter of anyone's word
        facts[name], sources[name] = value, source
    if line.allowed_by_id is not None:
        facts |= {"allowed_by": str(line.allowed_by_id), "allowed_reason": line.allowed_reason}
        sources |= {"allowed_by": Source.OFFICER, "allowed_reason": Source.OFFICER}
    return LineFacts(
        line.roster_line_id,
        line.person_id,
        card.public_id if card is not None else f"line-{line.roster_line_id}",
        line.name,
        line.id_masked,
        facts,
        sources,
        notes,
    )


def _given(line: CaseLine, card: PersonCard | None) -> dict[str, tuple[Any, Source]]:
    """What was stated for a line of an application. A group that an officer found proved before is taken from the register."""
    facts = {name: (restored(name, value), Source(source)) for name, (value, source) in line.given.items()}
    groups = card.groups if card is not None else ()
    if "person_group" in facts and facts["person_group"][0] in groups:
        facts["person_group"] = facts["person_group"][0], Source.PERSON
    return facts
