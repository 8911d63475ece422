"""What casework asks before money moves: whether a line or the case waits, and whether an organisation may file at all."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from yunpei.casework.types import Hold
from yunpei.common.language import Text
from yunpei.evidence.receipt import BadReceipt
from yunpei.evidence.store import StoreDown


class OversightGate:
    """Holds of findings, complaints and inspections; the bar of a suspension."""

    name = "监督"

    def holds(self, *, case: str, lines: Sequence[str], event: str, at: datetime) -> Sequence[Hold]:
        """What must wait. The case is screened first where that was not done, or no longer holds. 3 queries where it was."""
        from yunpei.oversight.actions.screening import screen_where_stale
        from yunpei.oversight.queries.holds import standing

        try:
            screen_where_stale(case=case, event=event, at=at)
        except BadReceipt:
            return [Hold(self.name, "", Text("学习记录的校验没有通过", "a receipt of study does not verify"))]
        except StoreDown:
            return [Hold(self.name, "", Text("学习记录暂时读不出，请稍后再办", "study can't be read; try again later"))]
        return [
            Hold(self.name, str(one.line or ""), Text(one.said_zh, one.said_en))
            for one in standing(case)
            if one.line is None or str(one.line) in lines
        ]

    def bar(self, *, organisation: int, at: datetime) -> Text | None:
        """Why an organisation may neither file nor be paid now, None where it may. 1 query."""
        from yunpei.oversight.queries.penalties import bar

        return bar(organisation, at)


GATE = OversightGate()
