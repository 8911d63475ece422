"""Reads. Each judges who may, or says that its caller has."""

from __future__ import annotations

from yunpei.oversight.queries.complaints import complaint, complaint_by_code, complaints
from yunpei.oversight.queries.draws import draw, draws, inspection, inspectors, public_draw, public_draws, public_photo
from yunpei.oversight.queries.holds import case_oversight, hold_case, holds_of_case
from yunpei.oversight.queries.penalties import (
    PENALTY_EVENTS,
    bar,
    credit_records,
    dishonest,
    next_rung,
    own_penalties,
    penalties,
    penalty,
)  # fmt: skip
from yunpei.oversight.queries.registers import cases_waiting, registers_in

__all__ = [
    "PENALTY_EVENTS",
    "bar",
    "case_oversight",
    "cases_waiting",
    "complaint",
    "complaint_by_code",
    "complaints",
    "credit_records",
    "dishonest",
    "draw",
    "draws",
    "hold_case",
    "holds_of_case",
    "inspection",
    "inspectors",
    "next_rung",
    "own_penalties",
    "penalties",
    "penalty",
    "public_draw",
    "public_draws",
    "public_photo",
    "registers_in",
]
