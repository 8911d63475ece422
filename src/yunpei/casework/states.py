"""What may happen to cases, lines and objections. Nothing else says so; diagrams and the matrix test are made from here.

Class filing: draft → submitted ⇄ returned, submitted → approved → closed.
Claim and application: draft → submitted ⇄ returned, submitted → accepted → first_review → second_review → public_notice →
approved → in_payment → paid → closed. An application may be paid in advance once its first review is passed.
Without a public notice second_review → approved; a service without money ends there.
All may be refused, withdrawn and held; a held case goes back to where it was. An inspector may hand one to the judicial authority:
it stands still from then on, though money may still be asked back, and goes back to where it was if the authority gives it back.
What came in on paper is entered by an officer (enter, hand_in) instead of its applicant (edit, submit).
"""

from __future__ import annotations

from collections.abc import Iterable

from yunpei.casework.types import AmendmentState, CaseKind, CaseState, LineState, ObjectionState, Side
from yunpei.common.states import Table, Transition

ORGANISATION = ("org_admin", "org_legal")
APPLICANT = (*ORGANISATION, "learner")  # a person applies for themselves
REVIEWER = ("officer_review",)
PAYER = ("officer_pay",)
INSPECTOR = ("officer_inspect",)  # the named role that reopens, and that holds what is under way

S = CaseState


def _held(states: Iterable[CaseState]) -> list[Transition]:
    """Holding from any of the states, and going back to the one it was held from."""
    rows = []
    for state in states:
        # A gate's hold of the whole case speaks for the program.
        rows.append(Transition(state, "hold", S.HELD, (*REVIEWER, *INSPECTOR, "system"), "case_hold", "case_held"))
        rows.append(
            Transition(S.HELD, release_to(state), state, (*REVIEWER, *INSPECTOR), "case_release", "case_released")
        )
    return rows


def release_to(state: str) -> str:
    """The event that lets a held case go back to a state."""
    return f"release_to_{state}"


def given_back_to(state: str) -> str:
    """The event that lets a case go back to a state once the judicial authority gave it back."""
    return f"given_back_to_{state}"


def _judicial(states: Iterable[CaseState]) -> list[Transition]:
    """Handed to the judicial authority from any of the states or from a hold, and given back to where it was before."""
    rows = [Transition(S.HELD, "hand_over", S.JUDICIAL, INSPECTOR, "case_hand_over_judicial", "case_judicial")]
    for state in states:
        rows.append(Transition(state, "hand_over", S.JUDICIAL, INSPECTOR, "case_hand_over_judicial", "case_judicial"))
        rows.append(
            Transition(S.JUDICIAL, given_back_to(state), state, INSPECTOR, "case_given_back", "case_given_back")
        )
    rows.append(Transition(S.JUDICIAL, "recover", S.JUDICIAL, INSPECTOR, "claim_recover", "recovery_opened"))
    return rows


def _ended(states: Iterable[CaseState], applicant: tuple[str, ...] = ORGANISATION) -> list[Transition]:
    """What the applicant may take back, and what an officer may refuse."""
    rows = []
    for state in states:
        rows.append(Transition(state, "withdraw", S.WITHDRAWN, applicant, "case_withdraw"))
        if state is not S.DRAFT:
            rows.append(Transition(state, "refuse", S.REFUSED, REVIEWER, "case_refuse", "case_refused"))
    return rows


def _common(applicant: tuple[str, ...]) -> tuple[Transition, ...]:
    """Written, handed in, given back to be corrected, taken up again: the same for all."""
    return (
        Transition(S.DRAFT, "edit", S.DRAFT, applicant, "case_edit"),
        Transition(S.RETURNED, "edit", S.RETURNED, applicant, "case_edit"),
        Transition(S.DRAFT, "enter", S.DRAFT, REVIEWER, "case_enter"),
        Transition(S.RETURNED, "enter", S.RETURNED, REVIEWER, "case_enter"),
        Transition(S.DRAFT, "hand_in", S.SUBMITTED, REVIEWER, "case_hand_in", "case_submitted"),
        Transition(S.RETURNED, "hand_in", S.SUBMITTED, REVIEWER, "case_hand_in", "case_submitted"),
        Transition(S.DRAFT, "submit", S.SUBMITTED, applicant, "case_submit", "case_submitted"),
        Transition(S.RETURNED, "submit", S.SUBMITTED, applicant, "case_submit", "case_submitted"),
        Transition(S.SUBMITTED, "return", S.RETURNED, REVIEWER, "case_return", "case_returned"),
        Transition(S.REFUSED, "reopen", S.SUBMITTED, INSPECTOR, "case_reopen", "case_reopened"),
    )


