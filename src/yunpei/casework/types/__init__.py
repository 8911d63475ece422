"""What other rooms and the portals may name: cases, lines, notices, objections and what is shown of them. Money is whole fen."""

from __future__ import annotations

from yunpei.casework.types.amendments import AmendmentCard, AmendmentState, PlanChange, RevisionRow
from yunpei.casework.types.applications import (
    Applicant,
    ApplicationPart,
    AskedFact,
    LimitRow,
    OfferedProgramme,
    OpenFigure,
    RecordedFact,
    TableTaken,
)
from yunpei.casework.types.given import Channel, Difference, Facts, Hold, LineFacts, PlanFields
from yunpei.casework.types.inbox import BatchResult, Clock, Desk, InboxCard, InboxPage, Tab, Wanted, Workload
from yunpei.casework.types.intake import IntakeCard, IntakeWay
from yunpei.casework.types.letters import LetterCard, LetterCheck, NextStep
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
    RefusedPayment,
    StepRow,
)
from yunpei.casework.types.paying import WaitingCase
from yunpei.casework.types.plan_lock import Claimed, ClaimedLine, LockCode, LockedPlan, Mismatch, MismatchRow, Side
from yunpei.casework.types.subjects import CaseSubject, SubjectLine
from yunpei.casework.types.words import DECIDED, CaseKind, CaseState, LineState, ObjectionState, SignedBy, Source

__all__ = [
    "DECIDED",
    "AmendmentCard",
    "AmendmentState",
    "Applicant",
    "ApplicationPart",
    "AskedFact",
    "BatchResult",
    "CaseCard",
    "CaseDetail",
    "CaseKind",
    "CaseState",
    "CaseSubject",
    "Channel",
    "CheckRow",
    "Claimed",
    "ClaimedLine",
    "Clock",
    "Desk",
    "Difference",
    "DocumentRow",
    "FactRow",
    "Facts",
    "Hold",
    "InboxCard",
    "InboxPage",
    "IntakeCard",
    "IntakeWay",
    "LetterCard",
    "LetterCheck",
    "LimitRow",
    "LineCard",
    "LineDetail",
    "LineFacts",
    "LineState",
    "LockCode",
    "LockedPlan",
    "Mismatch",
    "MismatchRow",
    "NextStep",
    "NoticeCard",
    "NoticePage",
    "NoticePerson",
    "ObjectionCard",
    "ObjectionState",
    "OfferedProgramme",
    "OpenFigure",
    "OpenNotice",
    "PlanChange",
    "PlanFields",
    "RecordedFact",
    "RefusedPayment",
    "RevisionRow",
    "Side",
    "SignedBy",
    "Source",
    "StepRow",
    "SubjectLine",
    "Tab",
    "TableTaken",
    "WaitingCase",
    "Wanted",
    "Workload",
]
