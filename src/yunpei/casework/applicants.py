"""Who a case is for: an organisation as registered, or a person who applies for themselves."""

from __future__ import annotations

from yunpei.casework.models import Case
from yunpei.casework.types import Applicant, CaseKind
from yunpei.people import queries as people
from yunpei.people.types import OrganisationCard, OrganisationKind
from yunpei.policy.types import Pack

PERSON, INSTITUTION, ENTERPRISE = "person", "institution", "enterprise"


def applicant_of(case: Case) -> Applicant:
    """Who the case is for, as they are registered now."""
    own = case.application if case.kind == CaseKind.APPLICATION else None
    if case.person_id is not None:
        assert own is not None
        return Applicant(own.claimant, own.region, person=people.person(case.person_id))
    firm = firm_of(case)
    return Applicant(own.claimant if own else claimant_of(firm), own.region if own else firm.region, firm=firm)


def firm_of(case: Case) -> OrganisationCard:
    """The organisation of a case that is no person's, as registered now."""
    assert case.organisation_id is not None
    return people.organisation(case.organisation_id)


def payee_of(pack: Pack, firm: OrganisationCard) -> dict[str, str]:
    """Whom a claim for a class pays, by the firm's page as it is now."""
    return {"name": firm.name, "bank": firm.bank_name, "account": firm.bank_account, "kind": pack.payee_account}


def claimant_of(firm: OrganisationCard) -> str:
    """What an organisation claims as; the packs call every business that employs people an enterprise."""
    return INSTITUTION if firm.kind is OrganisationKind.INSTITUTION else ENTERPRISE


def employs(pack: Pack, applicant: Applicant) -> bool:
    """Whether the employer columns hold the applicant, so that our register fills them.

    Where an institution or an enterprise may claim, they hold whoever runs the class; a person who claims is no employer.
    """
    return applicant.firm is not None and not {INSTITUTION, ENTERPRISE} <= set(pack.claimants)