FILING = Table(
    "class_filing",
    S.DRAFT,
    *_common(ORGANISATION),
    Transition(S.SUBMITTED, "approve", S.APPROVED, REVIEWER, "filing_accept", "filing_approved"),
    Transition(S.APPROVED, "close", S.CLOSED, ("system",), "filing_close"),
    # Paid before the class, where the programme pays in advance; what no claim will use is asked back.
    Transition(S.APPROVED, "advance", S.APPROVED, REVIEWER, "filing_advance", "advance_granted"),
    Transition(S.APPROVED, "pay", S.APPROVED, PAYER, "filing_pay", "payment_sent"),
    Transition(S.APPROVED, "recover", S.APPROVED, INSPECTOR, "filing_recover", "recovery_opened"),
    *_ended((S.DRAFT, S.SUBMITTED, S.RETURNED)),
    # A change of the approved plan, proposed by one side and agreed by the other: AMENDMENTS say where each stands.
    *(
        Transition(S.APPROVED, event, S.APPROVED, (*ORGANISATION, *REVIEWER), audit, sends)
        for event, audit, sends in (
            ("amend_propose", "amendment_propose", ""),
            ("amend_refuse", "amendment_refuse", ""),
            ("amend_withdraw", "amendment_withdraw", ""),
            ("amend", "filing_amend", "plan_amended"),
        )
    ),
    *_held((S.SUBMITTED, S.RETURNED)),
    *_judicial((S.SUBMITTED, S.RETURNED, S.APPROVED, S.CLOSED)),
)

_REVIEWED = (S.ACCEPTED, S.FIRST_REVIEW, S.SECOND_REVIEW, S.PUBLIC_NOTICE)


def _decided(name: str, applicant: tuple[str, ...], *more: Transition) -> Table:
    """A kind whose lines are decided, reviewed by two, published, paid. more: what this kind alone has."""
    return Table(
        name,
        S.DRAFT,
        *_common(applicant),
        Transition(S.ACCEPTED, "return", S.RETURNED, REVIEWER, "case_return", "case_returned"),
        Transition(S.FIRST_REVIEW, "return", S.RETURNED, REVIEWER, "case_return", "case_returned"),
        Transition(S.SUBMITTED, "accept", S.ACCEPTED, REVIEWER, "claim_accept", "claim_accepted"),
        Transition(S.ACCEPTED, "review_first", S.FIRST_REVIEW, REVIEWER, "review_first"),
        Transition(S.FIRST_REVIEW, "review_second", S.SECOND_REVIEW, REVIEWER, "review_second"),
        Transition(S.SECOND_REVIEW, "publish", S.PUBLIC_NOTICE, REVIEWER, "notice_publish", "notice_published"),
        Transition(S.PUBLIC_NOTICE, "approve", S.APPROVED, REVIEWER, "claim_approve", "claim_approved"),
        # Where the circular asks for no public notice, and where there is no money in it.
        Transition(S.SECOND_REVIEW, "approve_unpublished", S.APPROVED, REVIEWER, "claim_approve", "claim_approved"),
        Transition(S.APPROVED, "finish", S.CLOSED, REVIEWER, "service_granted"),
        # Something changed since the decision was frozen: it is decided again, and reviewed and published again.
        *(
            Transition(state, "decide_again", S.ACCEPTED, REVIEWER, "claim_decide_again", "claim_decided_again")
            for state in _REVIEWED
        ),
        Transition(S.APPROVED, "pay", S.IN_PAYMENT, PAYER, "claim_pay", "payment_sent"),
        # Failed rows, and lines held before.
        Transition(S.IN_PAYMENT, "pay", S.IN_PAYMENT, PAYER, "claim_pay", "payment_sent"),
        # By a reviewer where the last line that was held is removed: nothing is left to pay.
        Transition(S.IN_PAYMENT, "settle", S.PAID, (*PAYER, *REVIEWER, *INSPECTOR), "claim_paid", "claim_paid"),
        Transition(S.APPROVED, "settle", S.PAID, (*PAYER, *REVIEWER, *INSPECTOR), "claim_paid", "claim_settled"),
        Transition(S.PAID, "close", S.CLOSED, ("system",), "claim_close"),
        # A finding about money that was paid: the books ask it back, the case stays; a closed one is open until it is back.
        *(
            Transition(
                state, "recover", S.PAID if state is S.CLOSED else state, INSPECTOR, "claim_recover", "recovery_opened"
            )
            for state in (S.APPROVED, S.IN_PAYMENT, S.PAID, S.CLOSED)
        ),
        *_ended((S.DRAFT, S.SUBMITTED, S.RETURNED, S.ACCEPTED, S.FIRST_REVIEW, S.SECOND_REVIEW), applicant),
        Transition(S.PUBLIC_NOTICE, "refuse", S.REFUSED, REVIEWER, "case_refuse", "case_refused"),
        *_held((S.SUBMITTED, S.RETURNED, *_REVIEWED, S.APPROVED, S.IN_PAYMENT)),
        *_judicial((S.SUBMITTED, S.RETURNED, *_REVIEWED, S.APPROVED, S.IN_PAYMENT, S.PAID, S.CLOSED)),
        *more,
    )


