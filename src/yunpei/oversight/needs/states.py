"""What may happen to a stated need."""

from __future__ import annotations

from yunpei.common.states import Table, Transition
from yunpei.oversight.needs.types import NeedState

STATERS = ("org_admin", "org_legal", "learner")

NEED = Table(
    "need",
    NeedState.STATED,
    Transition(NeedState.STATED, "withdraw", NeedState.WITHDRAWN, STATERS, "need_withdraw"),
)
TABLES = (NEED,)
