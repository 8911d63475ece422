"""Verbs of this room. Keyword only; each runs in one transaction, leaves its audit row, or changes nothing."""

from __future__ import annotations

from yunpei.oversight.actions.complaints import complaint_accept, complaint_end, complaint_hold, complaint_make
from yunpei.oversight.actions.draws import draw_cancel, draw_commit, draw_draw, draw_make, inspector_state
from yunpei.oversight.actions.holds import hold_release
from yunpei.oversight.actions.inspections import inspection_publish, inspection_report
from yunpei.oversight.actions.penalties import penalties_expire, penalty_answer, penalty_decide, penalty_propose
from yunpei.oversight.actions.registers import register_put
from yunpei.oversight.actions.screening import case_screen

__all__ = [
    "case_screen",
    "complaint_accept",
    "complaint_end",
    "complaint_hold",
    "complaint_make",
    "draw_cancel",
    "draw_commit",
    "draw_draw",
    "draw_make",
    "hold_release",
    "inspection_publish",
    "inspection_report",
    "inspector_state",
    "penalties_expire",
    "penalty_answer",
    "penalty_decide",
    "penalty_propose",
    "register_put",
]
