"""Tables of this room, one subject a file."""

from __future__ import annotations

from yunpei.casework.models.amendments import Amendment, PlanRevision
from yunpei.casework.models.applications import Application
from yunpei.casework.models.cases import Case, CaseDocument, CaseStep, NumberSeries, Undertaking
from yunpei.casework.models.claims import CaseLine, EntitlementGuard
from yunpei.casework.models.dossiers import DossierCopy
from yunpei.casework.models.figures import Figure
from yunpei.casework.models.filings import FilingPlan
from yunpei.casework.models.inbox import Assignment, InboxRow, NameTail, SavedFilter
from yunpei.casework.models.intake import Intake
from yunpei.casework.models.letters import DecisionLetter
from yunpei.casework.models.notices import NoticeAttachment, NoticeRow, Objection, PublicNotice
from yunpei.casework.models.packs import PackApproval
from yunpei.casework.models.plan_lock import LockedAccount, PlanMismatch

__all__ = [
    "Amendment",
    "Application",
    "Assignment",
    "Case",
    "CaseDocument",
    "CaseLine",
    "CaseStep",
    "DecisionLetter",
    "DossierCopy",
    "EntitlementGuard",
    "Figure",
    "FilingPlan",
    "InboxRow",
    "Intake",
    "LockedAccount",
    "NameTail",
    "NoticeAttachment",
    "NoticeRow",
    "NumberSeries",
    "Objection",
    "PackApproval",
    "PlanMismatch",
    "PlanRevision",
    "PublicNotice",
    "SavedFilter",
    "Undertaking",
]
