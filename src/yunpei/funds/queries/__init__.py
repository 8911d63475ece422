"""What the books say. Readers pass their Actor where a region's books are opened; sums for a case are asked by casework."""

from __future__ import annotations

from yunpei.funds.queries.accounts import account_marks, lines_paid_to
from yunpei.funds.queries.batches import (
    batch,
    batch_cases,
    batch_file,
    batch_rows,
    batches,
    failed_payments,
    line_payees,
    masked,
)
from yunpei.funds.queries.books import balances, budgets, case_standings, line_standings, programmes, waiting
from yunpei.funds.queries.evaluation import evaluation
from yunpei.funds.queries.ledger import disbursements, ledger_rows, months, movements
from yunpei.funds.queries.reconciliation import LEVELS, differences, reconciliation
from yunpei.funds.queries.recoveries import (
    advance_lines,
    advance_of,
    advances,
    receipts,
    recoveries,
    recoveries_of,
    recovery,
)

__all__ = [
    "LEVELS",
    "account_marks",
    "advance_lines",
    "advance_of",
    "advances",
    "balances",
    "batch",
    "batch_cases",
    "batch_file",
    "batch_rows",
    "batches",
    "budgets",
    "case_standings",
    "differences",
    "disbursements",
    "evaluation",
    "failed_payments",
    "ledger_rows",
    "line_payees",
    "line_standings",
    "lines_paid_to",
    "masked",
    "months",
    "movements",
    "programmes",
    "receipts",
    "reconciliation",
    "recoveries",
    "recoveries_of",
    "recovery",
    "waiting",
]
