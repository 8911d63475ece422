"""Reads of cases, lines, notices. Those with `by` show what the actor may see, NotFound for the rest."""

from __future__ import annotations

from yunpei.casework.queries.cases import case, cases, classes_to_claim, filing_of_class, plan_problems
from yunpei.casework.queries.lines import claim_preview, line, lines, recheck
from yunpei.casework.queries.notices import (
    notice,
    notices,
    objection_by_code,
    objections,
    objections_open,
    open_notices,
)  # fmt: skip

__all__ = [
    "case",
    "cases",
    "claim_preview",
    "classes_to_claim",
    "filing_of_class",
    "line",
    "lines",
    "notice",
    "notices",
    "objection_by_code",
    "objections",
    "objections_open",
    "open_notices",
    "plan_problems",
    "recheck",
]
