"""What one may apply for, and what the page of an application shows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from yunpei.casework.applicants import PERSON, claimant_of
from yunpei.casework.application_facts import asked, asked_fact, of_office, shown
from yunpei.casework.engine import fact_name, shown_fact
from yunpei.casework.facts import recorded
from yunpei.casework.models import Case, CaseLine
from yunpei.casework.models.claims import LIVE
from yunpei.casework.programmes import clause_name, files_class, takes_application, usable_packs
from yunpei.casework.types import Applicant, ApplicationPart, OfferedProgramme, RecordedFact, Source
from yunpei.common.actor import Actor
from yunpei.common.errors import Forbidden
from yunpei.funds import queries as books
from yunpei.people import queries as people
from yunpei.people.access import regions_overlap
from yunpei.people.types import ORG_ROLES
from yunpei.policy.inputs import Input
from yunpei.policy.types import Pack
from yunpei.training import queries as training
from yunpei.training.types import Fact

STUDIED = {"online_hours", "certificate_no", "completed"}  # what a class of ours answers


def programmes() -> list[Pack]:
    """Every programme that cases may be opened under, in the version that they would be pinned to."""
    return usable_packs()


def programmes_to_file() -> list[Pack]:
    """Those of them under which an organisation files a class."""
    return [pack for pack in usable_packs() if files_class(pack)]


def programmes_to_apply(*, by: Actor, personal: bool = False) -> list[OfferedProgramme]:
    """Programmes that one may apply under straight away: personal, for oneself; else for the organisation one acts for.

    Raises Forbidden for who acts for none.
    """
    if personal:
        return [_offered(pack) for pack in usable_packs() if takes_application(pack, PERSON)]
    if by.organisation_id is None or not by.has(*ORG_ROLES):
        raise Forbidden
    firm = people.organisation(by.organisation_id)
    claimant = claimant_of(firm)
    return [
        _offered(pack)
        for pack in usable_packs()
        if takes_application(pack, claimant) and regions_overlap(pack.circular.region, firm.region)
    ]


def _offered(pack: Pack) -> OfferedProgramme:
    circular = pack.circular
    return OfferedProgramme(pack.programme, pack.name, circular.number, circular.region, circular.region_name)


def application_part(case: Case, pack: Pack, applicant: Applicant) -> ApplicationPart:
    """What is asked, what was stated and what our own records say, for the case's page. 3 queries without a class of ours."""
    lines = list(case.lines.filter(state__in=LIVE).order_by("place"))
    kind = pack.account_of(applicant.claimant) if pack.pays else ""
    inputs, known = asked(pack, applicant), recorded(lines)
    own = books.line_payees(lines=[str(line.public_id) for line in lines]) if kind == PERSON else {}
    return ApplicationPart(
        asked=tuple(asked_fact(one) for one in inputs),
        office=tuple(asked_fact(one) for one in of_office(pack)),
        office_clause=clause_name(pack.looked_up_clause),
        stated={str(line.public_id): {name: shown(value) for name, (value, _) in line.given.items()} for line in lines},
        accounts=frozenset(own),
        paid_to=kind,
        table=case.application.table,
        recorded={str(line.public_id): _recorded(inputs, known.get(line.roster_line_id or 0, {})) for line in lines},
        classes=_classes(inputs, applicant),
        class_named=_named(lines),
    )


def _recorded(inputs: Sequence[Input], known: Mapping[str, Fact]) -> tuple[RecordedFact, ...]:
    """What is asked and our own rooms know."""
    return tuple(
        RecordedFact(name, fact_name(name), shown_fact(name, known[name].value), Source(known[name].source))
        for name in (one.column.name for one in inputs)
        if name in known and known[name].value is not None
    )


def _classes(inputs: Sequence[Input], applicant: Applicant) -> tuple[tuple[str, str], ...]:
    """Classes of ours that the person was in, where the programme asks for something that a class is known by."""
    if applicant.person is None or not STUDIED & {one.column.name for one in inputs}:
        return ()
    held = training.classes_of_person(applicant.person.id)
    return tuple((one.public_id, f"{one.number} {one.project}") for one in held)


def _named(lines: Sequence[CaseLine]) -> str:
    named = [line.roster_line_id for line in lines[:1] if line.roster_line_id is not None]
    classes = training.classes_of_lines(named) if named else {}
    return next((training.class_of(one).public_id for one in classes.values()), "")
