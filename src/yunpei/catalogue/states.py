"""What may happen to a course, to a call for platforms, to a platform, and to an objection to one."""

from __future__ import annotations

from yunpei.catalogue.selection.types import CallState, ObjectionState, PlatformState
from yunpei.common.states import Table, Transition

PROVIDER = ("org_admin", "org_legal", "ops", "system")

GATE_ROLES = {
    "platform": ("ops",),
    "school": ("org_admin", "org_legal"),  # of the body that gives the course, another than those who made it
    "experts": ("expert",),  # a seat in the committee, see access.seated
    "authority": ("officer_review",),  # of the region
}
_ORDER = (*GATE_ROLES, "published")

COURSE = Table(
    "course",
    "draft",
    Transition("draft", "change", "draft", roles=PROVIDER, audit="course_change"),
    # For the provider's own staff: no gate, and never in the catalogue.
    Transition("draft", "publish", "published", roles=PROVIDER, audit="course_publish"),
    Transition("draft", "submit", "platform", roles=PROVIDER, audit="course_submit"),
    *(
        row
        for (gate, roles), after in zip(GATE_ROLES.items(), _ORDER[1:], strict=True)
        for row in (
            Transition(gate, "pass", after, roles=roles, audit="course_pass"),
            Transition(gate, "return", "draft", roles=roles, audit="course_return"),
        )
    ),
    Transition("experts", "opine", "experts", roles=GATE_ROLES["experts"], audit="course_pass"),
    Transition("published", "retire", "retired", roles=PROVIDER, audit="course_retire"),
    Transition("published", "replace", "retired", audit="course_replace"),  # a newer version has been published
)

REVIEWER = ("officer_review",)
ORGANISATION = ("org_admin", "org_legal")

C = CallState
CALL = Table(
    "platform_call",
    C.OPEN,
    Transition(C.OPEN, "begin", C.REVIEWING, REVIEWER, "call_begin"),
    Transition(C.OPEN, "cancel", C.CANCELLED, REVIEWER, "call_cancel"),
    Transition(C.REVIEWING, "close", C.CLOSED, REVIEWER, "call_close"),
)

P = PlatformState
PLATFORM = Table(
    "platform",
    P.DRAFT,
    Transition(P.DRAFT, "write", P.DRAFT, ORGANISATION, "platform_write"),
    Transition(P.DRAFT, "seal", P.DRAFT, ORGANISATION, "platform_seal"),
    Transition(P.DRAFT, "submit", P.SUBMITTED, ORGANISATION, "platform_submit"),
    Transition(P.SUBMITTED, "withdraw", P.DRAFT, ORGANISATION, "platform_withdraw"),
    Transition(P.SUBMITTED, "review", P.IN_REVIEW, REVIEWER, "platform_review"),
    Transition(P.DRAFT, "lapse", P.LAPSED, REVIEWER, "platform_lapse"),  # its call began without it, or was called off
    Transition(P.SUBMITTED, "lapse", P.LAPSED, REVIEWER, "platform_lapse", "platform_cancelled"),
    Transition(P.IN_REVIEW, "accept", P.ACCEPTED, REVIEWER, "platform_accept", "platform_accepted"),
    Transition(P.IN_REVIEW, "refuse", P.REFUSED, REVIEWER, "platform_refuse", "platform_refused"),
    Transition(P.ACCEPTED, "notice", P.NOTICED, REVIEWER, "platform_notice", "platform_noticed"),
    Transition(P.NOTICED, "list", P.LISTED, REVIEWER, "platform_list", "platform_listed"),
    Transition(P.NOTICED, "drop", P.REFUSED, REVIEWER, "platform_drop"),  # an objection was upheld
    Transition(P.LISTED, "leave", P.LEFT, ORGANISATION, "platform_leave"),
    Transition(P.LISTED, "strike", P.STRUCK, REVIEWER, "platform_strike", "platform_struck"),
    Transition(P.STRUCK, "appeal", P.APPEALED, ORGANISATION, "platform_appeal"),
    Transition(P.APPEALED, "restore", P.LISTED, REVIEWER, "platform_restore", "platform_restored"),
    Transition(P.APPEALED, "dismiss", P.REMOVED, REVIEWER, "platform_dismiss", "platform_removed"),
)

O = ObjectionState  # noqa: E741 - as the tables beside it
PLATFORM_OBJECTION = Table(
    "platform_objection",
    O.OPEN,
    Transition(O.OPEN, "uphold", O.UPHELD, REVIEWER, "platform_objection_uphold", "platform_objection_upheld"),
    Transition(O.OPEN, "dismiss", O.DISMISSED, REVIEWER, "platform_objection_dismiss", "platform_objection_dismissed"),
)
