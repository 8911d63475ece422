"""Verbs of this room. Keyword only; each runs in one transaction, leaves its step and its audit row, or changes nothing."""

from __future__ import annotations

from yunpei.casework.actions.claim import claim_line_remove, claim_open, claim_submit
from yunpei.casework.actions.figures import figure_set
from yunpei.casework.actions.filing import (
    document_add,
    document_remove,
    filing_draft,
    filing_edit,
    roster_attach,
    undertaking_scan,
    undertaking_sign,
)  # fmt: skip
from yunpei.casework.actions.filing_review import filing_accept, filing_close, filing_submit
from yunpei.casework.actions.lines import line_allow, line_hold, line_refuse, line_settle
from yunpei.casework.actions.notice import notice_close, notice_publish, objection_make, objection_settle
from yunpei.casework.actions.payment import batch_answers, batch_make, batch_result, claim_close, payee_correct
from yunpei.casework.actions.review import claim_accept, claim_approve, claim_decide_again, review_first, review_second
from yunpei.casework.actions.standing import (
    case_hold,
    case_refuse,
    case_release,
    case_reopen,
    case_return,
    case_withdraw,
)

__all__ = [
    "batch_answers",
    "batch_make",
    "batch_result",
    "case_hold",
    "case_refuse",
    "case_release",
    "case_reopen",
    "case_return",
    "case_withdraw",
    "claim_accept",
    "claim_approve",
    "claim_close",
    "claim_decide_again",
    "claim_line_remove",
    "claim_open",
    "claim_submit",
    "document_add",
    "document_remove",
    "figure_set",
    "filing_accept",
    "filing_close",
    "filing_draft",
    "filing_edit",
    "filing_submit",
    "line_allow",
    "line_hold",
    "line_refuse",
    "line_settle",
    "notice_close",
    "notice_publish",
    "objection_make",
    "objection_settle",
    "payee_correct",
    "review_first",
    "review_second",
    "roster_attach",
    "undertaking_scan",
    "undertaking_sign",
]
