"""Tables of this room, one subject a file."""

from __future__ import annotations

from yunpei.funds.models.accounts import FundAccount, LineBalance, NumberSeries, Transfer
from yunpei.funds.models.advances import Advance
from yunpei.funds.models.payments import BankResult, LinePayee, PaymentBatch, PaymentItem, PaymentLine
from yunpei.funds.models.recoveries import Receipt, Recovery, RecoveryItem

__all__ = [
    "Advance",
    "BankResult",
    "FundAccount",
    "LineBalance",
    "LinePayee",
    "NumberSeries",
    "PaymentBatch",
    "PaymentItem",
    "PaymentLine",
    "Receipt",
    "Recovery",
    "RecoveryItem",
    "Transfer",
]
