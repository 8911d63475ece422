"""What other rooms may name: accounts, reservations, payment orders, bank results, ledger rows. All money is whole fen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class AccountKind(StrEnum):
    """Where money of one fund in one region stands. Money moves down this list, and back up when it is released.

    SOURCE is the world outside (the finance bureau that grants the budget): the only account that goes below zero, so that
    all balances of a fund sum to zero.
    """

    SOURCE = "source"
    BUDGET = "budget"
    RESERVED = "reserved"
    IN_PAYMENT = "in_payment"
    PAID = "paid"


class BatchState(StrEnum):
    """A payment batch: the list is frozen when it is made; settled once the bank has answered for every row."""

    MADE = "made"
    SETTLED = "settled"


class PaymentState(StrEnum):
    """One row of the bank's file: sent and not answered yet, paid, or failed (its money went back to reserved)."""

    LISTED = "listed"
    PAID = "paid"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Budget:
    """What every movement needs to know of its money: the fund as the circular names it, and the GB/T 2260 region that pays."""

    fund: str
    region: str


@dataclass(frozen=True, slots=True)
class LineAmount:
    """Money of one claim line; `line` is the line's public id, opaque to this room."""

    line: str
    amount_fen: int


@dataclass(frozen=True, slots=True)
class Payee:
    """Whom the bank is told to pay. kind: the account kind the circular names (firm_basic, firm, person)."""

    name: str
    bank: str
    account: str
    kind: str

    def __repr__(self) -> str:
        """Without the account number: representations end up in logs."""
        return f"Payee(kind={self.kind})"


@dataclass(frozen=True, slots=True)
class PaymentOrder:
    """One row for the bank: a payee and the lines of one case that it is paid for."""

    case: str
    payee: Payee
    items: tuple[LineAmount, ...]

    @property
    def amount_fen(self) -> int:
        """What the bank transfers."""
        return sum(item.amount_fen for item in self.items)


@dataclass(frozen=True, slots=True)
class PaymentRow:
    """One row of a batch as pages show it; `account_masked` ends in the last four digits."""

    number: str
    case: str
    payee: str
    bank: str
    account_masked: str
    amount_fen: int
    state: PaymentState
    reason: str
    settled_at: datetime | None


@dataclass(frozen=True, slots=True)
class Batch:
    """A payment batch with its sums; `open_fen` is what the bank has not answered yet."""

    number: str
    fund: str
    region: str
    state: BatchState
    made_at: datetime
    rows: int
    amount_fen: int
    paid_fen: int
    failed_fen: int

    @property
    def open_fen(self) -> int:
        """Sent to the bank and not answered."""
        return self.amount_fen - self.paid_fen - self.failed_fen


@dataclass(frozen=True, slots=True)
class BatchResult:
    """What a bank's result file changed. `paid` and `failed` are rows changed now, `unchanged` rows known already; cases in order."""

    paid: int
    failed: int
    unchanged: int
    cases: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Standing:
    """Where the money of one line or one case stands. due = reserved + in payment + paid; due − paid is still owed."""

    reserved_fen: int = 0
    in_payment_fen: int = 0
    paid_fen: int = 0

    @property
    def due_fen(self) -> int:
        """All that was decided to be owed."""
        return self.reserved_fen + self.in_payment_fen + self.paid_fen

    @property
    def open_fen(self) -> int:
        """Still owed: due − paid."""
        return self.reserved_fen + self.in_payment_fen


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """One side of a transfer; the two sides of each, and so each transaction, sum to zero."""

    transaction: str
    at: datetime
    fund: str
    region: str
    account: AccountKind
    case: str
    amount_fen: int
