"""What may happen to holds on papers and to purges, and by whom."""

from __future__ import annotations

from yunpei.common.states import Table, Transition
from yunpei.oversight.archives.types import KeepState, PurgeState

SYSTEM_ADMINISTRATOR = ("ops",)
SECURITY = ("security",)
HOLDERS = ("security", "officer_inspect")

KEEP = Table(
    "keep",
    KeepState.PLACED,
    Transition(KeepState.PLACED, "lift", KeepState.LIFTED, SECURITY, "keep_lift"),
)
PURGE = Table(
    "purge",
    PurgeState.PROPOSED,
    Transition(PurgeState.PROPOSED, "carry_out", PurgeState.DONE, SECURITY, "purge_carry_out"),
    Transition(PurgeState.PROPOSED, "drop", PurgeState.DROPPED, SECURITY, "purge_drop"),
)
TABLES = (KEEP, PURGE)
