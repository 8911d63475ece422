"""Verbs of money. Keyword only; each is one transaction with one audit row.

`reserve`, `release`, `batch_make`, `batch_result`, `advance_*` and `recovery_open` are called by casework inside its own
transaction: it knows who may approve a case and which lines are due. What this room answers for is that nothing is paid twice and
nothing is spent that is not there.
"""

from __future__ import annotations

from yunpei.funds.actions.advances import advance_cancel, advance_grant, advance_settle, advance_surplus
from yunpei.funds.actions.batches import batch_make
from yunpei.funds.actions.budgets import budget_grant, budget_restore, release, reserve
from yunpei.funds.actions.payees import payees_put
from yunpei.funds.actions.recoveries import receipt_enter, recovery_demand, recovery_open, recovery_write_off
from yunpei.funds.actions.results import batch_result
from yunpei.funds.moving import await_turn

__all__ = [
    "advance_cancel",
    "advance_grant",
    "advance_settle",
    "advance_surplus",
    "await_turn",
    "batch_make",
    "batch_result",
    "budget_grant",
    "budget_restore",
    "payees_put",
    "receipt_enter",
    "recovery_demand",
    "recovery_open",
    "recovery_write_off",
    "release",
    "reserve",
]
