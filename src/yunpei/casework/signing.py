"""What an undertaking is signed for: its content as a digest, so that a signature never covers something changed since."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from yunpei.casework.models import Case, CaseLine, FilingPlan, Undertaking
from yunpei.casework.types import CaseKind, LineState
from yunpei.people.types import OrganisationCard
from yunpei.training import queries as training

_PLAN = (
    "objects_trained posts project occupation course_id mode online_hours offline_hours converted channels cost_fen headcount "
    "starts_on ends_on delegate"
).split()


def content_digest(case: Case, plan: FilingPlan, firm: OrganisationCard) -> str:
    """SHA-256 of what the legal representative of the firm signs for a case as it stands now.

    A class filing: the plan and its roster. A claim: the class, the account to be paid, and the persons claimed for.
    """
    content: dict[str, Any] = {
        "case": case.number,
        "pack": case.pack_digest,
        "firm": [firm.credit_code, firm.name, firm.legal_representative],
    }
    if case.kind == CaseKind.CLASS_FILING:
        content["plan"] = {name: str(getattr(plan, name)) for name in _PLAN}
        content["roster"] = training.roster_digest(plan.roster_id) if plan.roster_id else ""
    else:
        content["class"] = case.training_class_id
        content["account"] = [firm.bank_name, firm.bank_account]
        lines = CaseLine.objects.filter(case=case).exclude(state=LineState.REMOVED).order_by("place")
        content["lines"] = list(lines.values_list("roster_line_id", flat=True))
    return hashlib.sha256(json.dumps(content, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def valid_undertaking(case: Case, digest: str) -> Undertaking | None:
    """The latest signature that was given for this very content, None if there is none. One query."""
    return Undertaking.objects.filter(case=case, digest=digest).order_by("-id").first()
