"""What may happen to a recovery. Batches and payment rows need no table: the bank's answer is all that happens to them.

due → demanded → part_back → back; the finance officer may write off what was demanded and does not come.
"""

from __future__ import annotations

from yunpei.common.states import Table, Transition
from yunpei.funds.types import RecoveryState

PAYER = ("officer_pay",)
FINANCE = ("officer_finance",)  # the named role that gives money up

R = RecoveryState
RECOVERY = Table(
    "recovery",
    R.DUE,
    Transition(R.DUE, "demand", R.DEMANDED, PAYER, "recovery_demand"),
    Transition(R.DEMANDED, "demand", R.DEMANDED, PAYER, "recovery_demand"),  # a reminder, with a later day
    Transition(R.PART_BACK, "demand", R.PART_BACK, PAYER, "recovery_demand"),
    # Two events, since how much came decides where it leads.
    *(Transition(state, "receive_part", R.PART_BACK, PAYER, "receipt_enter") for state in (R.DUE, R.DEMANDED)),
    Transition(R.PART_BACK, "receive_part", R.PART_BACK, PAYER, "receipt_enter"),
    *(Transition(state, "receive_rest", R.BACK, PAYER, "receipt_enter") for state in (R.DUE, R.DEMANDED, R.PART_BACK)),
    *(Transition(state, "write_off", R.WRITTEN_OFF, FINANCE, "recovery_write_off") for state in (R.DEMANDED, R.PART_BACK)),
)  # fmt: skip
