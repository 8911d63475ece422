"""What may happen to holds on papers, to purges and to requests for erasure, and by whom."""

from __future__ import annotations

from yunpei.common.states import Table, Transition
from yunpei.oversight.archives.types import ErasureState, KeepState, PurgeState

SYSTEM_ADMINISTRATOR = ("ops",)
SECURITY = ("security",)
PERSON = ("learner",)
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
# What the one whom it is about asked for; two administrators together take anything away.
ERASURE = Table(
    "erasure",
    ErasureState.ASKED,
    Transition(ErasureState.ASKED, "examine", ErasureState.EXAMINED, SYSTEM_ADMINISTRATOR, "erasure_examine"),
    Transition(ErasureState.ASKED, "withdraw", ErasureState.WITHDRAWN, PERSON, "erasure_withdraw"),
    Transition(ErasureState.EXAMINED, "withdraw", ErasureState.WITHDRAWN, PERSON, "erasure_withdraw"),
    Transition(ErasureState.EXAMINED, "carry_out", ErasureState.DONE, SECURITY, "erasure_carry_out"),
    Transition(ErasureState.EXAMINED, "refuse", ErasureState.REFUSED, SECURITY, "erasure_refuse"),
)
TABLES = (KEEP, PURGE, ERASURE)
