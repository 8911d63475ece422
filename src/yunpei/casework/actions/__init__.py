"""Verbs of this room. Keyword only; each runs in one transaction, leaves its step and its audit row, or changes nothing."""

from __future__ import annotations

from yunpei.casework.actions.advance import advance_cancel, advance_grant
from yunpei.casework.actions.amendment import (
    amendment_accept,
    amendment_propose,
    amendment_refuse,
    amendment_withdraw,
)  # fmt: skip
from yunpei.casework.actions.application import (
    application_class,
    application_draft,
    application_fill,
    application_line_add,
    application_submit,
    application_table,
    personal_draft,
)  # fmt: skip
from yunpei.casework.actions.batch import cases_batch, cases_hand_over, filter_drop, filter_save
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
from yunpei.casework.actions.following import assignments_back, organisation_renamed
from yunpei.casework.actions.intake import intake_open
from yunpei.casework.actions.letter import letter_make
from yunpei.casework.actions.lines import line_allow, line_hold, line_refuse, line_settle
from yunpei.casework.actions.notice import notice_close, notice_publish, objection_make, objection_settle
from yunpei.casework.actions.office_facts import facts_found
from yunpei.casework.actions.packs import pack_approve
from yunpei.casework.actions.payees import payee_correct, payees_put, payees_read
from yunpei.casework.actions.payment import batch_answers, batch_make, batch_result, claim_close
from yunpei.casework.actions.plan_lock import mismatch_accept, mismatches_accept
from yunpei.casework.actions.records import record_file_open, records_add, records_import, records_judge
from yunpei.casework.actions.recovery import receipt_enter, recovery_demand, recovery_open, recovery_write_off
from yunpei.casework.actions.review import claim_accept, claim_approve, claim_decide_again, review_first, review_second
from yunpei.casework.actions.roster import roster_take, roster_upload
from yunpei.casework.actions.standing import (
    case_given_back,
    case_hand_over,
    case_hold,
    case_refuse,
    case_release,
    case_reopen,
    case_return,
    case_withdraw,
)

__all__ = [
    "advance_cancel",
    "advance_grant",
    "amendment_accept",
    "amendment_propose",
    "amendment_refuse",
    "amendment_withdraw",
    "application_class",
    "application_draft",
    "application_fill",
    "application_line_add",
    "application_submit",
    "application_table",
    "assignments_back",
    "batch_answers",
    "batch_make",
    "batch_result",
    "case_given_back",
    "case_hand_over",
    "case_hold",
    "case_refuse",
    "case_release",
    "case_reopen",
    "case_return",
    "case_withdraw",
    "cases_batch",
    "cases_hand_over",
    "claim_accept",
    "claim_approve",
    "claim_close",
    "claim_decide_again",
    "claim_line_remove",
    "claim_open",
    "claim_submit",
    "document_add",
    "document_remove",
    "facts_found",
    "figure_set",
    "filing_accept",
    "filing_close",
    "filing_draft",
    "filing_edit",
    "filing_submit",
    "filter_drop",
    "filter_save",
    "intake_open",
    "letter_make",
    "line_allow",
    "line_hold",
    "line_refuse",
    "line_settle",
    "mismatch_accept",
    "mismatches_accept",
    "notice_close",
    "notice_publish",
    "objection_make",
    "objection_settle",
    "organisation_renamed",
    "pack_approve",
    "payee_correct",
    "payees_put",
    "payees_read",
    "personal_draft",
    "receipt_enter",
    "record_file_open",
    "records_add",
    "records_import",
    "records_judge",
    "recovery_demand",
    "recovery_open",
    "recovery_write_off",
    "review_first",
    "review_second",
    "roster_attach",
    "roster_take",
    "roster_upload",
    "undertaking_scan",
    "undertaking_sign",
]
