"""The coded words of money: where it stands, and how far batches, payments and recoveries are."""

from __future__ import annotations

from enum import StrEnum


class AccountKind(StrEnum):
    """Where money of one fund in one region stands.

    SOURCE is the world outside (the finance bureau that grants the budget): the only account that goes below zero, so that
    all balances of a fund sum to zero. BUDGET → RESERVED → IN_PAYMENT → PAID, or ADVANCE → SETTLED for what is paid before the
    class. What a payee has to give back is OWED_BACK until it has RETURNED (the rest of an advance), is RECOVERED (after a
    finding) or WRITTEN_OFF; what came back is put into the BUDGET again by finance.
    """

    SOURCE = "source"
    BUDGET = "budget"
    RESERVED = "reserved"
    IN_PAYMENT = "in_payment"
    PAID = "paid"
    ADVANCE = "advance"
    SETTLED = "settled"
    OWED_BACK = "owed_back"
    RETURNED = "returned"
    RECOVERED = "recovered"
    WRITTEN_OFF = "written_off"


# Where the money of one line may stand: the fields of Standing, and the columns of a LineBalance.
LINE_KINDS = tuple(kind for kind in AccountKind if kind not in (AccountKind.SOURCE, AccountKind.BUDGET))
CAME_BACK = (AccountKind.RETURNED, AccountKind.RECOVERED)


class BatchState(StrEnum):
    """A payment batch: the list is frozen when it is made; settled once the bank has answered for every row."""

    MADE = "made"
    SETTLED = "settled"


class PaymentState(StrEnum):
    """One row of the bank's file: sent and not answered yet, paid, or failed (its money went back to reserved)."""

    LISTED = "listed"
    PAID = "paid"
    FAILED = "failed"


class RecoveryKind(StrEnum):
    """Why money has to come back: a finding about what was paid, or an advance larger than the final amount."""

    FINDING = "finding"
    SURPLUS = "surplus"


class RecoveryState(StrEnum):
    """How far a recovery is: due, demanded in writing, partly back, all back, or the rest given up."""

    DUE = "due"
    DEMANDED = "demanded"
    PART_BACK = "part_back"
    BACK = "back"
    WRITTEN_OFF = "written_off"
