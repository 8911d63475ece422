"""What one may apply for, and what the page of an application shows."""

from __future__ import annotations

from yunpei.casework.applicants import PERSON, claimant_of
from yunpei.casework.application_facts import asked, asked_fact, of_office, shown
from yunpei.casework.models import Case
from yunpei.casework.models.claims import LIVE
from yunpei.casework.programmes import clause_name, files_class, takes_application, usable_packs
from yunpei.casework.types import Applicant, ApplicationPart, OfferedProgramme
from yunpei.common.actor import Actor
from yunpei.common.errors import Forbidden
from yunpei.funds import queries as books
from yunpei.people import queries as people
from yunpei.people.access import regions_overlap
from yunpei.people.types import ORG_ROLES
from yunpei.policy.types import Pack


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
    """What is asked and what was stated, for the case's page. 2 queries."""
    lines = list(case.lines.filter(state__in=LIVE).order_by("place"))
    kind = pack.account_of(applicant.claimant) if pack.pays else ""
    own = books.line_payees(lines=[str(line.public_id) for line in lines]) if kind == PERSON else {}
    return ApplicationPart(
        asked=tuple(asked_fact(one) for one in asked(pack, applicant)),
        office=tuple(asked_fact(one) for one in of_office(pack)),
        office_clause=clause_name(pack.looked_up_clause),
        stated={str(line.public_id): {name: shown(value) for name, (value, _) in line.given.items()} for line in lines},
        accounts=frozenset(own),
        paid_to=kind,
        table=case.application.table,
    )
