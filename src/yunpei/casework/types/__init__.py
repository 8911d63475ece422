"""What other rooms and the portals may name: cases, lines, notices, objections and what is shown of them. Money is whole fen."""

from __future__ import annotations

from yunpei.casework.types.given import Channel, Difference, Facts, Hold, LineFacts, PlanFields
from yunpei.casework.types.pages import (
    CaseCard,
    CaseDetail,
    CheckRow,
    DocumentRow,
    FactRow,
    LineCard,
    LineDetail,
    NoticeCard,
    NoticePage,
    NoticePerson,
    ObjectionCard,
    OpenNotice,
    StepRow,
)
from yunpei.casework.types.words import CaseKind, CaseState, LineState, ObjectionState, SignedBy, Source

__all__ = [
    "CaseCard",
    "CaseDetail",
    "CaseKind",
    "CaseState",
    "Channel",
    "CheckRow",
    "Difference",
    "DocumentRow",
    "FactRow",
    "Facts",
    "Hold",
    "LineCard",
    "LineDetail",
    "LineFacts",
    "LineState",
    "NoticeCard",
    "NoticePage",
    "NoticePerson",
    "ObjectionCard",
    "ObjectionState",
    "OpenNotice",
    "PlanFields",
    "SignedBy",
    "Source",
    "StepRow",
]