def _in_advance() -> list[Transition]:
    """Paid before all is decided, where the programme pays in advance: two officers have looked by then, who reviewed and who grants."""
    rows = []
    for state in (S.FIRST_REVIEW, S.SECOND_REVIEW, S.PUBLIC_NOTICE):
        rows.append(Transition(state, "advance", state, REVIEWER, "application_advance", "advance_granted"))
        rows.append(Transition(state, "pay", state, PAYER, "application_pay", "payment_sent"))
    return rows


CLAIM = _decided("claim", ORGANISATION)
APPLICATION = _decided("application", APPLICANT, *_in_advance())

TABLES = {CaseKind.CLASS_FILING: FILING, CaseKind.CLAIM: CLAIM, CaseKind.APPLICATION: APPLICATION}

L = LineState
LINE = Table(
    "claim_line",
    L.COUNTED,
    Transition(L.COUNTED, "refuse", L.REFUSED, (*REVIEWER, "system"), "line_refuse"),
    Transition(L.REFUSED, "count", L.COUNTED, (*REVIEWER, "system"), "line_count"),
    # An objection is made by anyone, a gate speaks for the program: neither needs a role of ours.
    Transition(L.COUNTED, "hold", L.HELD, (*REVIEWER, *INSPECTOR, "system"), "line_hold"),
    Transition(L.HELD, "count", L.COUNTED, (*REVIEWER, *INSPECTOR), "line_count"),
    Transition(L.HELD, "remove", L.REMOVED, (*REVIEWER, *INSPECTOR, "system"), "line_remove"),
    Transition(L.COUNTED, "remove", L.REMOVED, (*APPLICANT, "system"), "line_remove"),
    Transition(L.REMOVED, "count", L.COUNTED, INSPECTOR, "line_count"),  # with the case that is reopened
    Transition(L.COUNTED, "recover", L.RECOVERED, INSPECTOR, "line_recover"),
    Transition(L.HELD, "recover", L.RECOVERED, INSPECTOR, "line_recover"),
)

J = ObjectionState
OBJECTION = Table(
    "objection",
    J.OPEN,
    Transition(J.OPEN, "uphold", J.UPHELD, REVIEWER, "objection_uphold", "objection_settled"),
    Transition(J.OPEN, "dismiss", J.DISMISSED, REVIEWER, "objection_dismiss", "objection_settled"),
)

A = AmendmentState


def _amendment(name: str, proposes: tuple[str, ...], answers: tuple[str, ...]) -> Table:
    """A change of an approved plan: what one side proposed, the other accepts or refuses. A later proposal of either takes its place."""
    return Table(
        name,
        A.PROPOSED,
        Transition(A.PROPOSED, "accept", A.AGREED, answers, "filing_amend"),
        Transition(A.PROPOSED, "refuse", A.REFUSED, answers, "amendment_refuse"),
        Transition(A.PROPOSED, "withdraw", A.WITHDRAWN, proposes, "amendment_withdraw"),
        Transition(A.PROPOSED, "supersede", A.SUPERSEDED, (*proposes, *answers, "system"), "amendment_supersede"),
    )


ASKED = _amendment("amendment_of_applicant", ORGANISATION, REVIEWER)
OFFERED = _amendment("amendment_of_office", REVIEWER, ORGANISATION)
AMENDMENTS = {Side.APPLICANT: ASKED, Side.OFFICE: OFFERED}

# Cases whose lines count against caps: from submission until refused or withdrawn.
RESERVING = (
    S.SUBMITTED, S.RETURNED, S.ACCEPTED, S.FIRST_REVIEW, S.SECOND_REVIEW, S.PUBLIC_NOTICE, S.APPROVED, S.IN_PAYMENT,
    S.PAID, S.CLOSED, S.HELD, S.JUDICIAL,
)  # fmt: skip
OVER = (S.REFUSED, S.WITHDRAWN)
STOPPED = (S.HELD, S.JUDICIAL)  # held_from says where the case goes back to
