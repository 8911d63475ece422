"""What an undertaking is signed for: its content as a digest, so that a signature never covers something changed since."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from yunpei.casework.models import Case, CaseLine, FilingPlan, Undertaking
from yunpei.casework.programmes import plan_of_claim
from yunpei.casework.types import Applicant, CaseKind, LineState, Source
from yunpei.people.types import OrganisationCard
from yunpei.training import queries as training

_PLAN = (
    "objects_trained posts project occupation course_id mode online_hours offline_hours converted channels cost_fen headcount "
    "starts_on ends_on delegate"
).split()


def content_digest(case: Case, plan: FilingPlan, firm: OrganisationCard) -> str:
    """SHA-256 of what the legal representative of the firm signs for a case as it stands now.

    A class filing: the plan and its roster. A claim: the class, the account to be paid, and the persons claimed for. An
    application: see application_digest.
    """
    content: dict[str, Any] = {
        "case": case.number,
        "pack": case.pack_digest,
        "firm": [firm.credit_code, firm.name, firm.legal_representative],
    }
    if case.kind == CaseKind.CLASS_FILING:
        content["plan"] = {name: str(getattr(plan, name)) for name in _PLAN}
        if plan.training_kind:
            content["plan"]["training_kind"] = plan.training_kind
        content["roster"] = training.roster_digest(plan.roster_id) if plan.roster_id else ""
    else:
        content["class"] = case.training_class_id
        content["account"] = [firm.bank_name, firm.bank_account]
        lines = CaseLine.objects.filter(case=case).exclude(state=LineState.REMOVED).order_by("place")
        content["lines"] = list(lines.values_list("roster_line_id", flat=True))
    return _hashed(content)


def application_digest(case: Case, applicant: Applicant) -> str:
    """SHA-256 of what is signed for an application: who applies as what, for whom, and every fact that they stated."""
    firm, lines = applicant.firm, CaseLine.objects.filter(case=case).exclude(state=LineState.REMOVED).order_by("place")
    rows = lines.values_list("person_id", "given")
    named = list(lines.filter(roster_line__isnull=False).values_list("roster_line_id", flat=True))
    stated = {person: {name: one for name, one in given.items() if one[1] != Source.OFFICE} for person, given in rows}
    return _hashed(
        {
            "case": case.number,
            "pack": case.pack_digest,
            "applicant": [applicant.claimant, applicant.region, applicant.name, applicant.signer],
            "account": [firm.credit_code, firm.bank_name, firm.bank_account] if firm else [],
            "lines": sorted(stated.items()),
            **({"classes": named} if named else {}),
        }
    )


def _hashed(content: dict[str, Any]) -> str:
    return hashlib.sha256(json.dumps(content, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def digest_of(case: Case, applicant: Applicant) -> str:
    """SHA-256 of what is signed for a case of any kind as it stands now."""
    if case.kind == CaseKind.APPLICATION:
        return application_digest(case, applicant)
    assert applicant.firm is not None
    return content_digest(case, plan_of_claim(case), applicant.firm)


def signature_of(case: Case, applicant: Applicant) -> Undertaking | None:
    """The latest signature under a case as it stands now, None if there is none."""
    return valid_undertaking(case, digest_of(case, applicant))


def valid_undertaking(case: Case, digest: str) -> Undertaking | None:
    """The latest signature that was given for this very content, None if there is none. One query.

    A filing was signed for as it was approved: what both sides amended since takes nothing from that.
    """
    if case.kind == CaseKind.CLASS_FILING and case.training_class_id is not None:
        return Undertaking.objects.filter(case=case).order_by("-id").first()
    return Undertaking.objects.filter(case=case, digest=digest).order_by("-id").first()
