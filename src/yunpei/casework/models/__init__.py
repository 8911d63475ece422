"""Tables of this room, one subject a file."""

from __future__ import annotations

from yunpei.casework.models.cases import Case, CaseDocument, CaseStep, NumberSeries, Undertaking
from yunpei.casework.models.claims import CaseLine, EntitlementGuard
from yunpei.casework.models.figures import Figure
from yunpei.casework.models.filings import FilingPlan
from yunpei.casework.models.notices import NoticeRow, Objection, PublicNotice

__all__ = [
    "Case",
    "CaseDocument",
    "CaseLine",
    "CaseStep",
    "EntitlementGuard",
    "Figure",
    "FilingPlan",
    "NoticeRow",
    "NumberSeries",
    "Objection",
    "PublicNotice",
    "Undertaking",
]
