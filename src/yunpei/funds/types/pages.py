"""The books as lists and pages show them: standings, batches, ledgers, recoveries. Money is whole fen."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date, datetime

from yunpei.funds.types.words import AccountKind, BatchState, PaymentState, RecoveryKind, RecoveryState


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
    failed_rows: int = 0

    @property
    def open_fen(self) -> int:
        """Sent to the bank and not answered."""
        return self.amount_fen - self.paid_fen - self.failed_fen


@dataclass(frozen=True, slots=True)
class Standing:
    """Where the money of one line or one case stands, by account. due − given is still owed; negative: it has to come back."""

    reserved_fen: int = 0
    in_payment_fen: int = 0
    paid_fen: int = 0
    advance_fen: int = 0
    settled_fen: int = 0
    owed_back_fen: int = 0
    returned_fen: int = 0
    recovered_fen: int = 0
    written_off_fen: int = 0

    @property
    def due_fen(self) -> int:
        """All that is decided to be owed, now: what has to come back is not."""
        return self.reserved_fen + self.in_payment_fen + self.paid_fen + self.advance_fen + self.settled_fen

    @property
    def given_fen(self) -> int:
        """What the payee has: paid, or paid before the class, and not given back."""
        return self.paid_fen + self.advance_fen + self.settled_fen + self.owed_back_fen

    @property
    def open_fen(self) -> int:
        """Still owed: due − given. Below zero, the payee owes it."""
        return self.due_fen - self.given_fen

    @property
    def came_back_fen(self) -> int:
        """What the payee gave back."""
        return self.returned_fen + self.recovered_fen

    def __add__(self, other: Standing) -> Standing:
        """The standing of both together."""
        return Standing(*(getattr(self, one.name) + getattr(other, one.name) for one in fields(Standing)))


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


@dataclass(frozen=True, slots=True)
class Movement:
    """What one action moved between two accounts, over all its lines. case "" where it is about several, or none."""

    transaction: str
    at: datetime
    fund: str
    region: str
    source: AccountKind
    target: AccountKind
    reason: str
    case: str
    lines: int
    amount_fen: int


@dataclass(frozen=True, slots=True)
class MonthRow:
    """A fund, region and programme in one month: what came into each account and what left it again, as `in − out` per account."""

    month: date
    fund: str
    region: str
    programme: str
    moved: dict[AccountKind, int]


@dataclass(frozen=True, slots=True)
class Disbursement:
    """A line of the monthly register (资金发放台账): money that the bank has paid, to whom, for what."""

    settled_at: datetime
    batch: str
    number: str
    fund: str
    region: str
    programme: str
    case: str
    payee: str
    bank: str
    account_masked: str
    account_kind: str
    lines: int
    amount_fen: int


@dataclass(frozen=True, slots=True)
class Reconciled:
    """due − given of something, to the fen: a fund in a region, a batch, a case or a line, by `name`."""

    name: str
    fund: str
    region: str
    programme: str
    standing: Standing


@dataclass(frozen=True, slots=True)
class Evaluated:
    """Use of funds (绩效评价) of one fund and programme in a region over a span of time; see queries.evaluation.

    days: from claim to first money, averaged; None where nothing was paid.
    """

    fund: str
    region: str
    programme: str
    budget_fen: int
    reserved_fen: int
    paid_fen: int
    advance_fen: int
    back_fen: int
    people: int
    days: float | None

    @property
    def cost_fen(self) -> int | None:
        """Paid per person, in whole fen, rounded down; None where nobody was paid."""
        return self.paid_fen // self.people if self.people else None

    @property
    def share(self) -> float | None:
        """Paid or advanced, of the budget that was granted: 0 to 1; None without a budget."""
        return (self.paid_fen + self.advance_fen) / self.budget_fen if self.budget_fen else None


@dataclass(frozen=True, slots=True)
class AdvanceCard:
    """An advance on a case: what the rule allows and how it says so, what was granted, where its money stands."""

    case: str
    fund: str
    region: str
    allowed_fen: int
    amount_fen: int
    rule: str
    granted_at: datetime
    standing: Standing


@dataclass(frozen=True, slots=True)
class RecoveryCard:
    """A recovery with what came back and what is left of it."""

    number: str
    kind: RecoveryKind
    state: RecoveryState
    case: str
    fund: str
    region: str
    reason: str
    amount_fen: int
    back_fen: int
    written_off_fen: int
    opened_at: datetime
    demanded_at: datetime | None
    due_on: date | None
    ended_why: str

    @property
    def open_fen(self) -> int:
        """Still to come back."""
        return self.amount_fen - self.back_fen - self.written_off_fen


@dataclass(frozen=True, slots=True)
class ReceiptRow:
    """Money that came back, as the bank's receipt (银行回单) says. reference: the bank's own number of it."""

    reference: str
    received_on: date
    payer: str
    amount_fen: int
    entered_at: datetime
