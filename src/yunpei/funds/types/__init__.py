"""What other rooms may name: accounts, reservations, payment orders, bank results, recoveries. All money is whole fen."""

from __future__ import annotations

from yunpei.funds.types.given import BatchResult, Budget, CaseRef, LineAmount, Payee, PaymentOrder, Scope
from yunpei.funds.types.pages import (
    AdvanceCard,
    Batch,
    Disbursement,
    Evaluated,
    LedgerRow,
    MonthRow,
    Movement,
    PaymentRow,
    ReceiptRow,
    Reconciled,
    RecoveryCard,
    Standing,
)
from yunpei.funds.types.words import (
    CAME_BACK,
    LINE_KINDS,
    AccountKind,
    BatchState,
    PaymentState,
    RecoveryKind,
    RecoveryState,
)

__all__ = [
    "CAME_BACK",
    "LINE_KINDS",
    "AccountKind",
    "AdvanceCard",
    "Batch",
    "BatchResult",
    "BatchState",
    "Budget",
    "CaseRef",
    "Disbursement",
    "Evaluated",
    "LedgerRow",
    "LineAmount",
    "MonthRow",
    "Movement",
    "Payee",
    "PaymentOrder",
    "PaymentRow",
    "PaymentState",
    "ReceiptRow",
    "Reconciled",
    "RecoveryCard",
    "RecoveryKind",
    "RecoveryState",
    "Scope",
    "Standing",
]
