"""What may happen to holds, draws, inspections, complaints and penalties. Diagrams and the matrix test are made from here."""

from __future__ import annotations

from yunpei.common.states import Table, Transition
from yunpei.oversight.types import ComplaintState, DrawState, HoldState, InspectionState, PenaltyState

INSPECTOR = ("officer_inspect",)
REVIEWER = ("officer_review",)
ORGANISATION = ("org_admin", "org_legal")

H = HoldState
HOLD = Table(
    "hold",
    H.PLACED,
    Transition(H.PLACED, "release", H.RELEASED, INSPECTOR, "hold_release"),
)

D = DrawState
DRAW = Table(
    "draw",
    D.DRAFT,
    Transition(D.DRAFT, "edit", D.DRAFT, INSPECTOR, "draw_edit"),
    Transition(D.DRAFT, "commit", D.COMMITTED, INSPECTOR, "draw_commit"),
    Transition(D.COMMITTED, "draw", D.DRAWN, INSPECTOR, "draw_draw"),
    Transition(D.DRAFT, "cancel", D.CANCELLED, INSPECTOR, "draw_cancel"),
    # Said in public and why: a draw that is given up quietly could be tried until it suits.
    Transition(D.COMMITTED, "cancel", D.CANCELLED, INSPECTOR, "draw_cancel"),
)

I = InspectionState  # noqa: E741 - as the tables beside it
INSPECTION = Table(
    "inspection",
    I.ASSIGNED,
    Transition(I.ASSIGNED, "report", I.REPORTED, INSPECTOR, "inspection_report"),
    Transition(I.REPORTED, "report", I.REPORTED, INSPECTOR, "inspection_report"),
    Transition(I.REPORTED, "publish", I.PUBLISHED, INSPECTOR, "inspection_publish"),
)

C = ComplaintState
COMPLAINT = Table(
    "complaint",
    C.RECEIVED,
    Transition(C.RECEIVED, "accept", C.ACCEPTED, INSPECTOR, "complaint_accept"),
    Transition(C.RECEIVED, "decline", C.DECLINED, INSPECTOR, "complaint_decline"),
    Transition(C.ACCEPTED, "answer", C.ANSWERED, INSPECTOR, "complaint_answer"),
)

P = PenaltyState
PENALTY = Table(
    "penalty",
    P.PROPOSED,
    Transition(P.PROPOSED, "impose", P.IN_FORCE, INSPECTOR, "penalty_impose", "penalty_imposed"),
    Transition(P.PROPOSED, "drop", P.DROPPED, INSPECTOR, "penalty_drop"),
    Transition(P.IN_FORCE, "appeal", P.APPEALED, ORGANISATION, "penalty_appeal"),
    Transition(P.APPEALED, "uphold", P.LIFTED, INSPECTOR, "penalty_lift", "penalty_lifted"),
    Transition(P.APPEALED, "dismiss", P.IN_FORCE, INSPECTOR, "penalty_appeal_dismiss", "penalty_stands"),
    Transition(P.IN_FORCE, "ask_repair", P.REPAIR_ASKED, ORGANISATION, "penalty_ask_repair"),
    Transition(P.REPAIR_ASKED, "repair", P.REPAIRED, INSPECTOR, "penalty_repair", "penalty_repaired"),
    Transition(P.REPAIR_ASKED, "refuse_repair", P.IN_FORCE, INSPECTOR, "penalty_repair_refuse", "penalty_stands"),
    Transition(P.IN_FORCE, "lift", P.LIFTED, INSPECTOR, "penalty_lift", "penalty_lifted"),
    # Its term is over: the program sees to it day by day.
    *(
        Transition(state, "expire", P.EXPIRED, (), "penalty_expire", "penalty_expired")
        for state in (P.IN_FORCE, P.APPEALED, P.REPAIR_ASKED)
    ),
)
