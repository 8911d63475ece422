"""What goes into the actions and out of them: budgets, lines, payees, orders for the bank."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Budget:
    """What every movement needs to know of its money: the fund as the circular names it, and the GB/T 2260 region that pays."""

    fund: str
    region: str


@dataclass(frozen=True, slots=True)
class CaseRef:
    """Whose money is set aside: the case's number, its programme, and when it was asked for. Opaque to this room."""

    number: str
    programme: str = ""
    asked_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class LineAmount:
    """Money of one claim line; `line` is the line's public id and `person` whose it is, both opaque to this room."""

    line: str
    amount_fen: int
    person: str = ""


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
class BatchResult:
    """What a bank's result file changed. `paid` and `failed` are rows changed now, `unchanged` rows known already.

    cases: those of the rows changed now, in order; failed_cases: of these the ones with a row that failed.
    """

    paid: int
    failed: int
    unchanged: int
    cases: tuple[str, ...]
    failed_cases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Scope:
    """What of the books is asked for; "" or None = all. region: it and all below. month: its first day."""

    fund: str = ""
    region: str = ""
    programme: str = ""
    month: date | None = None
